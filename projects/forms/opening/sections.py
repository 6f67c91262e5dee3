"""One form per section of the task list. Gaps are kept for later; what is written must be right."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.html import format_html
from django.utils.translation import gettext as _

from advisors.enums import WorkStyle
from core.dates import today
from core.forms import JaDateField, VersionedModelForm
from core.text import fold_code
from municipalities.enums import LEGAL_FORM_NOTES, LegalForm
from projects.enums import UNPAID_UNITS, PayUnit
from projects.forms.opening import texts
from projects.forms.opening.lines import SETTLE, CriterionLine, LineForm, PositionLine
from projects.models import Opening
from projects.models.honorarium import UNITS_WITH_PLACES
from projects.sections import SECTIONS


class YenField(forms.IntegerField):
    """Reads 10,000円 and １００００ as well."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = fold_code(value).replace(",", "").removesuffix("円")
        return super().to_python(value)


def _number(size: int) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "size": size, "autocomplete": "off"})


class SectionForm(VersionedModelForm):
    """What the column itself may lack is asked for, but its absence is a gap and no error."""

    needs: ClassVar[tuple[str, ...]] = ()  # asked for as 必須, though a draft may lack them

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name in self.needs:
                field.required = True
            if not field.widget.is_hidden:
                field.widget.attrs["data-settle"] = SETTLE

    def full_clean(self) -> None:
        super().full_clean()
        for name in list(self.errors):
            if name in self.needs and self._may_wait(name) and self.has_error(name, "required"):
                del self.errors[name]
                self.cleaned_data[name] = self.fields[name].to_python("")

    def _may_wait(self, name: str) -> bool:
        return bool(Opening._meta.get_field(name).blank)  # type: ignore[union-attr]


def _meta(code: str, **more: Any) -> type:
    """The Meta of a section's form: the columns of the section, with their words."""
    return meta_of(SECTIONS[code].fields, **more)


def meta_of(fields: Iterable[str], **more: Any) -> type:
    """The Meta of a form about these columns of a call, with the words the sections use for them."""
    fields = list(fields)
    chosen: dict[str, Any] = {
        "model": Opening,
        "fields": fields,
        "help_texts": {name: texts.HELP[name] for name in fields if name in texts.HELP},
        "error_messages": {
            name: {"required": texts.REQUIRED[name]} for name in fields if name in texts.REQUIRED
        },
        "widgets": {
            name: forms.Textarea(attrs={"rows": texts.ROWS[name]}) for name in fields if name in texts.ROWS
        },
    }
    chosen["widgets"] |= more.pop("widgets", {})
    return type("Meta", (), {**chosen, **more})


class PurposeForm(SectionForm):
    needs = SECTIONS["purpose"].required
    Meta = _meta("purpose")


class RequestForm(SectionForm):
    needs = SECTIONS["request"].required
    Meta = _meta("request")


class RequirementsForm(SectionForm):
    needs = SECTIONS["requirements"].required
    Meta = _meta("requirements")


class TermsForm(SectionForm):
    needs = SECTIONS["terms"].required
    Meta = _meta(
        "terms",
        field_classes={"start_date": JaDateField, "end_date": JaDateField},
        widgets={
            "legal_form": forms.RadioSelect,
            "work_style": forms.RadioSelect(attrs={"class": "inline"}),
            "hours_per_month": _number(4),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        work_style: Any = self.fields["work_style"]
        work_style.choices = WorkStyle.choices  # radio buttons need no line for "nothing chosen"
        legal_form: Any = self.fields["legal_form"]
        legal_form.choices = [
            (
                value,
                format_html(
                    '<span>{}<br><span class="meta">{}</span></span>', label, LEGAL_FORM_NOTES[value]
                ),
            )
            for value, label in LegalForm.choices
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        start, end = self.cleaned_data.get("start_date"), self.cleaned_data.get("end_date")
        answer = self.cleaned_data.get("answer_date") or self.instance.answer_date
        if start and start <= answer:
            self.add_error(
                "start_date",
                _("結果をお知らせする日より後の日付にしてください。結果が届く前に活動は始められません。"),
            )
        if start and end and end < start:
            self.add_error("end_date", _("活動の開始日以降の日付にしてください。"))
        return self.cleaned_data


class ScheduleForm(SectionForm):
    Meta = _meta("schedule", field_classes=dict.fromkeys(SECTIONS["schedule"].fields, JaDateField))

    def clean(self) -> dict[str, Any]:
        super().clean()
        deadline, answer = (self.cleaned_data.get(name) for name in ("deadline_date", "answer_date"))
        if deadline and deadline < today():
            self.add_error("deadline_date", _("過ぎた日付です。今日以降の日付にしてください。"))
        if deadline and answer and answer < deadline:
            self.add_error("answer_date", _("応募の締切日以降の日付にしてください。"))
        asked = self.cleaned_data.get("question_deadline_date")
        if asked and asked < today():
            self.add_error("question_deadline_date", _("過ぎた日付です。今日以降の日付にしてください。"))
        check_question_days(self)
        if answer and answer >= self.instance.start_date:
            self.add_error(
                "answer_date",
                _("活動の開始日より前の日付にしてください。先に「登用の形・期間・場所」で開始日を直せます。"),
            )
        return self.cleaned_data


def check_question_days(form: Any) -> None:
    """Both days or none, in order, and before the last day of the call."""
    asked, told, deadline = (
        form.cleaned_data.get(name)
        for name in ("question_deadline_date", "question_answer_date", "deadline_date")
    )
    if told and not asked:
        form.add_error(
            "question_deadline_date",
            _("質問の締切日を入力してください。質問を受け付けないときは、両方を空欄にします。"),
        )
    if asked and not told:
        form.add_error("question_answer_date", _("質問への回答を公開する日を入力してください。"))
    if asked and told and told < asked:
        form.add_error("question_answer_date", _("質問の締切日以降の日付にしてください。"))
    if told and deadline and told > deadline:
        form.add_error("question_answer_date", _("応募の締切日以前の日付にしてください。"))


class PayForm(SectionForm):
    """Which parts fit depends on the unit; a part that does not is pointed out, never dropped."""

    needs = SECTIONS["pay"].required
    details = (
        "pay_onsite_amount",
        "pay_round_minutes",
        "pay_round_rule",
        "pay_minimum_units",
        "pay_cap_month",
        "pay_cap_total",
    )
    yen = ("pay_amount", "pay_onsite_amount", "pay_cap_month", "pay_cap_total")
    Meta = _meta(
        "pay",
        field_classes=dict.fromkeys(yen, YenField),
        widgets={**{name: _number(12) for name in yen}, "pay_minimum_units": _number(4)},
    )

    @property
    def shows_details(self) -> bool:
        """Whether the rarer parts are unfolded: something stands there, or is wrong there."""
        return any(self[name].value() or self[name].errors for name in self.details)

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        unit = given.get("pay_unit", "")
        if unit in UNPAID_UNITS:
            self._refuse(
                ("pay_amount", "pay_cap_month", "pay_cap_total"),
                _(
                    "無償や地場産品のときは、額を空欄にしてください。お支払いするときは、謝礼の単位を選び直してください。"
                ),
            )
        if unit not in UNITS_WITH_PLACES:
            self._refuse(
                ("pay_onsite_amount", "pay_minimum_units"),
                _("1時間・1日・1回あたりのときだけ使います。空欄にしてください。"),
            )
        if unit != PayUnit.HOUR:
            self._refuse(
                ("pay_round_minutes", "pay_round_rule"),
                _("1時間あたりのときだけ使います。選ばない状態に戻してください。"),
            )
        elif bool(given.get("pay_round_minutes")) != bool(given.get("pay_round_rule")):
            self.add_error("pay_round_rule", _("端数の単位と扱いは、両方選んでください。"))
        return self.cleaned_data

    def _refuse(self, names: tuple[str, ...], message: str) -> None:
        for name in names:
            if self.cleaned_data.get(name):
                self.add_error(name, message)


class HostingForm(SectionForm):
    needs = SECTIONS["hosting"].required
    Meta = _meta("hosting")


class LinesForm(SectionForm):
    """A section with numbered lines under its fields; lines left empty are dropped."""

    lines_name: ClassVar[str]
    line_form: ClassVar[type[LineForm]]
    most: ClassVar[int]
    spare: ClassVar[int] = 2

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        names = list(self.line_form.base_fields)
        # What was typed stands alone: beside lines an autosave stored meanwhile it would look unchanged.
        stored = getattr(self.instance, self.lines_name).order_by("number").values(*names)
        build = formset_factory(self.line_form, extra=self.spare, max_num=self.most)
        initial = None if data else list(stored)
        self.lines: BaseFormSet[Any] = build(data, initial=initial, prefix=self.lines_name)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if not self.lines.is_valid():
            self.add_error(None, _("下の一覧に、直すところがあります。"))
            return False
        return valid

    def changes(self) -> dict[str, Any]:
        rows = [line.cleaned_data for line in self.lines if line.is_written]
        return {**super().changes(), self.lines_name: rows}


class PositionsForm(LinesForm):
    lines_name, line_form, most = "positions", PositionLine, 15
    Meta = _meta("positions", widgets={"seats": _number(4)})


class SelectionForm(LinesForm):
    lines_name, line_form, most = "criteria", CriterionLine, 8
    Meta = _meta("selection")


SECTION_FORMS: dict[str, type[SectionForm]] = {
    "purpose": PurposeForm,
    "request": RequestForm,
    "requirements": RequirementsForm,
    "terms": TermsForm,
    "pay": PayForm,
    "positions": PositionsForm,
    "selection": SelectionForm,
    "schedule": ScheduleForm,
    "hosting": HostingForm,
}

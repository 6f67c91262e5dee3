"""Forms of 訂正, 延長, 早期の締切 and 回答日の延期: what may change once a call is published."""

from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, VersionedModelForm
from projects.forms.opening.sections import PayForm, TermsForm, YenField, check_question_days, meta_of
from projects.models import Opening
from projects.models.amendment import TERMS, TEXTS
from projects.sections import SECTIONS


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("募集のページに載り、関心のある方全員に届きます。何が、なぜ変わるかを書いてください。"),
        error_messages={"required": _("理由を入力してください。")},
    )


class CorrectionForm(PayForm, TermsForm):
    """Texts, and terms with the decision that changes them. Unlike in a draft, nothing may be missing."""

    needs = tuple(name for section in SECTIONS.values() for name in section.required)
    DECISION: ClassVar = ("document_number", "decision_date", "decider_title")

    reason = _reason()
    document_number = forms.CharField(
        label=_("文書番号"), max_length=60, required=False, help_text=_("例：3政策第123号")
    )
    decision_date = JaDateField(label=_("決裁日"), required=False)
    decider_title = forms.CharField(
        label=_("決裁者の職名"), max_length=60, required=False, help_text=_("例：総務部長")
    )

    Meta = meta_of(
        [*TEXTS, "answer_date", *TERMS],
        field_classes={
            **dict.fromkeys(("start_date", "end_date", "answer_date"), JaDateField),
            **dict.fromkeys(PayForm.yen, YenField),
        },
        widgets={
            "legal_form": forms.RadioSelect,
            "work_style": forms.RadioSelect(attrs={"class": "inline"}),
        },
    )

    def _may_wait(self, name: str) -> bool:
        return False

    def groups(self) -> list[tuple[str | Promise, list[BoundField]]]:
        parts: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
            (_("訂正の理由"), ("reason",)),
            (_("文章と結果の日"), (*TEXTS, "answer_date")),
            (_("条件（変えるときは決裁が必要です）"), TERMS),
            (_("条件を変える決裁"), self.DECISION),
        )
        return [(title, [self[name] for name in names]) for title, names in parts]

    def clean(self) -> dict[str, Any]:
        super().clean()
        answer = self.cleaned_data.get("answer_date")
        if answer and answer < self.instance.deadline_date:
            self.add_error("answer_date", _("応募の締切日以降の日付にしてください。"))
        if not set(self.changed_data).isdisjoint(TERMS):
            for name in self.DECISION:
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(
                        name,
                        _("条件を変えるときは、{label}を入力してください。").format(label=self[name].label),
                    )
        return self.cleaned_data

    def decision(self) -> dict[str, Any] | None:
        decided = {name: self.cleaned_data[name] for name in self.DECISION}
        return decided if all(decided.values()) else None


class DeadlineForm(VersionedModelForm):
    """Moves the last day of a call."""

    reason = _reason()

    class Meta:
        model = Opening
        fields: ClassVar = ["deadline_date"]
        field_classes: ClassVar = dict.fromkeys(
            ("deadline_date", "answer_date", "question_deadline_date", "question_answer_date"), JaDateField
        )
        labels: ClassVar = {"deadline_date": _("新しい締切日")}
        error_messages: ClassVar = {"deadline_date": {"required": _("新しい締切日を入力してください。")}}


class ExtensionForm(DeadlineForm):
    class Meta(DeadlineForm.Meta):
        fields: ClassVar = [
            "deadline_date",
            "question_deadline_date",
            "question_answer_date",
            "answer_date",
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        deadline, answer = (self.cleaned_data.get(name) for name in ("deadline_date", "answer_date"))
        if deadline and answer and answer < deadline:
            self.add_error(
                "answer_date", _("応募の締切日以降の日付にしてください。結果の日も延ばす必要があります。")
            )
        if answer and answer >= self.instance.start_date:
            self.add_error(
                "answer_date",
                _(
                    "活動の開始日より前にしてください。開始日も変えるときは、先に「訂正する」から直してください。"
                ),
            )
        check_question_days(self)
        return self.cleaned_data


class PostponeForm(DeadlineForm):
    class Meta(DeadlineForm.Meta):
        fields: ClassVar = ["answer_date"]
        labels: ClassVar = {"answer_date": _("新しい予定日")}
        error_messages: ClassVar = {"answer_date": {"required": _("新しい予定日を入力してください。")}}

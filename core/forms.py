"""Form parts every app uses: the renderer, the date field, kana, and the version of an edited row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import dates, text


class PortalRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class JaDateField(forms.DateField):
    """Accepts every usual Japanese spelling; shows the date again the way it was meant."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("日付を正しく入力してください。例：令和8年11月23日、2026/11/23"),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 20}))
        options.setdefault("help_text", _("例：令和8年11月23日、2026/11/23"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in EMPTY_VALUES:
            return None
        if isinstance(value, date):
            return value
        try:
            return dates.parse_date(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, date):
            return value
        return value.isoformat() if get_language() == "en" else dates.wareki(value)


class JaTimeField(forms.TimeField):
    """Accepts １９：００, 19時, 19時30分 and 19:30."""

    default_error_messages = {"invalid": _("時刻を正しく入力してください。例：19:00")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = text.fold_code(value).replace("時", ":").replace("分", "")
            value = f"{value}00" if value.endswith(":") else value
        return super().to_python(value)


class KanaField(forms.CharField):
    """Hiragana or half-width kana is stored as full-width katakana."""

    def to_python(self, value: Any) -> str:
        return text.to_katakana(super().to_python(value) or "")


class PortalForm(forms.Form):
    """Server-side validation only: no browser bubbles, no `required` attribute (see ux.md §4.1)."""

    use_required_attribute = False

    _errors: Any

    def forgive(self) -> None:
        """Shows what was typed without a complaint; the form is not checked any more."""
        self._errors = forms.utils.ErrorDict()

    def error_list(self) -> list[tuple[str, str]]:
        """(id of the field to jump to, message) in page order, for the error summary."""
        rows = [("", str(message)) for message in self.non_field_errors()]
        for bound in self:
            rows += [(bound.id_for_label or bound.auto_id, str(message)) for message in bound.errors]
        return rows


class ReasonForm(PortalForm):
    """For every step back: the reason is shown to those it concerns."""

    reason = forms.CharField(
        label=_("理由"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("関係する人に伝わります。具体的に書いてください。"),
        error_messages={"required": _("理由を入力してください。")},
    )


class PortalModelForm(forms.ModelForm, PortalForm):
    """A model form that cleans but does not save: views hand `changes()` to an operation."""

    use_required_attribute = False

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("Forms do not save; call the operation with form.changes().")


class VersionedModelForm(PortalModelForm):
    """Carries the version the form was opened with, so that a later save cannot overwrite silently."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].initial = self.instance.version

    def differences(self, current: Any) -> list[dict[str, Any]]:
        """What was typed beside what is stored now, for the page of an edit conflict."""
        rows = []
        for name in (each for each in self._meta.fields or () if each in self.fields):
            typed, stored = self.cleaned_data.get(name), getattr(current, name)
            if typed != stored and not hasattr(stored, "all"):
                field = current._meta.get_field(name)
                words = {"typed": in_words(field, typed), "stored": in_words(field, stored)}
                rows.append({"label": self[name].label, **words})
        return rows


def in_words(field: Any, value: Any) -> Any:
    """A value as people read it: the choice's label, Japanese dates and Japanese time."""
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, datetime):
        local = timezone.localtime(value, dates.JST)
        return f"{dates.wareki(local.date())} {local:%H:%M}"
    return dates.wareki(value) if isinstance(value, date) else value


def rows_that_differ(label: Any, stored: Iterable[Any]) -> list[dict[str, Any]]:
    """For the page of an edit conflict about rows: what was typed stands in the form itself."""
    return [{"label": label, "typed": _("下の欄の内容"), "stored": "、".join(str(row) for row in stored)}]


class RowForm(PortalForm):
    """One row of a RowsForm. `key` names the field without which a row is no row."""

    key: ClassVar[str]

    gone = forms.BooleanField(label=_("この行を削除する"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([name for name in self.fields if name != "gone"])

    @property
    def is_dropped(self) -> bool:
        """An empty spare row, or one that is to go; neither is checked."""
        is_blank = not self[self.key].value() and not self.initial
        return is_blank or bool(self["gone"].value())


class RowsForm(PortalForm):
    """Several like rows in one versioned form: those there are, and `spare` empty ones.

    Empty spare rows and rows marked as gone are left out of `cleaned_rows()`. A second button named
    `more` asks for further empty rows; nothing is checked or saved by it.
    """

    row_form: ClassVar[type[RowForm]]
    parts: ClassVar[str]
    spare: ClassVar[int] = 3

    version = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=200)

    def __init__(
        self, data: Any = None, *, version: int, rows: Iterable[Mapping[str, Any]] = (), **options: Any
    ) -> None:
        super().__init__(data, **options)
        known = list(rows)
        count = len(known) + self.spare
        if data is not None and str(data.get("count", "")).isdigit():
            count = max(min(int(data["count"]), 200), len(known))
        self.fields["version"].initial, self.fields["count"].initial = version, count
        initial = [*known, *[{}] * (count - len(known))]
        self.rows = [
            self.row_form(data, prefix=f"row{number}", initial=values)
            for number, values in enumerate(initial)
        ]

    @classmethod
    def with_more_rows(cls, data: Any, **options: Any) -> "RowsForm":
        """The same rows as typed, and `spare` more; not checked."""
        longer = data.copy()
        longer["count"] = str(min(int(data.get("count") or 0) + cls.spare, 200))
        form = cls(longer, **options)
        for part in (form, *form.rows):
            part.forgive()
        return form

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        for row in self.rows:
            if row.is_dropped:
                row.forgive()
            elif not row.is_valid():
                self.errors.update({row.add_prefix(name): found for name, found in row.errors.items()})

    def cleaned_rows(self) -> list[dict[str, Any]]:
        """The rows to keep, in order; only after validation."""
        kept = [row for row in self.rows if not row.is_dropped]
        return [{name: row.cleaned_data[name] for name in row.fields if name != "gone"} for row in kept]

    def __iter__(self) -> Iterator[BoundField]:
        """Every field in page order, as the error summary lists them."""
        yield from super().__iter__()
        for row in self.rows:
            yield from row

    def differences(self, current: Any) -> list[dict[str, Any]]:
        label = current._meta.get_field(self.parts).related_model._meta.verbose_name
        return rows_that_differ(label, getattr(current, self.parts).all())

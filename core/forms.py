"""Form parts every app uses: the renderer, the date field, kana, and the version of an edited row."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.forms.renderers import TemplatesSetting
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

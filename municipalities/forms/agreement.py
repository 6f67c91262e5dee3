"""Forms of a 連携協定 and of its conclusion, renewal and end."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm, PortalModelForm, VersionedModelForm
from core.text import fold_code
from municipalities.models import Field, Municipality, PartnershipAgreement
from municipalities.queries import municipalities_called

AFTER_START = _("開始日以降の日付にしてください。")


class MunicipalitiesField(forms.CharField):
    """Names or national codes, one a line; gives the municipalities, each once."""

    widget = forms.Textarea
    default_error_messages = {
        "required": _("自治体を1つ以上入力してください。"),
        "unknown": _("「{name}」は見つかりません。正式な名称か、6桁の団体コードを入力してください。"),
        "ambiguous": _("「{name}」は複数あります。{choices}のように、都道府県から入力してください。"),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(row.full_name for row in value)
        return value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        names = list(dict.fromkeys(_key(line) for line in text.splitlines() if line.strip()))
        found = municipalities_called(names)
        rows = [self._only(name, found[name]) for name in names]
        return sorted(set(rows), key=lambda row: row.code)

    def _only(self, name: str, candidates: list[Municipality]) -> Municipality:
        if len(candidates) == 1:
            return candidates[0]
        code = "ambiguous" if candidates else "unknown"
        choices = "".join(f"「{row.full_name}」" for row in candidates)
        message = str(self.error_messages[code]).format(name=name, choices=choices)
        raise forms.ValidationError(message, code=code)


def _key(line: str) -> str:
    """A name without blanks; a code in half-width figures."""
    code = fold_code(line)
    return code if code.isdigit() else "".join(line.split())


class AgreementForm(PortalModelForm):
    municipalities = MunicipalitiesField(
        label=_("自治体"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "1行に1つ、名称か6桁の団体コードを入力します。例：さぬき市、東京都府中市、372064。"
            "複数の自治体との協定では、団体コードがいちばん小さい自治体の承認者が決裁します。"
        ),
    )
    field_order = ("title", "municipalities")

    class Meta:
        model = PartnershipAgreement
        fields: ClassVar = ["title", "operator_name", "purpose", "fields"]
        widgets: ClassVar = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "fields": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar = {
            "title": _("例：複業人材の活用に関する連携協定"),
            "operator_name": _("自治体と協定を結ぶ事業者の正式な名称です。"),
        }
        error_messages: ClassVar = {
            "title": {"required": _("協定の名称を入力してください。")},
            "operator_name": {"required": _("運営事業者を入力してください。")},
            "fields": {"required": _("対象の分野を1つ以上選んでください。")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["fields"].queryset = Field.objects.order_by("position")
        if self.instance.pk:
            fields["municipalities"].initial = list(self.instance.municipalities.all())

    def changes(self) -> dict[str, Any]:
        return {**super().changes(), "municipalities": self.cleaned_data["municipalities"]}


class AgreementEditForm(AgreementForm, VersionedModelForm):
    class Meta(AgreementForm.Meta):
        pass


class ConcludeForm(PortalForm):
    """The signature and the term; without an end the agreement stays in force until terminated."""

    signed_date = JaDateField(label=_("締結日"), error_messages={"required": _("締結日を入力してください。")})
    start_date = JaDateField(label=_("開始日"), error_messages={"required": _("開始日を入力してください。")})
    end_date = JaDateField(
        label=_("終了日"),
        required=False,
        help_text=_("期間を定めないときは空欄にします。例：令和9年3月31日、2027/3/31"),
    )

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("start_date"), self.cleaned_data.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", AFTER_START)
        return self.cleaned_data


class RenewForm(PortalForm):
    end_date = JaDateField(
        label=_("新しい終了日"), error_messages={"required": _("新しい終了日を入力してください。")}
    )

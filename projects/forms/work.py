"""What is entered about 稼働 and 謝礼."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm, PortalModelForm, VersionedModelForm
from projects.models import WorkEntry


class EntryForm(PortalModelForm):
    done_on = JaDateField(label=_("日付"), help_text=_("例：令和8年11月23日"))

    class Meta:
        model = WorkEntry
        fields = ("done_on", "minutes", "place", "task", "travel_yen", "travel_note")
        widgets = {
            "minutes": forms.TextInput(attrs={"size": 5, "inputmode": "numeric"}),
            "place": forms.RadioSelect(attrs={"class": "inline"}),
            "travel_yen": forms.TextInput(attrs={"size": 8, "inputmode": "numeric"}),
        }
        help_texts = {
            "minutes": _("分で入力してください。例：1時間30分は90"),
            "task": _("例：第3回会議、広報マニュアルの構成案の作成"),
            "travel_yen": _("なければ0のままにしてください。"),
            "travel_note": _("交通費があるときに書いてください。例：高松駅から志度駅 往復680円"),
        }
        error_messages = {
            "minutes": {"required": _("時間を分で入力してください。例：90")},
            "task": {"required": _("したことを入力してください。")},
            "travel_yen": {"required": _("交通費を入力してください。なければ0を入力してください。")},
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("travel_yen") and not cleaned.get("travel_note"):
            self.add_error("travel_note", _("交通費の内訳を入力してください。例：高松駅から志度駅 往復680円"))
        return cleaned


class EntryEditForm(VersionedModelForm, EntryForm):
    """The same, guarded against overwriting."""


class MonthForm(PortalForm):
    """Which month is claimed: its first day."""

    month = forms.DateField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("月を選んでください。"),
            "invalid": _("月は、2026-10-01のように、その月の初日で指定してください。"),
        },
    )


class SheetApprovalForm(PortalForm):
    document_number = forms.CharField(
        label=_("文書番号"),
        max_length=60,
        required=False,
        help_text=_("支出の伺いなど、自治体の文書の番号があれば入力してください。例：政第123号"),
    )

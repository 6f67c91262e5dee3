"""The profile as its owner writes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisors.models import AdvisorProfile
from core.forms import VersionedModelForm
from municipalities.filters import prefecture_choices
from municipalities.models import Field


class ProfileForm(VersionedModelForm):
    """Only the headline is needed to save; publishing asks for the rest."""

    fields = forms.ModelMultipleChoiceField(  # type: ignore[assignment]
        label=_("得意な分野"),
        queryset=Field.objects.order_by("position"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("当てはまるものをすべて選んでください。"),
    )

    class Meta:
        model = AdvisorProfile
        fields = (
            "headline",
            "summary",
            "fields",
            "years",
            "prefecture",
            "employer",
            "employer_permission",
            "is_public_servant",
            "hours_per_month",
            "work_style",
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 8}),
            "employer": forms.TextInput(attrs={"autocomplete": "organization"}),
            "employer_permission": forms.RadioSelect,
            "work_style": forms.RadioSelect(attrs={"class": "inline"}),
        }
        help_texts = {
            "headline": _("何の専門家かを、ひとことで書いてください。例：業務改善コンサルタント"),
            "summary": _("これまでの仕事と、自治体の課題に生かせる実績を書いてください。"),
            "years": _("得意な分野で働いた年数です。"),
            "employer": _("勤務先がない方は、空欄のままにしてください。"),
            "employer_permission": _("活動を始めるまでに、許可を得ておく必要があります。"),
            "is_public_servant": _("国や自治体で働いている方は、別の許可が必要になることがあります。"),
            "hours_per_month": _("1か月に何時間まで活動できますか。"),
        }
        error_messages = {
            "headline": {"required": _("肩書を入力してください。")},
            "years": {
                "required": _("実務の年数を入力してください。"),
                "invalid": _("実務の年数は、数字で入力してください。"),
            },
            "hours_per_month": {
                "required": _("使える時間を入力してください。"),
                "invalid": _("使える時間は、数字で入力してください。"),
            },
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parts: Any = self.fields
        parts["summary"].required = False
        parts["prefecture"].choices = prefecture_choices(_("選んでください"), key="pk")
        parts["hours_per_month"].label = _("使える時間（月あたり、時間）")

"""Forms of スカウト."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisors.models import AdvisorProfile
from core.forms import PortalForm


class ScoutForm(PortalForm):
    """`advisors` are those the writer may find."""

    advisor = forms.ModelChoiceField(
        AdvisorProfile.objects.none(),
        to_field_name="code",
        label=_("専門家"),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("スカウトする専門家を、候補者か「専門家を探す」のページで選んでください。"),
            "invalid_choice": _("この方は、自治体から見つけられる設定ではなくなりました。"),
        },
    )
    message = forms.CharField(
        label=_("お願いの文面"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("なぜこの方に応募してほしいのかを、具体的に書いてください。1,000字まで。"),
        error_messages={"required": _("お願いの文面を入力してください。")},
    )

    def __init__(self, data: Any = None, *, advisors: Any, **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["advisor"]
        field.queryset = advisors


class ScoutRefusalForm(PortalForm):
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("書くと、自治体に伝わります。書かなくてもかまいません。"),
    )

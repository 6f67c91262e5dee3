"""What the steps before a decision ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from municipalities.models import StaffMembership


class PassForm(PortalForm):
    comment = forms.CharField(
        label=_("意見"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("次の段階の人と申請した人が読めます。"),
    )


class ReassignForm(PortalForm):
    """`people` are those who may sit in the step."""

    member = forms.ModelChoiceField(
        StaffMembership.objects.none(),
        label=_("この段階の人"),
        empty_label=_("選んでください"),
        help_text=_("承認者の役割がある職員から選びます。"),
        error_messages={"required": _("この段階の人を選んでください。")},
    )

    def __init__(self, *args: Any, people: QuerySet[StaffMembership], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["member"].queryset = people
        fields["member"].label_from_instance = lambda row: f"{row.user}（{row.title}）"

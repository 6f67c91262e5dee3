"""条件の見直し."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField
from projects.forms.engagement import TERMS_WIDGETS, ExpectationFields


class RevisionForm(ExpectationFields):
    """The terms as they are, to be rewritten, and why."""

    end_date = JaDateField(
        label=_("終了日"),
        help_text=_("延ばすときは、新しい終了日を入力してください。"),
        error_messages={"required": _("終了日を入力してください。")},
    )
    reason = forms.CharField(
        label=_("見直す理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("相手がこのまま読みます。例：窓口の聞き取りに時間がかかり、3月まで続けたいため。"),
        error_messages={"required": _("見直す理由を入力してください。")},
    )

    class Meta(ExpectationFields.Meta):
        fields = (*ExpectationFields.Meta.fields, "end_date")
        widgets = TERMS_WIDGETS

    def changes(self) -> dict[str, Any]:
        return {**super().changes(), "reason": self.cleaned_data["reason"]}

"""The weights of matching, proposed as a new version."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalModelForm
from projects.enums import MatchTerm
from projects.models import MatchWeights


class WeightsForm(PortalModelForm):
    """Ten whole numbers that add up to 100."""

    class Meta:
        model = MatchWeights
        fields: ClassVar = ["reason", *MatchTerm.values]
        widgets: ClassVar = {
            term: forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}) for term in MatchTerm.values
        }
        help_texts: ClassVar = {
            "reason": _(
                "だれが見ても分かるように書いてください。例：地域とのつながりを重く見てほしいという声が多いため"
            )
        }
        error_messages: ClassVar = {"reason": {"required": _("変える理由を入力してください。")}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        values = [cleaned.get(term) for term in MatchTerm.values]
        if not self.errors and sum(value or 0 for value in values) != 100:
            total = sum(value or 0 for value in values)
            self.add_error(None, _("重みの合計は100にしてください。今は{total}です。").format(total=total))
        return cleaned


class SwitchForm(forms.Form):
    """Which state is wanted, so that a double tap is the same as one."""

    on = forms.BooleanField(required=False)

"""The answer to その後の確認: one choice, and room for what happened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from projects.forms.record import evidence_field
from projects.models import Recommendation


class FollowUpForm(PortalForm):
    """The state of today comes first, so that 変わりない is one press."""

    outcome = forms.ChoiceField(
        label=_("今の状態"),
        widget=forms.RadioSelect,
        error_messages={"required": _("今の状態を選んでください。")},
    )
    remark = forms.CharField(
        label=_("その後の様子"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "アドバイザーに伝わります。見送るときは、理由を書いてください。"
            "例：4月から全窓口で使っています。待ち時間は平均8分になりました。"
        ),
    )
    evidence = evidence_field()

    def __init__(self, *args: Any, advice: Recommendation, **options: Any) -> None:
        super().__init__(*args, **options)
        states = {state.code: state.label for state in advice.workflow.states}
        reachable = {each.target for each in advice.workflow.transitions_from(advice.status)}
        unchanged = (advice.status, _("変わりない（{state}）").format(state=states[advice.status]))
        others = [(code, label) for code, label in states.items() if code in reachable]
        field: Any = self.fields["outcome"]
        field.choices = [unchanged, *others]
        field.initial = advice.status

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("outcome") == "declined" and not values.get("remark", "").strip():
            self.add_error("remark", _("見送る理由を入力してください。アドバイザーにも伝わります。"))
        return values

"""Who takes over, when, and what they need to know."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm
from municipalities.forms.staff import PostField
from municipalities.holdings import Holding
from municipalities.models import StaffMembership
from municipalities.queries import team_choices

PREFIX = "share_"


class HandoverForm(PortalForm):
    """`holdings` are the kinds of work that can move: each may go to somebody else."""

    taker = PostField(
        StaffMembership.objects.none(),
        label=_("引き受ける人"),
        error_messages={"required": _("引き受ける人を選んでください。")},
    )
    handover_date = JaDateField(
        label=_("引継ぎの日"),
        help_text=_(
            "今日なら、すぐに移ります。先の日なら、その日の0時に移ります。例：令和9年4月1日、2027/4/1"
        ),
        error_messages={"required": _("引継ぎの日を入力してください。")},
    )
    memo = forms.CharField(
        label=_("引継ぎの要点"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("今の状況、次にすること、約束していること、相談できる人を書きます。"),
        error_messages={"required": _("引継ぎの要点を入力してください。")},
    )
    ends_post = forms.BooleanField(
        label=_("引継ぎの日に、この人の在籍を終了する"),
        required=False,
        help_text=_("異動や退職で、この自治体の画面を使わなくなるときに選びます。"),
    )

    def __init__(
        self, *args: Any, giver: StaffMembership, holdings: Iterable[Holding], day: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._day = day
        others = team_choices(giver.municipality).exclude(pk=giver.pk)
        fields: dict[str, Any] = self.fields
        fields["taker"].queryset = others
        kinds = list(holdings)
        for holding in kinds if len(kinds) > 1 else ():
            fields[PREFIX + holding.source.code] = PostField(
                others,
                label=_("{kind}を引き受ける人").format(kind=holding.source.label),
                required=False,
                empty_label=_("「引き受ける人」と同じ"),
            )

    def clean_handover_date(self) -> date:
        chosen: date = self.cleaned_data["handover_date"]
        if chosen < self._day:
            raise forms.ValidationError(_("引継ぎの日は、今日以降の日付にしてください。"))
        return chosen

    def plan(self) -> dict[str, Any]:
        """Arguments of the operation."""
        chosen = dict(self.cleaned_data)
        names = [name for name in chosen if name.startswith(PREFIX)]
        shares = {name.removeprefix(PREFIX): chosen.pop(name) for name in names}
        return {**chosen, "shares": {kind: taker for kind, taker in shares.items() if taker}}

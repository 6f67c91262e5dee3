"""要対応 about people: checks nobody answered, work nobody is in charge of, handovers that cannot happen."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import dates
from municipalities.enums import ADMINISTERING_ROLES, DRAFTING_ROLES
from municipalities.holdings import unowned_in
from municipalities.queries import (
    checks_to_escalate,
    checks_to_remind,
    handovers_due,
    places_without_administrator,
)
from municipalities.rules import places_with_role
from reports.queries.attention import Attention

MOST = 200


def staffing_of(user: Any, at: datetime) -> Iterator[Attention]:
    """For a city's own staff, in a constant number of queries."""
    day = dates.jst_date(at)
    if drafting := places_with_role(user, DRAFTING_ROLES):
        for item in unowned_in(drafting):
            yield Attention(item.title, _("担当者がいません"), _("担当者を決める"), item.url)
    if administered := places_with_role(user, ADMINISTERING_ROLES):
        for check in checks_to_remind(at).filter(municipality__in=administered):
            reason, action = _("四半期の在籍の確認が終わっていません"), _("在籍を確認する")
            yield Attention(
                str(check.municipality), reason, action, reverse("member_check"), check.opened_date
            )
        stuck = handovers_due(day).filter(municipality__in=administered).exclude(obstacle="")
        for handover in stuck.select_related("giver__user", "taker__user"):
            yield Attention(
                str(handover),
                _("引継ぎを実施できません"),
                _("引継ぎを見る"),
                handover.get_absolute_url(),
                due=handover.handover_date,
            )


def staffing_everywhere(at: datetime) -> Iterator[Attention]:
    """For coordinators: offices that cannot look after themselves."""
    for place in places_without_administrator()[:MOST]:
        url = reverse("coord_invitation_new", args=[place.code])
        reason, action = _("管理者が1人もいません"), _("管理者を招待する")
        yield Attention(
            place.full_name, reason, action, url, place=place.full_name, code="M1", key=f"M1-{place.code}"
        )
    for check in checks_to_escalate(at)[:MOST]:
        name = check.municipality.full_name
        reason, action = _("30日以上、在籍の確認が終わっていません"), _("自治体のページを見る")
        url = check.municipality.get_absolute_url()
        yield Attention(
            name,
            reason,
            action,
            url,
            check.opened_date,
            place=name,
            code="M2",
            key=f"M2-{check.municipality.code}",
        )

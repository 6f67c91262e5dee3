"""その後の確認: asked 3, 6 and 12 months after the end, answered by the section then in charge."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from projects.models import FollowUp, Recommendation
from projects.notices import follow_up as notices
from projects.operations.record import settle_advice
from projects.queries.follow_up import advice_to_ask_about


def ask_follow_ups(at: datetime) -> int:
    """Asks about everything whose day has come; returns how many. Safe to run twice and side by side."""
    rows = list(advice_to_ask_about(dates.jst_date(at)))
    return sum(_ask(recommendation, months, at=at) for recommendation, months in rows)


@transaction.atomic
def _ask(recommendation: Recommendation, months: int, *, at: datetime) -> bool:
    row = locked(recommendation)
    if row.follow_ups.filter(months__gte=months).exists():
        return False
    for unanswered in row.follow_ups.filter(status="waiting"):
        changes.move(unanswered, "lapse", by=None, at=at)
    asked = changes.create(
        FollowUp,
        by=None,
        at=at,
        recommendation=row,
        municipality=row.municipality,
        months=months,
        asked_at=at,
    )
    notices.tell_asked(asked, at=at)
    return True


@transaction.atomic
def answer_follow_up(
    follow_up: FollowUp, *, by: User, at: datetime, outcome: str, remark: str = "", evidence: str = ""
) -> FollowUp:
    """Moves the advice to `outcome` where that is another state; the advisor is told either way.

    Raises DomainError when advice is declined without a reason.
    """
    advice = locked(follow_up.recommendation)
    if outcome != advice.status:
        action = _action_to(advice, outcome)
        advice = settle_advice(advice, action, by=by, at=at, status_note=remark, evidence=evidence)
    row = changes.move(
        follow_up,
        "answer",
        by=by,
        at=at,
        outcome=outcome,
        evidence=evidence,
        answered_at=at,
        answered_by=by,
        remark=remark,
    )
    row.recommendation = advice
    notices.tell_answered(row, at=at)
    return row


def _action_to(advice: Recommendation, outcome: str) -> str:
    """Raises DomainError for what is no answer: advice does not become a mere proposal again."""
    found = [each for each in advice.workflow.transitions_from(advice.status) if each.target == outcome]
    if not found:
        raise DomainError(_("その後の状態を選び直してください。"))
    return found[0].action

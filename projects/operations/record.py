"""Meetings, deliverables and the advice ledger (提案台帳)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.models import Deliverable, Engagement, Meeting, Recommendation
from projects.notices.meeting import tell_meeting_changed, tell_meetings
from projects.operations.numbering import next_number

TIME_AND_PLACE = ("starts_at", "duration_minutes", "place", "place_note")


@transaction.atomic
def plan_meetings(
    engagement: Engagement, *, by: User, at: datetime, weeks: int = 0, times: int = 1, **values: Any
) -> list[Meeting]:
    """A meeting, or `times` of them every `weeks` weeks; everybody who takes part hears once of all.

    Raises DomainError for a series that goes on after the activity's end.
    """
    row = locked(engagement)  # serialises the numbering
    first: datetime = values.pop("starts_at")
    moments = [first + timedelta(weeks=weeks * number) for number in range(times if weeks else 1)]
    if times > 1 and dates.jst_date(moments[-1]) > row.end_date:
        raise DomainError(_("最後の回が、活動の終了日より後になります。回数を減らしてください。"))
    number = next_number(row.meetings)
    meetings = [
        changes.create(
            Meeting,
            by=by,
            at=at,
            engagement=row,
            municipality=row.municipality,
            number=number + place,
            starts_at=moment,
            **values,
        )
        for place, moment in enumerate(moments)
    ]
    tell_meetings(meetings, by=by, at=at)
    return meetings


@transaction.atomic
def edit_meeting(meeting: Meeting, *, by: User, at: datetime, version: int, **values: Any) -> Meeting:
    """The other side hears of a coming meeting's new time or place."""
    before = locked(meeting, version=version)  # a form has already written into `meeting`
    row = changes.edit(before, by=by, at=at, **values)
    moved = any(getattr(before, name) != getattr(row, name) for name in TIME_AND_PLACE)
    if moved and row.status == "planned":
        tell_meeting_changed(row, by=by, at=at)
    return row


@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: User, at: datetime, **minutes: Any) -> Meeting:
    """Records what was said and decided. Raises DomainError before the meeting has begun."""
    if at < meeting.starts_at:
        raise DomainError(_("まだ始まっていない会議は記録できません。日時を確認してください。"))
    return changes.move(meeting, "hold", by=by, at=at, **minutes)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User | None, at: datetime, reason: str) -> Meeting:
    row = changes.move(meeting, "cancel", by=by, at=at, cancel_reason=reason)
    tell_meeting_changed(row, by=by, at=at)
    return row


def cancel_coming_meetings(engagement: Engagement, *, by: User, at: datetime) -> None:
    """The activity has ended. Part of that transaction."""
    for meeting in engagement.meetings.filter(status="planned", starts_at__gt=at).order_by("number"):
        cancel_meeting(meeting, by=by, at=at, reason=str(_("活動が終わったため")))


@transaction.atomic
def add_deliverable(engagement: Engagement, *, by: User, at: datetime, **values: Any) -> Deliverable:
    deliverable = changes.create(
        Deliverable,
        by=by,
        at=at,
        engagement=engagement,
        municipality=engagement.municipality,
        **values,
    )
    notices.tell_deliverable(deliverable, by=by, at=at)
    return deliverable


def edit_deliverable(
    deliverable: Deliverable, *, by: User, at: datetime, version: int, **values: Any
) -> Deliverable:
    return changes.edit(deliverable, by=by, at=at, version=version, **values)


def accept_deliverable(deliverable: Deliverable, *, by: User, at: datetime) -> Deliverable:
    return changes.move(deliverable, "accept", by=by, at=at)


@transaction.atomic
def return_deliverable(deliverable: Deliverable, *, by: User, at: datetime, reason: str) -> Deliverable:
    row = changes.move(deliverable, "return", by=by, at=at, return_reason=reason)
    notices.tell_returned_deliverable(row, at=at)
    return row


@transaction.atomic
def resubmit_deliverable(deliverable: Deliverable, *, by: User, at: datetime) -> Deliverable:
    row = changes.move(deliverable, "resubmit", by=by, at=at)
    notices.tell_deliverable(row, by=by, at=at)
    return row


@transaction.atomic
def add_recommendation(engagement: Engagement, *, by: User, at: datetime, **values: Any) -> Recommendation:
    row = locked(engagement)  # serialises the numbering
    recommendation = changes.create(
        Recommendation,
        by=by,
        at=at,
        engagement=row,
        municipality=row.municipality,
        number=next_number(row.recommendations),
        **values,
    )
    notices.tell_recommendation(recommendation, by=by, at=at)
    return recommendation


def edit_recommendation(
    recommendation: Recommendation, *, by: User, at: datetime, version: int, **values: Any
) -> Recommendation:
    return changes.edit(recommendation, by=by, at=at, version=version, **values)


def decide_recommendation(action: str) -> Callable[..., Recommendation]:
    """The operation of one answer to a piece of advice; the advisor is told every time."""

    @transaction.atomic
    def decide(
        recommendation: Recommendation, *, by: User, at: datetime, status_note: str = "", evidence: str = ""
    ) -> Recommendation:
        row = settle_advice(recommendation, action, by=by, at=at, status_note=status_note, evidence=evidence)
        notices.tell_decision(row, at=at)
        return row

    return decide


def settle_advice(
    recommendation: Recommendation, action: str, *, by: User, at: datetime, status_note: str, evidence: str
) -> Recommendation:
    """Tells nobody. Raises DomainError when advice is declined without a reason."""
    if action == "decline" and not status_note.strip():
        raise DomainError(_("見送る理由を書いてください。アドバイザーにも伝わります。"))
    return changes.move(
        recommendation,
        action,
        by=by,
        at=at,
        decided_at=at,
        status_note=status_note,
        evidence=evidence or recommendation.evidence,
        note=status_note,
    )

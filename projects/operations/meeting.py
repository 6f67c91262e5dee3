"""Meetings: planned at once or by offering moments, changed, held, cancelled."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from projects.models import Engagement, Meeting
from projects.notices.meeting import tell_meeting_changed, tell_meeting_proposed, tell_meetings
from projects.operations.numbering import next_number
from projects.operations.slots import coming_slots, refuse_unoffered

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
def propose_meeting(
    engagement: Engagement, *, by: User, at: datetime, slots: Iterable[datetime], **values: Any
) -> Meeting:
    """A meeting whose moment the other side chooses. Raises DomainError for moments that have passed."""
    row = locked(engagement)  # serialises the numbering
    offered = coming_slots(slots, at)
    meeting = changes.create(
        Meeting,
        by=by,
        at=at,
        engagement=row,
        municipality=row.municipality,
        number=next_number(row.meetings),
        status="proposed",
        slots=offered,
        starts_at=offered[0],
        by_advisor=by.pk == row.advisor.user_id,
        **values,
    )
    tell_meeting_proposed(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def propose_again(
    meeting: Meeting, *, by: User, at: datetime, version: int, slots: Iterable[datetime], **values: Any
) -> Meeting:
    """Other moments, from either side: now the other one chooses. What was planned leaves the calendars."""
    before, offered = locked(meeting, version=version), coming_slots(slots, at)
    row = changes.move(
        before,
        "propose_again",
        by=by,
        at=at,
        slots=offered,
        starts_at=offered[0],
        by_advisor=by.pk == before.engagement.advisor.user_id,
        **values,
    )
    tell_meeting_proposed(row, by=by, at=at, was_planned=before.status == "planned")
    return row


@transaction.atomic
def choose_moment(meeting: Meeting, *, by: User, at: datetime, starts_at: datetime) -> Meeting:
    """Everybody who takes part hears of it, with the entry for the calendar. Raises DomainError for a moment
    that is not offered any more.
    """
    row = locked(meeting)
    refuse_unoffered(starts_at, row.slots, at)
    row = changes.move(row, "choose", by=by, at=at, starts_at=starts_at)
    tell_meetings([row], by=by, at=at)
    return row


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
    coming = Q(status="planned", starts_at__gt=at) | Q(status="proposed")
    for meeting in engagement.meetings.filter(coming).order_by("number"):
        cancel_meeting(meeting, by=by, at=at, reason=str(_("活動が終わったため")))

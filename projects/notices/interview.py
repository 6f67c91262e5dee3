"""What is told of 面談, with the entry for everybody's calendar."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import coordinators
from core import calendars
from notifications.kinds import Kind, register
from notifications.operations import send
from notifications.texts import full_address
from projects.models import Interview
from projects.queries.selection import selectors_reading

_SELECTION = _("募集と応募")
PROPOSED = register("projects.interview_proposed", _("面談の候補日"), mandatory=True, group=_SELECTION)
FIXED = register("projects.interview_fixed", _("面談の日程決定"), mandatory=True, group=_SELECTION)
SLOTS_REFUSED = register("projects.slots_refused", _("面談の日程の再調整"), mandatory=True, group=_SELECTION)
CANCELLED = register("projects.interview_cancelled", _("面談の中止"), mandatory=True, group=_SELECTION)


def entry_of(
    interview: Interview, *, sequence: int | None = None, cancelled: bool = False
) -> calendars.Entry:
    """The version of the row is its SEQUENCE, unless another is given: a later mail replaces the entry of
    an earlier one.
    """
    assert interview.starts_at is not None
    opening = interview.application.opening
    return calendars.Entry(
        f"interview-{interview.code}",
        sequence or interview.version,
        interview.starts_at,
        gettext("面談：{title}（{place}）").format(title=opening.title, place=opening.municipality.full_name),
        interview.note,
        full_address(interview.get_absolute_url()),
        minutes=interview.duration_minutes,
        place=" ".join(filter(None, [interview.get_place_display(), interview.place_note])),
        is_cancelled=cancelled,
    )


def tell_interview_proposed(interview: Interview, *, at: datetime, before: Interview | None = None) -> None:
    """To the applicant. `before` was fixed: it leaves the calendars of everybody who had it."""
    gone = _out(before, interview.version, at) if before is not None else ""
    _tell_applicant(PROPOSED, interview, at=at, calendar=gone)
    if gone and before is not None:
        _tell_others(CANCELLED, before, at=at, calendar=gone, reason=gettext("日程を調整し直すため"))


def tell_interview_fixed(interview: Interview, *, at: datetime) -> None:
    """To both sides and, where the city asked for it, to the operator; each with the entry."""
    calendar = calendars.calendar_text([entry_of(interview)], at=at).decode()
    _tell_applicant(FIXED, interview, at=at, calendar=calendar)
    _tell_others(FIXED, interview, at=at, calendar=calendar)


def tell_slots_refused(interview: Interview, *, at: datetime) -> None:
    _tell_staff(SLOTS_REFUSED, interview, at=at)


def tell_interview_cancelled(interview: Interview, *, reason: str, at: datetime) -> None:
    calendar = _out(interview, interview.version, at)
    _tell_applicant(CANCELLED, interview, at=at, calendar=calendar, reason=reason)
    _tell_others(CANCELLED, interview, at=at, calendar=calendar, reason=reason)


def _out(interview: Interview, sequence: int, at: datetime) -> str:
    """What takes the entry out again; nothing when there never was one."""
    if interview.starts_at is None:
        return ""
    entry = entry_of(interview, sequence=sequence, cancelled=True)
    return calendars.calendar_text([entry], at=at).decode()


def _tell_applicant(kind: Kind, interview: Interview, *, at: datetime, **extra: Any) -> None:
    to = [interview.application.applicant.user]
    _send(kind, interview, to=to, path=interview.get_absolute_url(), at=at, **extra)


def _tell_others(kind: Kind, interview: Interview, *, at: datetime, **extra: Any) -> None:
    _tell_staff(kind, interview, at=at, **extra)
    if interview.with_operator:
        path = reverse("coord_home")
        _send(kind, interview, to=coordinators(), path=path, at=at, **extra)


def _tell_staff(kind: Kind, interview: Interview, *, at: datetime, **extra: Any) -> None:
    to = selectors_reading(interview.application)
    _send(kind, interview, to=to, path=interview.desk_url, at=at, **extra)


def _send(
    kind: Kind,
    interview: Interview,
    *,
    to: Iterable[User],
    path: str,
    at: datetime,
    calendar: str = "",
    reason: str = "",
) -> None:
    scope = {
        "interview": interview,
        "application": interview.application,
        "opening": interview.application.opening,
        "reason": reason,
    }
    key = f"{interview.pk}-{interview.version}"
    send(kind, to=to, key=key, path=path, at=at, context=scope, calendar=calendar)

"""What people hear of interviews: (kind, situation, what makes it happen in a city)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from core.dates import today
from municipalities.models import Municipality
from notifications.reminders import send_reminders
from projects.notices import interview as notices
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import InterviewFactory

LONG = "書かない窓口を一緒に考えるDX推進アドバイザー"
LINK = "https://meeting.example/a-very-long-link-to-a-room"


def _interview(city: Municipality, **traits: Any) -> Any:
    opening = OpeningFactory(municipality=city, selecting=True, title=LONG)
    application = ApplicationFactory(opening=opening, submitted=True)
    facts = {"place_note": LINK, "note": "政策課の係長と、窓口の担当者が出席します。30分ほどお話を伺います。"}
    return InterviewFactory(application=application, **{**facts, **traits})


def _proposed(city: Municipality) -> None:
    notices.tell_interview_proposed(_interview(city), at=moment())


def _fixed(city: Municipality) -> None:
    notices.tell_interview_fixed(_interview(city, fixed=True), at=moment())


def _refused(city: Municipality) -> None:
    notices.tell_slots_refused(_interview(city, unsuitable=True), at=moment())


def _cancelled(city: Municipality, *, reason: str) -> None:
    notices.tell_interview_cancelled(_interview(city, fixed=True), reason=reason, at=moment())


def _tomorrow(city: Municipality) -> None:
    row = _interview(city, fixed=True)
    row.starts_at = moment(1)
    row.save()
    send_reminders(today() + timedelta(days=0), at=moment())


SITUATIONS: list[tuple[str, str, Callable[[Municipality], None]]] = [
    ("projects.interview_proposed", "offered", _proposed),
    ("projects.interview_fixed", "chosen", _fixed),
    ("projects.slots_refused", "none suits", _refused),
    ("projects.interview_cancelled", "with a reason", partial(_cancelled, reason="担当者が急病のため")),
    ("projects.interview_cancelled", "without one", partial(_cancelled, reason="")),
    ("projects.interview_tomorrow", "the day before", _tomorrow),
]

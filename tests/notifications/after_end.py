"""What people hear after an activity has ended: (kind, situation, what makes it happen in a city)."""

from collections.abc import Callable
from functools import partial

from core.dates import today
from municipalities.models import Municipality
from notifications.reminders import send_reminders
from projects.notices import follow_up as notices
from projects.notices import pulse as pulse_notices
from reports import notices as report_notices
from tests.factories.accounts import UserFactory
from tests.factories.base import moment
from tests.factories.reports import DocumentJobFactory
from tests.factories.work import FollowUpFactory, PulseFactory


def _asked(city: Municipality) -> None:
    notices.tell_asked(FollowUpFactory(municipality=city), at=moment())


def _answered(city: Municipality, **facts: str) -> None:
    notices.tell_answered(FollowUpFactory(municipality=city, answered=True, **facts), at=moment())


def _waited(city: Municipality, days: int) -> None:
    UserFactory(coordinator=True)
    FollowUpFactory(municipality=city, asked_at=moment(-days))
    send_reminders(today(), at=moment())


def _pulse(city: Municipality, **facts: object) -> None:
    pulse_notices.tell_asked(PulseFactory(municipality=city, **facts), at=moment())


def _pulse_again(city: Municipality) -> None:
    PulseFactory(municipality=city, asked_at=moment(-7))
    send_reminders(today(), at=moment())


def _low(city: Municipality, **facts: object) -> None:
    UserFactory(coordinator=True)
    pulse_notices.tell_low(PulseFactory(municipality=city, answered=True, progress=1, **facts), at=moment())


def _made(_city: Municipality) -> None:
    report_notices.tell_document_made(DocumentJobFactory(done=True), at=moment())


def _not_made(_city: Municipality) -> None:
    report_notices.tell_document_failed(DocumentJobFactory(failed=True), at=moment())


SITUATIONS: list[tuple[str, str, Callable[[Municipality], None]]] = [
    ("projects.follow_up_asked", "asked", _asked),
    ("projects.follow_up_answered", "with words", _answered),
    ("projects.follow_up_answered", "unchanged", partial(_answered, remark="")),
    ("projects.pulse_asked", "halfway", _pulse),
    ("projects.pulse_asked", "at the end", partial(_pulse, moment="end")),
    ("projects.pulse_waiting", "a week later", _pulse_again),
    ("projects.pulse_low", "by the advisor", _low),
    ("projects.pulse_low", "by the city", partial(_low, from_advisor=False)),
    ("reports.document_made", "made", _made),
    ("reports.document_failed", "given up", _not_made),
    ("projects.follow_up_repeated", "two weeks", partial(_waited, days=14)),
    ("projects.follow_up_unanswered", "a month", partial(_waited, days=30)),
]

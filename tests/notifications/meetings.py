"""What people hear of meetings, やること and 条件の見直し: (kind, situation, what makes it happen in a city)."""

from collections.abc import Callable
from functools import partial

from core.dates import today
from municipalities.models import Municipality
from notifications.reminders import send_reminders
from projects.notices import meeting as notices
from projects.notices import message as message_notices
from projects.notices import revision as revision_notices
from tests.factories.base import day, moment
from tests.factories.projects import EngagementFactory, MeetingFactory
from tests.factories.work import ActionItemFactory, MessageFactory, RevisionFactory


def _planned(city: Municipality, *, by_advisor: bool, times: int = 1, **facts: object) -> None:
    engagement = EngagementFactory(municipality=city, active=True)
    rows = [
        MeetingFactory(engagement=engagement, starts_at=moment(7 * number + 7), **facts)
        for number in range(times)
    ]
    clerk = city.memberships.get().user
    notices.tell_meetings(rows, by=engagement.advisor.user if by_advisor else clerk, at=moment())


def _changed(city: Municipality, *, by_advisor: bool, **facts: object) -> None:
    row = MeetingFactory(municipality=city, **facts)
    clerk = city.memberships.get().user
    notices.tell_meeting_changed(row, by=row.engagement.advisor.user if by_advisor else clerk, at=moment())


def _offered(city: Municipality, *, by_advisor: bool) -> None:
    row = MeetingFactory(municipality=city, proposed=True, by_advisor=by_advisor)
    by = row.engagement.advisor.user if by_advisor else city.memberships.get().user
    notices.tell_meeting_proposed(row, by=by, at=moment())


def _assigned(city: Municipality) -> None:
    clerk = city.memberships.get().user
    notices.tell_assigned(ActionItemFactory(municipality=city), by=clerk, at=moment())


def _due(city: Municipality, days: int) -> None:
    ActionItemFactory(municipality=city, due_date=day(days), owner=city.memberships.get().user)
    send_reminders(today(), at=moment())


def _proposed(city: Municipality, *, by_advisor: bool) -> None:
    row = RevisionFactory(municipality=city, by_advisor=by_advisor)
    clerk = city.memberships.get().user
    by = row.engagement.advisor.user if by_advisor else clerk
    revision_notices.tell_proposed(row, by=by, at=moment())


def _answered(city: Municipality, **traits: bool) -> None:
    row = RevisionFactory(municipality=city, by_advisor=True, **traits)
    revision_notices.tell_answered(row, by=city.memberships.get().user, at=moment())


def _written(city: Municipality) -> None:
    message_notices.tell_message(MessageFactory(municipality=city), at=moment())


SITUATIONS: list[tuple[str, str, Callable[[Municipality], None]]] = [
    ("projects.meeting_proposed", "by the advisor", partial(_offered, by_advisor=True)),
    ("projects.meeting_proposed", "by the city", partial(_offered, by_advisor=False)),
    ("projects.meeting_planned", "by the advisor", partial(_planned, by_advisor=True, place_note="本庁3階")),
    ("projects.meeting_planned", "by the city", partial(_planned, by_advisor=False, agenda="1 宿題の確認")),
    ("projects.meeting_planned", "as a series", partial(_planned, by_advisor=False, times=3)),
    ("projects.meeting_changed", "by the advisor", partial(_changed, by_advisor=True)),
    ("projects.meeting_changed", "by the city", partial(_changed, by_advisor=False)),
    ("projects.meeting_changed", "cancelled", partial(_changed, by_advisor=True, cancelled=True)),
    ("projects.action_assigned", "assigned", _assigned),
    ("projects.action_due", "tomorrow", partial(_due, days=1)),
    ("projects.revision_proposed", "by the advisor", partial(_proposed, by_advisor=True)),
    ("projects.revision_proposed", "by the city", partial(_proposed, by_advisor=False)),
    ("projects.revision_answered", "agreed", partial(_answered, agreed=True)),
    ("projects.revision_answered", "declined", partial(_answered, declined=True)),
    ("projects.message_written", "written", _written),
    ("projects.action_due", "yesterday", partial(_due, days=-1)),
]

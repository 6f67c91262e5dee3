"""What is told of meetings, with the entries for everybody's calendar, and of やること."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import calendars
from notifications.kinds import Kind, register
from notifications.operations import send
from notifications.texts import full_address
from projects.models import ActionItem, Meeting
from projects.queries.participants import others_with_their_page

_WORK = _("活動")
PLANNED = register("projects.meeting_planned", _("会議の予定"), group=_WORK)
PROPOSED = register("projects.meeting_proposed", _("会議の候補の日時"), group=_WORK)
CHANGED = register("projects.meeting_changed", _("会議の変更・中止"), group=_WORK)
ACTION_ASSIGNED = register("projects.action_assigned", _("やることの担当"), group=_WORK)


def entry_of(meeting: Meeting) -> calendars.Entry:
    """The row's version is its SEQUENCE: a later mail replaces the entry of an earlier one."""
    engagement = meeting.engagement
    return calendars.Entry(
        f"meeting-{meeting.code}",
        meeting.version,
        meeting.starts_at,
        gettext("{meeting}（{place}）").format(meeting=meeting, place=engagement.municipality.full_name),
        "\n\n".join(filter(None, [engagement.project.title, meeting.agenda])),
        full_address(meeting.get_absolute_url()),
        minutes=meeting.duration_minutes,
        place=" ".join(filter(None, [meeting.get_place_display(), meeting.place_note])),
        is_cancelled=meeting.status in {"cancelled", "proposed"},
    )


def tell_meeting_proposed(meeting: Meeting, *, by: User, at: datetime, was_planned: bool = False) -> None:
    """To the side that chooses: the advisor, or everybody who takes part for the city. A meeting that
    `was_planned` leaves their calendars.
    """
    engagement = meeting.engagement
    calendar = calendars.calendar_text([entry_of(meeting)], at=at).decode() if was_planned else ""
    context = {"meeting": meeting, "engagement": engagement}
    for person, path in others_with_their_page(engagement, by):
        if (person.pk == engagement.advisor.user_id) is not meeting.by_advisor:
            key = f"{meeting.pk}-{meeting.version}"
            send(PROPOSED, to=[person], key=key, path=path, at=at, context=context, calendar=calendar)


def tell_meetings(meetings: Sequence[Meeting], *, by: User | None, at: datetime) -> None:
    """One notice for all of a series, with all entries."""
    _tell(PLANNED, meetings, by=by, at=at)


def tell_meeting_changed(meeting: Meeting, *, by: User | None, at: datetime) -> None:
    """A new time or place, or a cancellation; keyed by version, since a meeting may move twice."""
    _tell(CHANGED, [meeting], by=by, at=at)


def _tell(kind: Kind, meetings: Sequence[Meeting], *, by: User | None, at: datetime) -> None:
    """To everybody who takes part but the one who did it."""
    first, engagement = meetings[0], meetings[0].engagement
    calendar = calendars.calendar_text(map(entry_of, meetings), at=at).decode()
    context = {"meeting": first, "meetings": meetings, "engagement": engagement}
    for person, path in others_with_their_page(engagement, by):
        key = f"{first.pk}-{first.version}"
        send(kind, to=[person], key=key, path=path, at=at, context=context, calendar=calendar)


def tell_assigned(item: ActionItem, *, by: User, at: datetime) -> None:
    """To the owner, unless they took it themselves."""
    if item.owner_id == by.pk:
        return
    context = {"item": item, "engagement": item.engagement}
    path = item.url_for(item.owner_id)
    send(ACTION_ASSIGNED, to=[item.owner], key=f"{item.pk}-{item.version}", path=path, at=at, context=context)

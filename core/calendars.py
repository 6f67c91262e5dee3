"""iCalendar files (RFC 5545) of days and moments in Japan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Alarm, Calendar, Event, vCalAddress

from core import dates


@dataclass(frozen=True, slots=True)
class Entry:
    """`uid` and `version` let a calendar replace the entry when it is fetched again.

    A `start` without time is a whole day; with time it is a moment, of which the day before reminds,
    and lasts `minutes`.
    """

    uid: str
    version: int
    start: date
    title: str
    note: str
    url: str
    minutes: int = 0
    place: str = ""
    is_cancelled: bool = False


def calendar_text(entries: Iterable[Entry], *, at: datetime) -> bytes:
    """With a cancelled entry it takes entries out of calendars instead of putting them in."""
    rows = list(entries)
    calendar = Calendar()
    calendar.add("prodid", "-//fukugyo-portal//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if any(each.is_cancelled for each in rows) else "PUBLISH")
    for entry in rows:
        calendar.add_component(_event(entry, at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def calendar_file(entries: Iterable[Entry], *, at: datetime, name: str) -> HttpResponse:
    text = calendar_text(entries, at=at)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", entry.version)
    event.add("dtstamp", at)
    event.add("summary", entry.title)
    event.add("description", entry.note)
    event.add("url", entry.url)
    event.add("organizer", vCalAddress(f"mailto:{settings.SUPPORT_EMAIL}"))
    event.add("transp", "OPAQUE" if entry.minutes else "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    if entry.is_cancelled:
        event.add("status", "CANCELLED")
    if isinstance(entry.start, datetime):
        start = entry.start.astimezone(dates.JST).replace(microsecond=0)
        event.add("dtstart", start)
        if entry.minutes:
            event.add("dtend", start + timedelta(minutes=entry.minutes))
        if not entry.is_cancelled:
            event.add_component(_reminder(entry.title))
    else:
        event.add("dtstart", entry.start)
    return event


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-1))
    return alarm

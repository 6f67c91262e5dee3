"""Calendars: one meeting as a file, and addresses that calendar programs fetch again and again."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import calendars
from core.views import PUBLIC, SIGNED_IN, ConfirmForm, FormPage, Guarded, Page, RowFormPage, RowMixin
from notifications.texts import full_address
from projects import queries
from projects.models import CalendarFeed, Engagement, Meeting
from projects.notices.interview import entry_of as interview_entry
from projects.notices.meeting import entry_of as meeting_entry
from projects.operations import calendar as operations
from projects.queries.calendar import feed_of, feeds_of, interviews_of, meetings_of


class MeetingDates(RowMixin):
    """One meeting for a calendar; with a higher SEQUENCE after every change."""

    permission = "projects.view_meeting"
    row: Meeting

    def queryset(self) -> QuerySet[Meeting]:
        return queries.meetings_visible_to(self.reader)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        entry = meeting_entry(self.row)
        return calendars.calendar_file([entry], at=timezone.now(), name=f"meeting-{self.row.code}")


class Calendars(Page):
    """The reader's addresses: those that work, and what became of the others."""

    permission = SIGNED_IN
    template_name = "projects/calendars.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = list(feeds_of(self.reader))
        return super().get_context_data(
            usable=[feed for feed in rows if feed.is_usable],
            ended=[feed for feed in rows if not feed.is_usable],
            **context,
        )


class NewFeed(FormPage):
    """Shows the address on the answer itself: its token is kept nowhere, so it cannot be shown again."""

    form_class = ConfirmForm
    template_name = "projects/calendar_new.html"

    def engagement_of(self) -> Engagement | None:
        return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        engagement = self.engagement_of()
        feed, token = operations.open_feed(by=self.reader, at=timezone.now(), engagement=engagement)
        address = full_address(reverse("calendar_feed", args=[token]))
        context = {"feed": feed, "address": address, "webcal": address.replace("http", "webcal", 1)}
        self.template_name = "projects/calendar_created.html"
        return self.render_to_response(self.get_context_data(**context))


class CalendarNew(NewFeed):
    permission = SIGNED_IN


class EngagementCalendarNew(RowMixin, NewFeed):
    permission = "projects.view_engagement"
    row_name = "engagement"
    row: Engagement

    def queryset(self) -> QuerySet[Engagement]:
        return queries.engagements_visible_to(self.reader)

    def engagement_of(self) -> Engagement:
        return self.row


class CalendarRevoke(RowFormPage):
    permission = "projects.revoke_calendarfeed"
    row_name = "feed"
    row: CalendarFeed
    form_class = ConfirmForm
    template_name = "projects/calendar_revoke.html"
    success_message: ClassVar[Any] = _("カレンダーのアドレスを止めました。今から読めません。")

    def queryset(self) -> QuerySet[CalendarFeed]:
        return feeds_of(self.reader)

    def perform(self, form: ConfirmForm, at: datetime) -> Model:
        return operations.revoke_feed(self.row, by=self.reader, at=at)

    def success_url(self, result: Any) -> str:
        return reverse("calendars")


class Feed(Guarded):
    """Fetched by a program: the address is the key. Cancelled meetings are left out, which takes them
    out of the calendar.
    """

    permission = PUBLIC

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        feed, at = feed_of(self.kwargs["token"]), timezone.now()
        if feed is None:
            raise Http404
        operations.note_fetch(feed, at=at)
        entries = [meeting_entry(row) for row in meetings_of(feed, at)]
        entries += [interview_entry(row) for row in interviews_of(feed, at)]
        response = calendars.calendar_file(entries, at=at, name="calendar")
        response["Cache-Control"] = "private, no-store"
        return response

"""Addresses of calendars; the one a program fetches has no language."""

from django.urls import URLPattern, path

from projects.views import calendars

urlpatterns: list[URLPattern] = [
    path("", calendars.Calendars.as_view(), name="calendars"),
    path("new/", calendars.CalendarNew.as_view(), name="calendar_new"),
    path("<slug:code>/revoke/", calendars.CalendarRevoke.as_view(), name="calendar_revoke"),
]
feed_patterns: list[URLPattern] = [
    path("<str:token>.ics", calendars.Feed.as_view(), name="calendar_feed"),
]

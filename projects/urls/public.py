from django.urls import path

from projects.views import applications, opening_exports, openings

urlpatterns = [
    path("", openings.Openings.as_view(), name="openings"),
    path("feed.atom", opening_exports.OpeningsFeed.as_view(), name="openings_feed"),
    path("<slug:code>/deadline.ics", opening_exports.OpeningDates.as_view(), name="opening_dates"),
    path("<slug:code>/", openings.OpeningDetail.as_view(), name="opening"),
    path("<slug:code>/apply/", applications.Apply.as_view(), name="opening_apply"),
]

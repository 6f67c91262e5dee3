from django.urls import path

from projects.views import applications, interests, opening_exports, openings, questions

urlpatterns = [
    path("", openings.Openings.as_view(), name="openings"),
    path("feed.atom", opening_exports.OpeningsFeed.as_view(), name="openings_feed"),
    path("<slug:code>/deadline.ics", opening_exports.OpeningDates.as_view(), name="opening_dates"),
    path("<slug:code>/", openings.OpeningDetail.as_view(), name="opening"),
    path("<slug:code>/ask/", questions.Ask.as_view(), name="opening_ask"),
    path("<slug:code>/interest/", interests.InterestButton.as_view(), name="opening_interest"),
    path("<slug:code>/apply/", applications.Apply.as_view(), name="opening_apply"),
    path("<slug:code>/apply/<slug:step>/", applications.ApplyStep.as_view(), name="opening_apply_step"),
]

from django.urls import path

from projects.views import applications, interests, openings, questions

urlpatterns = [
    path("", openings.Openings.as_view(), name="openings"),
    path("<slug:code>/", openings.OpeningDetail.as_view(), name="opening"),
    path("<slug:code>/ask/", questions.Ask.as_view(), name="opening_ask"),
    path("<slug:code>/interest/", interests.InterestButton.as_view(), name="opening_interest"),
    path("<slug:code>/apply/", applications.Apply.as_view(), name="opening_apply"),
]

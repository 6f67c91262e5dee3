from django.urls import path

from projects.views import applications, openings

urlpatterns = [
    path("", openings.Openings.as_view(), name="openings"),
    path("<slug:code>/", openings.OpeningDetail.as_view(), name="opening"),
    path("<slug:code>/apply/", applications.Apply.as_view(), name="opening_apply"),
]

"""Finding professionals, for the staff of cities."""

from django.urls import path

from advisors.views import search

urlpatterns = [
    path("advisors/", search.DeskAdvisors.as_view(), name="desk_advisors"),
    path("advisors/<slug:code>/", search.DeskAdvisor.as_view(), name="desk_advisor"),
]

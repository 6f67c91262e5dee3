"""Everything under /api/v1/, from every app; what is no address there is a problem, not a page."""

from django.urls import include, path, re_path

from core.api.endpoints import Unknown
from core.api.pages import Docs, Schema

app_name = "api"
urlpatterns = [
    path("docs/", Docs.as_view(), name="docs"),
    path("schema/", Schema.as_view(), name="schema"),
    path("", include("municipalities.urls.api")),
    path("", include("advisors.urls.api")),
    path("", include("projects.urls.api")),
    path("", include("reports.urls.api")),
    re_path("", Unknown.as_view(), name="unknown"),
]

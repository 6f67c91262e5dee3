"""Every address of the portal. English pages live under /en/; health checks and the sign-in
machinery's callbacks have no language.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config import health, metrics
from core.api.pages import ProblemPage
from projects.urls.calendars import feed_patterns

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("reports.urls.machines")),
    path("api/v1/", include("config.api_urls")),
    path("calendars/", include(feed_patterns)),
    *i18n_patterns(
        path("", include("reports.urls.public")),
        path("openings/", include("projects.urls.public")),
        path("municipalities/", include("municipalities.urls.public")),
        path("invitations/", include("municipalities.urls.invitations")),
        path("follow-ups/", include("projects.urls.follow_ups")),
        path("calendars/", include("projects.urls.calendars")),
        path("notifications/", include("notifications.urls.inbox")),
        path("documents/", include("reports.urls.documents")),
        path("imports/", include("projects.urls.imports")),
        path("", include("accounts.urls")),
        path("problems/<slug:code>/", ProblemPage.as_view(), name="problem"),
        path("accounts/", include("allauth.urls")),
        path("my/", include("reports.urls.my")),
        path("my/", include("advisors.urls.my")),
        path("my/", include("projects.urls.my")),
        path("my/engagements/", include("projects.urls.engagements", namespace="my_engagements")),
        path("desk/", include("reports.urls.desk")),
        path("desk/", include("municipalities.urls.desk")),
        path("desk/", include("advisors.urls.desk")),
        path("desk/", include("projects.urls.desk")),
        path("desk/engagements/", include("projects.urls.engagements", namespace="desk_engagements")),
        path("desk/agreements/", include("municipalities.urls.agreements", namespace="desk_agreements")),
        path("coord/", include("reports.urls.coord")),
        path("coord/", include("projects.urls.coord")),
        path("coord/municipalities/", include("municipalities.urls.coord")),
        path("coord/", include("notifications.urls.coord")),
        path("coord/engagements/", include("projects.urls.engagements", namespace="coord_engagements")),
        path("coord/agreements/", include("municipalities.urls.agreements", namespace="coord_agreements")),
        prefix_default_language=False,
    ),
]

if getattr(settings, "MAILBOX_PAGE", False):
    from config import mailbox

    urlpatterns.append(path("mailbox/", mailbox.show, name="mailbox"))

handler500 = "config.errors.server_error"

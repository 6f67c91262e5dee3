"""How this app's rows look in the API, and who may read them, by noun."""

from django.utils.translation import gettext_lazy as _

from core.api import scopes

OPENINGS = scopes.register("openings", _("募集"))
APPLICATIONS = scopes.register("applications", _("応募"))
PROGRAMS = scopes.register("programs", _("事業とプロジェクト"))
ENGAGEMENTS = scopes.register("engagements", _("活動とその記録"))

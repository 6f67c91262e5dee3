from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvisorsConfig(AppConfig):
    name = "advisors"
    verbose_name = _("専門家")

    def ready(self) -> None:
        from advisors.operations.search import follow_sources

        follow_sources()

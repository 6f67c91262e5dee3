from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("報告")

    def ready(self) -> None:
        """Drafting shows advice that others followed; only here is known which of it is public."""
        from projects.queries import register_advice
        from reports.queries.advice import published_advice

        register_advice(published_advice)

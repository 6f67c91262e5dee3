from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("報告")

    def ready(self) -> None:
        """Drafting shows advice that others followed, and profiles show what was done; only here is known
        which of it is public.
        """
        from advisors import track_record
        from projects.queries import register_advice
        from reports.operations.search import follow_sources
        from reports.queries.advice import published_advice
        from reports.queries.track_record import published_feats

        register_advice(published_advice)
        track_record.register(published_feats)
        follow_sources()

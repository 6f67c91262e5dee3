from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("プロジェクト")

    def ready(self) -> None:
        from projects.operations.matching import follow_match_sources
        from projects.operations.search import follow_sources

        follow_sources()
        follow_match_sources()

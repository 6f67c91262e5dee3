"""Deciding who is in charge of one opening or project; a whole desk passes on by 引継ぎ."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.views import EditPage
from projects.forms.owner import OpeningOwnerForm, ProjectLeadForm
from projects.models import Opening, Project
from projects.operations.opening import assign_opening
from projects.operations.program import assign_project
from projects.queries import openings_managed_by, projects_visible_to


class OpeningAssign(EditPage):
    permission = "projects.assign_opening"
    operation = assign_opening
    row_name = "row"
    template_name = "projects/assign.html"
    form_class = OpeningOwnerForm
    success_message = _("担当者を決めました。")

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def success_url(self, result: Any) -> str:
        return str(result.desk_url)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.row.desk_url, **context)


class ProjectAssign(EditPage):
    permission = "projects.assign_project"
    operation = assign_project
    row_name = "row"
    template_name = "projects/assign.html"
    form_class = ProjectLeadForm
    success_message = _("担当者を決めました。")

    def queryset(self) -> QuerySet[Project]:
        return projects_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.row.get_absolute_url(), **context)

"""事業 and its projects on the city's desk."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.queries import history_of
from core.dates import today
from core.exports import ExportedList
from core.forms import ReasonForm
from core.views import Act, ActionPage, EditPage, FormPage, RowFormPage, RowPage
from municipalities.queries import agreements_to_build_on, municipalities_drafted_by
from municipalities.rules import roles_of
from projects.columns import PROGRAMS
from projects.forms.program import ProgramEditForm, ProgramForm, ProjectEditForm, ProjectForm
from projects.models import Program, Project
from projects.operations import program as operations
from projects.queries import programs_on_desk, programs_visible_to, projects_visible_to, projects_with_work
from projects.rules import GOING


class DeskPrograms(ExportedList):
    permission = "projects.view_program"
    template_name = "projects/desk_programs.html"
    context_object_name = "programs"
    export_title = _("事業の一覧")
    export_columns = PROGRAMS

    def get_queryset(self) -> QuerySet[Program]:
        return programs_on_desk(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        return super().get_context_data(shows_city=user.is_operator or len(roles_of(user)) > 1, **context)


class ProgramPage(RowPage):
    permission = "projects.view_program"
    row_name = "program"
    template_name = "projects/program.html"

    def queryset(self) -> QuerySet[Program]:
        return programs_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        projects = list(projects_with_work(self.row))
        return super().get_context_data(
            projects=projects,
            going=self.row.status in GOING,
            joint_report=getattr(self.row, "joint_report", None),
            history=history_of(self.row, *projects),
            **context,
        )


class ProgramNew(FormPage):
    permission = "projects.add_program"
    template_name = "projects/program_new.html"
    form_class = ProgramForm
    success_message = _("事業を登録しました。続けて、プロジェクトを登録してください。")

    def form_options(self) -> dict[str, Any]:
        places = municipalities_drafted_by(self.reader)
        return {"places": places, "agreements": agreements_to_build_on(places, today())}

    def perform(self, form: ProgramForm, at: datetime) -> Program:
        return operations.create_program(form.place, by=self.reader, at=at, **form.changes())


class ProgramEdit(EditPage):
    permission = "projects.edit_program"
    operation = operations.edit_program
    row_name = "program"
    template_name = "projects/program_edit.html"
    form_class = ProgramEditForm
    success_message = _("事業の内容を保存しました。")

    def queryset(self) -> QuerySet[Program]:
        return programs_visible_to(self.reader)


class ProgramAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "start": Act(operations.start_program, message=_("事業を始めました。")),
        "complete": Act(operations.complete_program, message=_("事業を終えました。合同報告を公開できます。")),
        "cancel": Act(operations.cancel_program, ReasonForm, _("事業を中止しました。")),
    }

    def queryset(self) -> QuerySet[Program]:
        return programs_visible_to(self.reader)


class ProjectNew(RowFormPage):
    permission = "projects.add_project_program"
    row_name = "program"
    template_name = "projects/project_new.html"
    form_class = ProjectForm
    success_message = _("プロジェクトを登録しました。続けて、募集を作成できます。")

    def queryset(self) -> QuerySet[Program]:
        return programs_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"municipality": self.row.municipality}

    def perform(self, form: ProjectForm, at: datetime) -> Project:
        return operations.create_project(self.row, by=self.reader, at=at, **form.changes())


class ProjectEdit(EditPage):
    permission = "projects.edit_project"
    operation = operations.edit_project
    row_name = "project"
    template_name = "projects/project_edit.html"
    form_class = ProjectEditForm
    success_message = _("プロジェクトの内容を保存しました。")

    def queryset(self) -> QuerySet[Project]:
        return projects_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.row, "municipality": self.row.municipality}


class ProjectAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "cancel": Act(operations.cancel_project, ReasonForm, _("プロジェクトを中止しました。")),
    }

    def queryset(self) -> QuerySet[Project]:
        return projects_visible_to(self.reader)

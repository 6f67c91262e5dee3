"""事業 and its projects."""

from rest_framework import serializers

from core.api.nouns import Noun
from core.api.rows import ActionsField, RowSerializer, StateField
from projects.api import PROGRAMS
from projects.models import Program, Project
from projects.queries import programs_visible_to, projects_visible_to


class ProgramItem(RowSerializer):
    state = StateField()
    fiscal_year = serializers.IntegerField(read_only=True)

    class Meta:
        model = Program
        fields: tuple[str, ...] = (
            *("code", "title", "municipality", "agreement", "state", "start_date", "end_date", "fiscal_year"),
        )


class ProgramRow(ProgramItem):
    actions = ActionsField()

    class Meta(ProgramItem.Meta):
        fields = (*ProgramItem.Meta.fields, "purpose", "actions")


class ProjectItem(RowSerializer):
    state = StateField()

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            *("code", "title", "municipality", "program", "field", "department", "lead", "state"),
        )


class ProjectRow(ProjectItem):
    actions = ActionsField()

    class Meta(ProjectItem.Meta):
        fields = (*ProjectItem.Meta.fields, "challenge", "team", "actions")


PROGRAM = Noun(
    "programs",
    PROGRAMS,
    programs_visible_to,
    "projects.view_program",
    ProgramRow,
    item=ProgramItem,
    filters={"state": "status", "municipality": "municipality__code"},
)
PROJECT = Noun(
    "projects",
    PROGRAMS,
    projects_visible_to,
    "projects.view_project",
    ProjectRow,
    item=ProjectItem,
    filters={"state": "status", "program": "program__code", "municipality": "municipality__code"},
)

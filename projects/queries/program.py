"""Programs and their projects."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from projects.models import (
    Engagement,
    Opening,
    Program,
    Project,
)
from projects.queries.scope import own_or_all


def programs_visible_to(user: Any) -> QuerySet[Program]:
    rows = Program.objects.select_related("municipality__prefecture", "agreement")
    return own_or_all(rows, user).order_by("-start_date", "-id")


def programs_on_desk(user: Any) -> QuerySet[Program]:
    """For the list: with the number of projects that were not given up."""
    going = Count("projects", filter=~Q(projects__status="cancelled"))
    return programs_visible_to(user).annotate(project_count=going)


def projects_visible_to(user: Any) -> QuerySet[Project]:
    rows = Project.objects.select_related("municipality", "program", "field", "department", "lead__user")
    return own_or_all(rows, user)


def projects_with_work(program: Program) -> QuerySet[Project]:
    """The program's projects with their team, openings and engagements, in a constant number of queries."""
    received = Count("applications", filter=Q(applications__submitted_at__isnull=False))
    return (
        program.projects.select_related("field", "department", "lead__user")
        .prefetch_related(
            "team__user",
            Prefetch("openings", Opening.objects.annotate(received=received).order_by("id")),
            Prefetch("engagements", Engagement.objects.select_related("advisor__user").order_by("id")),
        )
        .order_by("id")
    )

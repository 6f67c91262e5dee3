"""Reports as the city works on them, with the record they are written from."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from municipalities.rules import roles_of
from projects.models import Engagement, Program, Project
from projects.queries import engagements_managed_by, programs_visible_to
from reports.models import JointReport, OutcomeReport
from reports.queries.published import as_told

UNREPORTED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One activity of a program; a project whose advisor is not found yet has no engagement."""

    project: Project
    engagement: Engagement | None
    report: OutcomeReport | None


def _own_or_all(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Rows of the municipalities the user works for; all of them for an operator."""
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(municipality__in=roles_of(user))


def reports_managed_by(user: Any) -> QuerySet[OutcomeReport]:
    """Unlike `reports_visible_to`, leaves out published reports of other cities."""
    rows = OutcomeReport.objects.select_related(
        "engagement__project__field",
        "engagement__project__program",
        "engagement__project__department",
        "engagement__advisor__user",
        "municipality__prefecture",
        "approval__requested_by",
        "approval__decided_by",
    )
    return _own_or_all(rows, user).order_by("-id")


def reports_with_record(user: Any) -> QuerySet[OutcomeReport]:
    return as_told(reports_managed_by(user))


def reports_in_state(rows: QuerySet[OutcomeReport], state: str) -> QuerySet[OutcomeReport]:
    """An empty or unknown state leaves all of them."""
    known = {known.code for known in OutcomeReport.workflow.states}
    return rows.filter(status=state) if state in known else rows


def report_states_counted(rows: QuerySet[OutcomeReport]) -> dict[str, int]:
    counted = rows.order_by().values_list("status").annotate(number=Count("pk"))
    return dict(counted)


def unreported_engagements(user: Any) -> QuerySet[Engagement]:
    """Started activities without a report, those that ended first."""
    rows = engagements_managed_by(user).filter(report=None, started_at__isnull=False)
    return rows.order_by("ended_at", "end_date", "id")[:UNREPORTED_SHOWN]


def joint_reports_managed_by(user: Any) -> QuerySet[JointReport]:
    rows = JointReport.objects.select_related(
        "program__agreement", "municipality__prefecture", "approval__requested_by", "approval__decided_by"
    )
    return _own_or_all(rows, user).order_by("-id")


def programs_without_joint_report(user: Any) -> QuerySet[Program]:
    return programs_visible_to(user).filter(joint_report=None, status__in=["running", "completed"])


def parts_in_progress(program: Program) -> list[Part]:
    """What a joint report is put together from, published or not yet, in the order of the fields."""
    engagements = Engagement.objects.select_related("report", "advisor__user").order_by("id")
    rows = program.projects.exclude(status="cancelled").select_related("field")
    projects = rows.prefetch_related(Prefetch("engagements", engagements)).order_by("field__position", "id")
    return [
        Part(project, engagement, getattr(engagement, "report", None))
        for project in projects
        for engagement in (*project.engagements.all(),) or (None,)
    ]

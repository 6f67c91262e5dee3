"""Reports: the ones everybody may read, and the ones a person may work on."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from core import dates
from core.text import search_key
from municipalities.models import Municipality
from municipalities.queries import of_prefecture
from municipalities.rules import roles_of
from projects.models import Deliverable, FollowUp, Goal, Meeting, Project, Recommendation
from reports.models import JointReport, OutcomeReport
from reports.queries.photos import with_photos

_ALONG = (
    "engagement__project__field",
    "engagement__project__program",
    "engagement__project__department",
    "engagement__advisor__user",
    "municipality__prefecture",
)


def published_reports() -> QuerySet[OutcomeReport]:
    """Newest first."""
    return (
        OutcomeReport.objects.filter(status="published")
        .select_related(*_ALONG)
        .order_by("-published_at", "-id")
    )


def published_joint_reports() -> QuerySet[JointReport]:
    return (
        JointReport.objects.filter(status="published")
        .select_related("program", "municipality__prefecture")
        .order_by("-published_at", "-id")
    )


def with_goals(rows: QuerySet[OutcomeReport]) -> QuerySet[OutcomeReport]:
    return rows.prefetch_related(Prefetch("engagement__goals", Goal.objects.order_by("position")))


def with_activity(rows: QuerySet[OutcomeReport]) -> QuerySet[OutcomeReport]:
    """Adds to the goals what the public may read of the work: meetings held, deliverables the city
    accepted, and the advice with its answers.
    """
    accepted = Deliverable.objects.filter(status="accepted").order_by("delivered_date", "id")
    return with_goals(rows).prefetch_related(
        Prefetch("engagement__meetings", Meeting.objects.filter(status="held").order_by("starts_at", "id")),
        Prefetch("engagement__deliverables", accepted),
        Prefetch(
            "engagement__recommendations",
            Recommendation.objects.select_related("department")
            .prefetch_related(Prefetch("follow_ups", FollowUp.objects.order_by("months")))
            .order_by("number"),
        ),
    )


def as_told(rows: QuerySet[OutcomeReport]) -> QuerySet[OutcomeReport]:
    """With everything that the page and the documents of a report show."""
    return with_photos(with_activity(rows))


def filter_reports(
    rows: QuerySet[OutcomeReport],
    *,
    words: str = "",
    prefecture: str = "",
    field: str = "",
    fiscal_year: int | None = None,
    size: str = "",
    result: str = "",
) -> QuerySet[OutcomeReport]:
    """Each empty criterion is left out. `prefecture` is a code, `field` a slug; the fiscal year is the one in
    which the activity started, `size` the kind of municipality, `result` a kind of accepted deliverable.
    """
    if size:
        rows = rows.filter(municipality__kind=size)
    if result:
        handed = Deliverable.objects.filter(engagement=OuterRef("engagement"), status="accepted", kind=result)
        rows = rows.filter(Exists(handed))
    if prefecture:
        rows = rows.filter(of_prefecture(prefecture, "municipality__"))
    if field:
        rows = rows.filter(engagement__project__field__slug=field)
    if fiscal_year is not None:
        rows = rows.filter(engagement__start_date__range=dates.fiscal_year_bounds(fiscal_year))
    for word in search_key(words).split():
        hit = Q()
        for column in ("title", "summary", "problem", "outcomes", "municipality__name", "municipality__kana"):
            hit |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(hit)
    return rows


def filter_joint_reports(
    rows: QuerySet[JointReport],
    *,
    words: str = "",
    prefecture: str = "",
    field: str = "",
    fiscal_year: int | None = None,
    size: str = "",
    result: str = "",
) -> QuerySet[JointReport]:
    """The same criteria as `filter_reports`; a field or a result counts when one of the projects has it."""
    if size:
        rows = rows.filter(municipality__kind=size)
    if result:
        handed = Deliverable.objects.filter(
            engagement__project__program=OuterRef("program"), status="accepted", kind=result
        )
        rows = rows.filter(Exists(handed))
    if prefecture:
        rows = rows.filter(of_prefecture(prefecture, "municipality__"))
    if field:
        rows = rows.filter(Exists(Project.objects.filter(program=OuterRef("program"), field__slug=field)))
    if fiscal_year is not None:
        rows = rows.filter(program__start_date__range=dates.fiscal_year_bounds(fiscal_year))
    for word in search_key(words).split():
        hit = Q()
        for column in ("title", "introduction", "closing", "municipality__name", "municipality__kana"):
            hit |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(hit)
    return rows


def reports_within(place: Municipality) -> QuerySet[OutcomeReport]:
    """Published reports of the municipality, or of a prefecture and everything in it."""
    return published_reports().filter(Q(municipality=place) | Q(municipality__prefecture=place))


def joint_reports_within(place: Municipality) -> QuerySet[JointReport]:
    return published_joint_reports().filter(Q(municipality=place) | Q(municipality__prefecture=place))


def joint_reports_with(report: OutcomeReport) -> QuerySet[JointReport]:
    """The published joint report of the program the report belongs to, if there is one."""
    return published_joint_reports().filter(program=report.engagement.project.program_id)


def reported_fiscal_years() -> Sequence[int]:
    """Fiscal years with a published report, newest first."""
    starts = (
        OutcomeReport.objects.filter(status="published")
        .order_by()
        .values_list("engagement__start_date", flat=True)
        .distinct()
    )
    return sorted({dates.fiscal_year(day) for day in starts}, reverse=True)


def reporting_prefectures() -> QuerySet[Municipality]:
    """Prefectures that have a published report in them, in code order."""
    own = OutcomeReport.objects.filter(
        Q(municipality__prefecture=OuterRef("pk")) | Q(municipality=OuterRef("pk")), status="published"
    )
    return Municipality.objects.filter(Exists(own), kind="prefecture").order_by("code")


def reports_visible_to(user: Any) -> QuerySet[OutcomeReport]:
    """Published ones; the city's own; and the advisor's, once asked for a comment."""
    rows = OutcomeReport.objects.select_related(*_ALONG, "approval")
    published = Q(status="published")
    if not user.is_authenticated:
        return rows.filter(published)
    if user.is_operator:
        return rows
    asked = Q(engagement__advisor__user=user, comment_requested_at__isnull=False)
    return rows.filter(published | Q(municipality__in=roles_of(user)) | asked)


def reports_about(user: Any) -> QuerySet[OutcomeReport]:
    """Reports on the user's own activities, once a comment was asked for."""
    return reports_visible_to(user).filter(engagement__advisor__user=user, comment_requested_at__isnull=False)


def joint_reports_visible_to(user: Any) -> QuerySet[JointReport]:
    rows = JointReport.objects.select_related("program__agreement", "municipality__prefecture", "approval")
    published = Q(status="published")
    if not user.is_authenticated:
        return rows.filter(published)
    if user.is_operator:
        return rows
    return rows.filter(published | Q(municipality__in=roles_of(user)))


def parts_of(report: JointReport) -> QuerySet[OutcomeReport]:
    """The published reports a joint report shows, in the order of the fields."""
    return with_activity(published_reports().filter(engagement__project__program=report.program)).order_by(
        "engagement__project__field__position", "id"
    )

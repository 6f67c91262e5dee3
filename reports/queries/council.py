"""What a council or an auditor asks about one program, loaded in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from core import dates
from projects.enums import PROCUREMENT_KINDS
from projects.models import (
    Application,
    ConflictDeclaration,
    Deliverable,
    Engagement,
    HonorariumSheet,
    Opening,
    Program,
)
from projects.queries import with_record
from projects.rules import RELEASED_STATES


@dataclass(frozen=True, slots=True)
class Paid:
    """What the city confirmed for the months of one fiscal year, in yen and minutes."""

    fiscal_year: int
    months: int
    minutes: int
    work_yen: int
    travel_yen: int


def calls_of(program: Program) -> QuerySet[Any]:
    """Calls that were published, each with `received` and `declared` (applications)."""
    sent = Q(applications__submitted_at__isnull=False)
    return (
        Opening.objects.filter(project__program=program, published_at__isnull=False)
        .select_related("project__field", "project__department", "approval", "result_approval")
        .prefetch_related("criteria")
        .annotate(
            received=Count("applications", filter=sent, distinct=True),
            declared=Count("applications", filter=sent & Q(applications__has_conflict=True), distinct=True),
        )
        .order_by("published_at", "id")
    )


def answers_of(program: Program) -> dict[int, dict[str, int]]:
    """Opening → state → number, for calls whose answers are out; nothing of what is still sealed."""
    rows = Application.objects.filter(
        opening__project__program=program,
        opening__status__in=RELEASED_STATES,
        submitted_at__isnull=False,
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows.order_by().values("opening", "status").annotate(number=Count("pk")):
        found[row["opening"]][row["status"]] = row["number"]
    return found


def staff_excluded(program: Program) -> int:
    """How many of the staff declared a conflict and were kept out, once for each call."""
    rows = ConflictDeclaration.objects.filter(
        application__opening__project__program=program, has_conflict=True
    )
    return rows.order_by().values("application__opening", "reviewer").distinct().count()


def works_of(program: Program) -> list[Engagement]:
    rows = Engagement.objects.filter(project__program=program).select_related(
        "project__field", "project__department", "advisor__user", "application__opening", "approval", "report"
    )
    return list(with_record(rows).order_by("start_date", "id"))


def paid_by_year(program: Program) -> list[Paid]:
    """By the fiscal year of the month in which the work was done."""
    rows = HonorariumSheet.objects.filter(engagement__project__program=program, status="approved")
    years: dict[int, list[int]] = {}
    monthly = (
        rows.order_by("month")
        .values_list("month")
        .annotate(Count("pk"), Sum("minutes"), Sum("work_yen"), Sum("travel_yen"))
    )
    for month, *numbers in monthly:
        sums = years.get(dates.fiscal_year(month), [0, 0, 0, 0])
        years[dates.fiscal_year(month)] = [have + more for have, more in zip(sums, numbers, strict=True)]
    return [Paid(year, *sums) for year, sums in years.items()]


def restrictions_of(program: Program) -> QuerySet[Deliverable]:
    """Specifications, and whatever else keeps its author out of a purchase."""
    keeps_out = Q(kind__in=sorted(PROCUREMENT_KINDS)) | Q(restricted_until_date__isnull=False)
    rows = Deliverable.objects.filter(keeps_out, engagement__project__program=program)
    return rows.select_related("engagement__advisor").order_by("delivered_date", "id")

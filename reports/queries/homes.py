"""What the three homes show besides 要対応."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from advisors.models import AdvisorProfile
from core import dates
from municipalities.models import PartnershipAgreement
from municipalities.queries import agreements_visible_to
from projects.models import Application, Deliverable, Engagement, Meeting, Opening, Recommendation
from projects.queries import open_openings, with_progress
from projects.rules import UNANSWERED_STATES

WEEK = timedelta(days=7)
UNFINISHED = ("preparing", "active", "paused")
OPENINGS_AT_WORK = ("draft", "returned", "in_review", "approved", *UNANSWERED_STATES)


@dataclass(frozen=True, slots=True)
class Work:
    """An activity for a table, with the day on which something was last recorded."""

    engagement: Engagement
    moved: date


def unfinished(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    return rows.filter(status__in=UNFINISHED).order_by("end_date", "id")


def portfolio(rows: QuerySet[Engagement]) -> Iterator[Work]:
    """Runs one query, whatever the number of rows."""
    dated = with_progress(rows).annotate(
        last_held=_latest(Meeting, "starts_at", status="held"),
        last_delivered=_latest(Deliverable, "delivered_date"),
        last_advice=_latest(Recommendation, "proposed_date"),
        accepted_at=F("application__answered_at"),
    )
    for row in dated:
        moments = (row.accepted_at, row.started_at, row.last_held, row.ended_at)
        days = [dates.jst_date(at) for at in moments if at]
        days += [day for day in (row.last_delivered, row.last_advice) if day]
        yield Work(row, max(days))


def _latest(model: type[Any], column: str, **criteria: str) -> Subquery:
    rows = model.objects.filter(engagement=OuterRef("pk"), **criteria).order_by(f"-{column}")
    return Subquery(rows.values(column)[:1])


def meetings_soon(engagements: QuerySet[Engagement], at: datetime) -> QuerySet[Meeting]:
    """Planned meetings of today and the seven days after, the next one first."""
    today = dates.jst_date(at)
    return (
        Meeting.objects.filter(
            engagement__in=engagements.values("pk"),
            status="planned",
            starts_at__gt=dates.end_of_day(today - timedelta(days=1)),
            starts_at__lte=dates.end_of_day(today + WEEK),
        )
        .select_related(
            "engagement__municipality__prefecture", "engagement__project", "engagement__advisor__user"
        )
        .order_by("starts_at", "id")
    )


def advice_of(user: Any) -> QuerySet[Recommendation]:
    """What became of the advisor's advice: the latest word of a city first."""
    return (
        Recommendation.objects.filter(engagement__advisor__user=user)
        .select_related("engagement__municipality__prefecture", "engagement__project")
        .order_by(F("decided_at").desc(nulls_last=True), "-proposed_date", "-id")
    )


def calls_for(profile: AdvisorProfile, at: datetime) -> QuerySet[Opening]:
    """Open calls in the professional's fields that were not answered yet, the next deadline first."""
    answered = Application.objects.filter(advisor=profile).values("opening")
    rows = open_openings(at).filter(project__field__in=profile.fields.values("pk"))
    return rows.exclude(pk__in=answered).order_by("deadline_date", "id")


def agreements_to_watch(user: Any, at: datetime) -> list[tuple[PartnershipAgreement, int | None]]:
    """Agreements on their way or in force, with the days left; what runs out first stands first."""
    today = dates.jst_date(at)
    alive = Q(status__in=["negotiating", "in_approval", "approved", "concluded"])
    rows = agreements_visible_to(user).filter(alive).order_by(F("end_date").asc(nulls_last=True), "id")
    return [(row, (row.end_date - today).days if row.end_date else None) for row in rows[:20]]

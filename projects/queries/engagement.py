"""Engagements and the workspace of each."""

from typing import Any

from django.db.models import Count, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import dates
from municipalities.rules import roles_of
from projects.models import (
    ActionItem,
    Certificate,
    Deliverable,
    DeliverableFile,
    Engagement,
    FollowUp,
    Goal,
    Meeting,
    Recommendation,
    Revision,
)
from projects.queries.scope import own_or_all


def sees_engagement(user: Any, prefix: str = "") -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_operator:
        return Q()
    return Q(**{f"{prefix}municipality__in": roles_of(user)}) | Q(**{f"{prefix}advisor__user": user})


def engagements_visible_to(user: Any) -> QuerySet[Engagement]:
    return Engagement.objects.filter(sees_engagement(user)).select_related(
        "municipality__prefecture",
        "project__field",
        "project__program",
        "project__department",
        "advisor__user",
    )


def certificates_visible_to(user: Any) -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(sees_engagement(user, "engagement__"))
    along = ("project__field", "project__program", "advisor__user", "municipality")
    return rows.select_related("municipality", *(f"engagement__{name}" for name in along))


def engagements_of(user: Any) -> QuerySet[Engagement]:
    """The advisor's own."""
    return engagements_visible_to(user).filter(advisor__user=user.pk)


def engagements_managed_by(user: Any) -> QuerySet[Engagement]:
    """For the desk: own municipalities only."""
    return own_or_all(engagements_visible_to(user), user)


def engagements_in_state(rows: QuerySet[Engagement], state: str) -> QuerySet[Engagement]:
    """An empty or unknown state leaves all of them."""
    known = {known.code for known in Engagement.workflow.states}
    return rows.filter(status=state) if state in known else rows


def engagement_says(word: str) -> Q:
    """The word stands in the name of the city, the project or the advisor."""
    columns = (
        *("municipality__name", "municipality__kana", "project__title", "project__program__title"),
        *("advisor__user__family_name", "advisor__user__given_name", "advisor__headline"),
    )
    hit = Q()
    for column in columns:
        hit |= Q(**{f"{column}__icontains": word})
    return hit


def started_fiscal_years() -> list[int]:
    """From this year back to the year of the first activity."""
    first = Engagement.objects.aggregate(day=Min("start_date"))["day"] or dates.today()
    last = max(dates.fiscal_year(dates.today()), dates.fiscal_year(first))
    return list(range(last, dates.fiscal_year(first) - 1, -1))


def states_counted(rows: QuerySet[Engagement]) -> dict[str, int]:
    counted = rows.order_by().values_list("status").annotate(number=Count("pk"))
    return dict(counted)


def with_progress(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Adds held and planned meetings, deliverables, and advice given and not yet answered.

    Subqueries, so that the database counts for the rows of one page only.
    """
    return rows.annotate(
        held_count=_counted(Meeting, status="held"),
        planned_count=_counted(Meeting, status="planned"),
        deliverable_count=_counted(Deliverable),
        advice_count=_counted(Recommendation),
        undecided_count=_counted(Recommendation, status="proposed"),
    )


def _counted(model: type[Any], **criteria: str) -> Coalesce:
    rows = model.objects.filter(engagement=OuterRef("pk"), **criteria).order_by().values("engagement")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def with_record(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Loads the whole record of an engagement in a constant number of queries."""
    return rows.prefetch_related(
        Prefetch("goals", Goal.objects.order_by("position")),
        Prefetch(
            "revisions",
            Revision.objects.select_related("proposed_by", "answered_by").order_by("-number"),
        ),
        Prefetch("meetings", Meeting.objects.order_by("number")),
        Prefetch(
            "action_items",
            ActionItem.objects.select_related("owner", "meeting").order_by("due_date", "id"),
        ),
        Prefetch(
            "deliverables",
            Deliverable.objects.select_related("meeting")
            .prefetch_related(
                Prefetch("files", DeliverableFile.objects.select_related("uploaded_by").order_by("-number"))
            )
            .order_by("delivered_date", "id"),
        ),
        Prefetch(
            "recommendations",
            Recommendation.objects.select_related("department", "meeting", "deliverable")
            .prefetch_related(Prefetch("follow_ups", FollowUp.objects.order_by("months")))
            .order_by("number"),
        ),
    )


def engagement_workspaces(user: Any) -> QuerySet[Engagement]:
    """Everything the workspace of one engagement shows."""
    return with_record(engagements_visible_to(user)).select_related(
        "application__opening", "city_confirmed_by"
    )

"""Reads of this app. Every list starts from a `<noun>_visible_to(user)`."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from core import dates
from core.text import search_key
from municipalities.models import Municipality
from municipalities.rules import roles_of
from projects.models import (
    Application,
    Deliverable,
    Engagement,
    Goal,
    Meeting,
    Opening,
    Program,
    Project,
    Recommendation,
)
from projects.rules import PUBLIC_OPENING_STATES


def _own_or_all(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Rows of the municipalities the user works for; all of them for an operator."""
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(municipality__in=roles_of(user))


def public_openings() -> QuerySet[Opening]:
    return (
        Opening.objects.filter(status__in=PUBLIC_OPENING_STATES)
        .select_related("municipality__prefecture", "project__field")
        .order_by("-published_at", "-id")
    )


def open_openings(at: datetime) -> QuerySet[Opening]:
    """Openings that still take applications."""
    return public_openings().filter(status="open", deadline_date__gte=dates.jst_date(at))


def openings_visible_to(user: Any) -> QuerySet[Opening]:
    """Public openings, and every opening of the user's own municipalities."""
    rows = Opening.objects.select_related("municipality__prefecture", "project__field", "drafted_by")
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(Q(status__in=PUBLIC_OPENING_STATES) | Q(municipality__in=roles_of(user)))


def openings_managed_by(user: Any) -> QuerySet[Opening]:
    """For the desk: own municipalities only, with the number of applications received."""
    rows = Opening.objects.select_related("municipality", "project__field", "drafted_by")
    received = Count("applications", filter=~Q(applications__status="draft"))
    return _own_or_all(rows, user).annotate(received=received).order_by("-id")


def search_openings(rows: QuerySet[Opening], words: str) -> QuerySet[Opening]:
    """Every word must occur in the title, the texts or the place; width and case do not matter."""
    for word in search_key(words).split():
        hit = Q()
        for column in (
            "title",
            "summary",
            "challenge",
            "request",
            "requirements",
            "municipality__name",
            "municipality__kana",
            "municipality__prefecture__name",
            "project__field__name",
        ):
            hit |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(hit)
    return rows


def programs_visible_to(user: Any) -> QuerySet[Program]:
    rows = Program.objects.select_related("municipality__prefecture", "agreement")
    return _own_or_all(rows, user).order_by("-start_date", "-id")


def projects_visible_to(user: Any) -> QuerySet[Project]:
    rows = Project.objects.select_related("municipality", "program", "field", "department")
    return _own_or_all(rows, user)


def applications_visible_to(user: Any) -> QuerySet[Application]:
    """The applicant's own, and sent ones of the user's municipalities. Operators see no texts."""
    rows = Application.objects.select_related(
        "opening__municipality__prefecture", "opening__project__field", "advisor__user", "municipality"
    )
    if not user.is_authenticated:
        return rows.none()
    return rows.filter(
        Q(advisor__user=user) | (Q(municipality__in=roles_of(user)) & ~Q(status="draft"))
    )


def applications_of(user: Any) -> QuerySet[Application]:
    return applications_visible_to(user).filter(advisor__user=user).order_by("-id")


def received_applications(opening: Opening) -> QuerySet[Application]:
    """For the desk, in order of arrival."""
    return (
        opening.applications.exclude(status="draft")
        .select_related("advisor__user", "advisor__prefecture")
        .prefetch_related("advisor__fields")
        .order_by("submitted_at", "id")
    )


def _sees_engagement(user: Any, prefix: str = "") -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_operator:
        return Q()
    return Q(**{f"{prefix}municipality__in": roles_of(user)}) | Q(**{f"{prefix}advisor__user": user})


def engagements_visible_to(user: Any) -> QuerySet[Engagement]:
    return Engagement.objects.filter(_sees_engagement(user)).select_related(
        "municipality__prefecture", "project__field", "project__program", "project__department", "advisor__user"
    )


def with_progress(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Adds held and planned meetings, goals met, and advice not yet answered, for tables."""
    return rows.annotate(
        held_count=Count("meetings", filter=Q(meetings__status="held"), distinct=True),
        planned_count=Count("meetings", filter=Q(meetings__status="planned"), distinct=True),
        deliverable_count=Count("deliverables", distinct=True),
        advice_count=Count("recommendations", distinct=True),
        undecided_count=Count(
            "recommendations", filter=Q(recommendations__status="proposed"), distinct=True
        ),
    )


def with_record(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Loads the whole record of an engagement in a constant number of queries."""
    return rows.prefetch_related(
        Prefetch("goals", Goal.objects.order_by("position")),
        Prefetch("meetings", Meeting.objects.order_by("number")),
        Prefetch("deliverables", Deliverable.objects.select_related("meeting").order_by("delivered_date", "id")),
        Prefetch(
            "recommendations",
            Recommendation.objects.select_related("department", "meeting").order_by("number"),
        ),
    )


def goals_visible_to(user: Any) -> QuerySet[Goal]:
    return _parts(Goal.objects.all(), user)


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    return _parts(Meeting.objects.all(), user)


def deliverables_visible_to(user: Any) -> QuerySet[Deliverable]:
    return _parts(Deliverable.objects.select_related("meeting"), user)


def recommendations_visible_to(user: Any) -> QuerySet[Recommendation]:
    return _parts(Recommendation.objects.select_related("department", "meeting"), user)


def _parts(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    return rows.filter(_sees_engagement(user, "engagement__")).select_related(
        "engagement__advisor__user", "engagement__project", "engagement__municipality"
    )


def due_openings(at: datetime) -> QuerySet[Opening]:
    """Open calls whose last day has ended."""
    return Opening.objects.filter(status="open", deadline_date__lt=dates.jst_date(at)).order_by("id")


def openings_of_municipality(municipality: Municipality) -> QuerySet[Opening]:
    return public_openings().filter(municipality=municipality)

"""Parts of an engagement's record, and what its forms may name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from municipalities.models import Department, Municipality
from projects.models import (
    Deliverable,
    DeliverableFile,
    Engagement,
    Goal,
    Meeting,
    Message,
    Recommendation,
    Revision,
)
from projects.queries.engagement import sees_engagement

UNSETTLED_ADVICE = frozenset({"proposed", "trial", "studying"})


def goals_visible_to(user: Any) -> QuerySet[Goal]:
    return parts_visible_to(Goal.objects.all(), user)


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    return parts_visible_to(Meeting.objects.all(), user)


def deliverables_visible_to(user: Any) -> QuerySet[Deliverable]:
    return parts_visible_to(Deliverable.objects.select_related("meeting"), user)


def files_visible_to(user: Any) -> QuerySet[DeliverableFile]:
    rows = DeliverableFile.objects.filter(sees_engagement(user, "deliverable__engagement__"))
    return rows.select_related("deliverable__engagement__advisor", "municipality", "uploaded_by")


def messages_visible_to(user: Any) -> QuerySet[Message]:
    return parts_visible_to(Message.objects.select_related("author"), user).order_by("-written_at", "-id")


def revisions_visible_to(user: Any) -> QuerySet[Revision]:
    return parts_visible_to(Revision.objects.select_related("proposed_by", "answered_by"), user)


def recommendations_visible_to(user: Any) -> QuerySet[Recommendation]:
    return parts_visible_to(Recommendation.objects.select_related("department", "meeting"), user)


def parts_visible_to(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Rows that hang on an engagement the user sees, with what their pages say of it."""
    return rows.filter(sees_engagement(user, "engagement__")).select_related(
        "engagement__advisor__user", "engagement__project", "engagement__municipality"
    )


def open_departments(municipality: Municipality, *, keep: int | None = None) -> QuerySet[Department]:
    """Sections advice can be given to; `keep` stays although it was closed since."""
    return municipality.departments.filter(Q(closed_date=None) | Q(pk=keep)).order_by("name")


def meetings_to_name(engagement: Engagement) -> QuerySet[Meeting]:
    """Meetings a deliverable or a piece of advice can come from."""
    return engagement.meetings.exclude(status="cancelled").order_by("-number")


def usual_attendees(engagement: Engagement) -> str:
    """Who was at the last meeting; empty before the first."""
    held = engagement.meetings.filter(status="held").order_by("-number")
    return held.values_list("attendees", flat=True).first() or ""


def deliverables_to_name(engagement: Engagement) -> QuerySet[Deliverable]:
    return engagement.deliverables.order_by("-delivered_date", "-id")


def overdue_advice(recommendations: Iterable[Recommendation], day: date) -> set[int]:
    """Ids of advice whose due date has passed without a final answer."""
    return {
        item.pk
        for item in recommendations
        if item.status in UNSETTLED_ADVICE and item.due_date and item.due_date < day
    }

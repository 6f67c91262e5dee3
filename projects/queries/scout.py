"""スカウト: what a city sent, what a person received."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from municipalities.rules import roles_of
from projects.models import Opening, Scout

MOST_OF_AN_OPENING = 20  # asked for one call
MOST_IN_A_WEEK = 3  # received by one person, whoever sends
WAITING = ("sent", "interested")


def scouts_visible_to(user: Any) -> QuerySet[Scout]:
    """Those one's city sent and those one received."""
    rows = Scout.objects.select_related(
        "opening__municipality__prefecture",
        "opening__project__field",
        "municipality",
        "advisor__user",
        "sent_by",
    )
    if not user.is_authenticated:
        return rows.none()
    return rows.filter(Q(advisor__user=user) | Q(municipality__in=roles_of(user))).order_by("-sent_at", "-id")


def scouts_received_by(user: Any) -> QuerySet[Scout]:
    return scouts_visible_to(user).filter(advisor__user=user)


def scouts_sent_by_city(user: Any) -> QuerySet[Scout]:
    """By the cities the user works for; not those the user received."""
    return scouts_visible_to(user).filter(municipality__in=roles_of(user)).exclude(advisor__user=user)


def scouts_left(opening: Opening) -> int:
    """How many more people may be asked for the call."""
    return max(MOST_OF_AN_OPENING - opening.scouts.count(), 0)


def is_asked_enough(advisor_id: int, at: datetime) -> bool:
    """Whether the person has received as many as one may in seven days."""
    week = Scout.objects.filter(advisor=advisor_id, sent_at__gt=at - timedelta(days=7))
    return week.count() >= MOST_IN_A_WEEK

"""面談: one's own as an applicant, and those of applications one may read."""

from typing import Any

from django.db.models import Q, QuerySet

from municipalities.rules import roles_of
from projects.models import Interview
from projects.queries.application import applications_received_by


def interviews_visible_to(user: Any) -> QuerySet[Interview]:
    rows = Interview.objects.select_related(
        "application__opening__municipality__prefecture",
        "application__opening__project",
        "application__advisor__user",
        "municipality",
    )
    if not user.is_authenticated:
        return rows.none()
    read = Q(application__in=applications_received_by(user).order_by().values("pk"))
    return rows.filter(Q(application__advisor__user=user) | read).order_by("-id")


def interviews_with(user: Any) -> QuerySet[Interview]:
    """As an applicant."""
    return interviews_visible_to(user).filter(application__advisor__user=user)


def interviews_on_desk(user: Any) -> QuerySet[Interview]:
    rows = interviews_visible_to(user).filter(municipality__in=roles_of(user))
    return rows.exclude(application__advisor__user=user)

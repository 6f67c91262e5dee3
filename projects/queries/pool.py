"""人材プール: whom a city may keep in mind."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from advisors.models import AdvisorProfile
from advisors.queries import advisors_visible_to
from municipalities.rules import roles_of
from projects.models import PoolConsent


def _in_force(day: date) -> QuerySet[PoolConsent]:
    rows = PoolConsent.objects.filter(withdrawn_at=None, expires_on__gte=day, advisor__status="active")
    return rows.select_related("advisor__user", "municipality__prefecture")


def pool_of_city(user: Any, day: date) -> QuerySet[PoolConsent]:
    """Of the cities the user works for, the newest first."""
    rows = _in_force(day).filter(municipality__in=roles_of(user)).exclude(advisor__user=user)
    return rows.order_by("-consented_at", "-id")


def consents_of(user: Any) -> QuerySet[PoolConsent]:
    """One's own, also those that have ended."""
    rows = PoolConsent.objects.filter(advisor__user=user)
    return rows.select_related("advisor__user", "municipality__prefecture").order_by("-consented_at", "-id")


def people_to_ask(user: Any, day: date) -> QuerySet[AdvisorProfile]:
    """Whom the user may invite: those who let cities find them, and those in a pool of the user's city."""
    pooled = pool_of_city(user, day).order_by().values("advisor")
    visible = advisors_visible_to(user).order_by().values("pk")
    return AdvisorProfile.objects.filter(Q(pk__in=visible) | Q(pk__in=pooled)).select_related("user")


def consents_to_forget(day: date) -> QuerySet[PoolConsent]:
    """Over, or taken back."""
    return PoolConsent.objects.filter(Q(expires_on__lt=day) | Q(withdrawn_at__isnull=False))

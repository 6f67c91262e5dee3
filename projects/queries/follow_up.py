"""その後の確認, and the advice ledger across activities."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from core import dates
from municipalities.queries import drafters_of
from projects.models import FollowUp, Recommendation
from projects.models.follow_up import STEPS
from projects.queries.engagement import sees_engagement
from projects.queries.record import UNSETTLED_ADVICE
from projects.rules import ENDED

LATEST = timedelta(days=31)  # what a long outage missed is caught up; what is older was never asked
_ALONG = ("engagement__project", "engagement__municipality", "engagement__advisor__user", "department")


def advice_visible_to(user: Any) -> QuerySet[Recommendation]:
    """The ledger over all activities the user sees, with what was asked afterwards."""
    rows = Recommendation.objects.filter(sees_engagement(user, "engagement__"))
    asked = Prefetch("follow_ups", FollowUp.objects.order_by("months"))
    return rows.select_related(*_ALONG, "municipality__prefecture").prefetch_related(asked)


def follow_ups_visible_to(user: Any) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(sees_engagement(user, "recommendation__engagement__"))
    return rows.select_related(*(f"recommendation__{name}" for name in _ALONG), "municipality")


def advice_to_ask_about(today: date) -> Iterator[tuple[Recommendation, int]]:
    """Advice and the step (months after the end) whose day has come and that was not asked yet.

    What is not settled is asked about at every step, what is settled only at the last.
    """
    for months in sorted(STEPS, reverse=True):
        last = dates.months_before(today, months)
        rows = Recommendation.objects.filter(
            engagement__status__in=ENDED, engagement__ended_at__date__range=(last - LATEST, last)
        ).exclude(follow_ups__months__gte=months)
        if months != max(STEPS):
            rows = rows.filter(status__in=UNSETTLED_ADVICE)
        for row in rows.select_related(*_ALONG).order_by("id"):
            yield row, months


def people_in_charge(recommendation: Recommendation) -> QuerySet[User]:
    """Who works in the section in charge today; without anybody there, whoever drafts for the city."""
    everybody = drafters_of(recommendation.municipality)
    section = Q(
        staff_memberships__department=recommendation.department_id, staff_memberships__status="active"
    )
    there = everybody.filter(section).distinct()
    return there if there.exists() else everybody


def follow_ups_asked_on(day: date) -> QuerySet[FollowUp]:
    """Asked that day and not answered."""
    rows = FollowUp.objects.filter(status="waiting", asked_at__date=day)
    return rows.select_related(*(f"recommendation__{name}" for name in _ALONG), "municipality").order_by("id")

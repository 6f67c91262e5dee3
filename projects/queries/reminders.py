"""Whose day it is: what has a deadline, a meeting or a promised answer on one day in Japan."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from core import dates
from projects.models import Application, Interview, Meeting, Opening, Recommendation
from projects.rules import UNANSWERED_STATES

UNDER_WAY = ("preparing", "active", "paused")


def drafts_closing_on(day: date) -> QuerySet[Application]:
    """Applications begun and not sent, for calls that end that day."""
    rows = Application.objects.filter(
        status="draft", opening__status="open", opening__deadline_date=day
    ).select_related("opening", "advisor__user")
    return rows.order_by("id")


def answers_promised_for(day: date) -> QuerySet[Opening]:
    rows = Opening.objects.filter(status__in=UNANSWERED_STATES, answer_date=day)
    return rows.select_related("municipality").order_by("id")


def unanswered_since(day: date) -> QuerySet[Application]:
    """Sent applications to calls that were to be answered by this day and are not."""
    rows = Application.objects.filter(status="submitted", opening__in=answers_promised_for(day))
    return rows.select_related("opening__municipality__prefecture", "advisor__user").order_by("id")


def meetings_on(day: date) -> QuerySet[Meeting]:
    """Planned, and neither held nor cancelled so far."""
    rows = Meeting.objects.filter(_falls_on(day), status="planned", engagement__status__in=UNDER_WAY)
    return rows.select_related(
        "engagement__project", "engagement__municipality", "engagement__advisor__user"
    ).order_by("starts_at", "id")


def interviews_on(day: date) -> QuerySet[Interview]:
    rows = Interview.objects.filter(_falls_on(day), status="fixed")
    return rows.select_related(
        "application__opening__municipality", "application__municipality", "application__advisor__user"
    )


def advice_due_on(day: date) -> QuerySet[Recommendation]:
    """What the city has not decided yet, or only to look into."""
    rows = Recommendation.objects.filter(status__in=["proposed", "trial", "studying"], due_date=day)
    return rows.select_related("engagement__project", "engagement__municipality").order_by("id")


def _falls_on(day: date) -> Q:
    start = datetime.combine(day, time.min, tzinfo=dates.JST)
    return Q(starts_at__gte=start, starts_at__lt=start + timedelta(days=1))

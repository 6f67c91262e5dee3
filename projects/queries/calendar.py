"""What stands in somebody's calendar."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from core.codes import hash_of
from projects.models import CalendarFeed, Interview, Meeting
from projects.queries.engagement import sees_engagement
from projects.queries.interview import interviews_visible_to

PAST = timedelta(days=90)
_ALONG = ("engagement__project", "engagement__municipality__prefecture", "engagement__advisor__user")


def feeds_of(user: Any) -> QuerySet[CalendarFeed]:
    rows = CalendarFeed.objects.filter(owner=user.pk).select_related("engagement__project")
    return rows.order_by("-created_at", "-id")


def feed_of(token: str) -> CalendarFeed | None:
    """None for an address that never was or has been stopped, and for somebody whose account is closed."""
    rows = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at=None, owner__is_active=True)
    return rows.select_related("owner", "engagement").first()


def meetings_of(feed: CalendarFeed, at: datetime) -> QuerySet[Meeting]:
    """Meetings the owner may still see today: of one activity, or of all they take part in."""
    user = feed.owner
    rows = Meeting.objects.filter(sees_engagement(user, "engagement__"), starts_at__gte=at - PAST)
    rows = rows.filter(status__in=["planned", "held"])
    if feed.engagement_id is not None:
        rows = rows.filter(engagement=feed.engagement_id)
    else:
        mine = Q(engagement__advisor__user=user)
        mine |= Q(engagement__project__team__user=user) | Q(engagement__project__lead__user=user)
        rows = rows.filter(mine)
    return rows.select_related(*_ALONG).distinct().order_by("starts_at", "id")


def interviews_of(feed: CalendarFeed, at: datetime) -> QuerySet[Interview]:
    """None in the calendar of one activity: it had not begun."""
    rows = interviews_visible_to(feed.owner).filter(status__in=["fixed", "held"], starts_at__gte=at - PAST)
    return rows.none() if feed.engagement_id is not None else rows.order_by("starts_at", "id")

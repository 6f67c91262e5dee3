"""Addresses of calendars: made, read, stopped."""

from datetime import datetime

from accounts.models import User
from audit import changes
from core import dates
from core.codes import hash_of, new_secret
from projects.models import CalendarFeed, Engagement


def open_feed(*, by: User, at: datetime, engagement: Engagement | None = None) -> tuple[CalendarFeed, str]:
    """The feed and its token, which is kept nowhere and cannot be shown again."""
    token = new_secret()
    feed = changes.create(
        CalendarFeed, by=by, at=at, owner=by, engagement=engagement, token_hash=hash_of(token), created_at=at
    )
    return feed, token


def revoke_feed(feed: CalendarFeed, *, by: User, at: datetime) -> CalendarFeed:
    """From now on its address leads nowhere. Safe to press twice."""
    if feed.revoked_at is not None:
        return feed
    return changes.edit(feed, by=by, at=at, action="revoke", revoked_at=at)


def note_fetch(feed: CalendarFeed, *, at: datetime) -> None:
    """Once a day at most: programs fetch every few minutes."""
    day = dates.jst_date(at)
    if feed.fetched_date != day:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_date=day)

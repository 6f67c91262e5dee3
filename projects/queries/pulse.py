"""ふり返り: whom to ask, and who reads what."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from projects.enums import PulseMoment
from projects.models import Engagement, Pulse
from projects.queries.follow_up import LATEST
from projects.queries.participants import posts_taking_part
from projects.rules import ENDED

SHORTEST = timedelta(days=60)  # halfway through less is too early and too late at once
_ALONG = (
    "engagement__project",
    "engagement__municipality__prefecture",
    "engagement__advisor__user",
    "person",
)


def pulses_visible_to(user: Any) -> QuerySet[Pulse]:
    """One's own; all of them for the operator."""
    rows = Pulse.objects.select_related(*_ALONG).order_by("-asked_at", "-id")
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(person=user.pk)


def waiting_pulses_of(user: Any) -> QuerySet[Pulse]:
    return pulses_visible_to(user).filter(person=user.pk, status="waiting")


def pulses_asked_on(day: date) -> QuerySet[Pulse]:
    return Pulse.objects.filter(status="waiting", asked_at__date=day).select_related(*_ALONG).order_by("id")


def engagements_to_ask(today: date) -> Iterator[tuple[Engagement, PulseMoment]]:
    """Whose middle has come, or that have ended lately, and were not asked yet."""
    rows = Engagement.objects.select_related("project__lead__user", "advisor__user", "municipality")
    under_way = rows.filter(status="active").exclude(pulses__moment=PulseMoment.MIDDLE)
    for row in under_way.order_by("id"):
        term = row.end_date - row.start_date
        if term >= SHORTEST and today >= row.start_date + term / 2:
            yield row, PulseMoment.MIDDLE
    ended = rows.filter(status__in=ENDED, started_at__isnull=False)
    ended = ended.filter(ended_at__date__range=(today - LATEST, today))
    for row in ended.exclude(pulses__moment=PulseMoment.END).order_by("id"):
        yield row, PulseMoment.END


def person_of_city(engagement: Engagement) -> User | None:
    """The lead or, without one in post, the first of those who take part."""
    lead = engagement.project.lead
    if lead is not None and lead.status == "active" and lead.user.is_active:
        return lead.user
    post = posts_taking_part(engagement).first()
    return post.user if post else None

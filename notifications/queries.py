"""Reading the inbox and the state of the outbox."""

from datetime import datetime, timedelta

from django.db.models import F, Min, QuerySet
from django.db.models.lookups import IsNull

from accounts.models import User
from notifications.enums import DeliveryStatus
from notifications.models import Delivery, Heartbeat, Notice


def inbox_of(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient=user).order_by("-created_at", "-id")


def unread_first(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.order_by(IsNull(F("read_at"), True).desc(), "-created_at", "-id")


def unread_count(user: User) -> int:
    return Notice.objects.filter(recipient=user, read_at=None).count()


def outbox_lag(now: datetime) -> timedelta:
    """How long the oldest mail that is due has been waiting; zero when none waits."""
    waiting = Delivery.objects.filter(
        status__in=[DeliveryStatus.PENDING, DeliveryStatus.SENDING], due_at__lte=now
    )
    oldest = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return now - oldest if oldest else timedelta(0)


def heartbeats() -> dict[str, datetime]:
    return dict(Heartbeat.objects.values_list("name", "beat_at"))

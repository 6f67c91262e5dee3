"""Reading the inbox, people's wishes and the state of the outbox."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import IsNull

from accounts.models import User
from notifications.enums import DeliveryStatus, Frequency
from notifications.kinds import Kind, optional_kinds
from notifications.models import DeadAddress, Delivery, Heartbeat, Notice, Preference, TaskRun


def inbox_of(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient=user).order_by("-created_at", "-id")


def unread_first(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.order_by(IsNull(F("read_at"), True).desc(), "-created_at", "-id")


def inbox_state(user: User) -> dict[str, Any]:
    """What the frame of every page shows, in one query: `unread` and whether mail `mail_returns`."""
    unread = Notice.objects.filter(recipient=OuterRef("pk"), read_at=None).order_by()
    number = unread.values("recipient").annotate(number=Count("id")).values("number")
    dead = DeadAddress.objects.filter(address=Lower(OuterRef("email")), refusals__gte=DeadAddress.LIMIT)
    row = User.objects.filter(pk=user.pk).annotate(
        unread=Coalesce(Subquery(number), 0), mail_returns=Exists(dead)
    )
    state: Any = row.values("unread", "mail_returns").get()
    return state


def outbox_lag(now: datetime) -> timedelta:
    """How long the oldest mail that is due has been waiting; zero when none waits."""
    waiting = Delivery.objects.filter(
        status__in=[DeliveryStatus.PENDING, DeliveryStatus.SENDING], due_at__lte=now
    )
    oldest = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return now - oldest if oldest else timedelta(0)


def mail_counts(kind: str, recipients: Mapping[str, int]) -> dict[str, int]:
    """Delivery state → number, of the mails of these notices: their keys and who gets each."""
    rows = Delivery.objects.filter(
        notice__kind=kind, notice__key__in=list(recipients), notice__recipient__in=set(recipients.values())
    )
    return dict(rows.order_by().values_list("status").annotate(Count("id")))


def heartbeats() -> dict[str, datetime]:
    return dict(Heartbeat.objects.values_list("name", "beat_at"))


def frequencies(kind: Kind, people: Iterable[int]) -> dict[int, str]:
    """How each person (by primary key) wants the mails of this kind. One query, or none."""
    wishes = dict.fromkeys(people, str(kind.default))
    if kind.mandatory:
        return dict.fromkeys(wishes, str(Frequency.IMMEDIATE))
    chosen = Preference.objects.filter(kind=kind.code, user__in=wishes)
    return wishes | dict(chosen.values_list("user_id", "frequency"))


def wishes_of(user: User) -> dict[str, str]:
    """Kind code → frequency, for every kind that leaves a choice."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "frequency"))
    return {kind.code: chosen.get(kind.code, str(kind.default)) for kind in optional_kinds()}


def addresses_on_hold(addresses: Iterable[str]) -> set[str]:
    """Those, in lower case, that refused mail so often that no more is sent there."""
    wanted = {address.lower() for address in addresses}
    rows = DeadAddress.objects.filter(address__in=wanted, refusals__gte=DeadAddress.LIMIT)
    return set(rows.values_list("address", flat=True))


def readers_awaiting_digest(now: datetime) -> QuerySet[User]:
    waiting = Notice.objects.filter(digest_due_at__lte=now, digest=None)
    return User.objects.filter(is_active=True, pk__in=waiting.values("recipient")).order_by("pk")


def outbox_rows(status: str = "", words: str = "") -> QuerySet[Delivery]:
    """Mails newest first; `words` is part of the address."""
    rows = Delivery.objects.order_by("-due_at", "-id")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(address__icontains=words.strip()) if words.strip() else rows


def outbox_counts() -> dict[str, int]:
    counted = Delivery.objects.values_list("status").annotate(number=Count("id")).order_by()
    return dict.fromkeys(DeliveryStatus.values, 0) | dict(counted)


def failed_mails() -> QuerySet[Delivery]:
    """What was given up and may be tried again; bounces are the recipient's last word."""
    return Delivery.objects.filter(status=DeliveryStatus.FAILED).order_by("id")


def task_runs() -> dict[str, TaskRun]:
    return {run.name: run for run in TaskRun.objects.all()}

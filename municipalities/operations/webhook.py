"""Webhooks: set up by administrators, told of events, sent until they arrive."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import webhooks
from core.errors import DomainError
from core.queueing import nudge
from municipalities import notices
from municipalities.models import Municipality, Webhook, WebhookDelivery
from municipalities.webhook_events import happening_of

ROTATION = timedelta(hours=24)  # the old key signs along
LEASE = timedelta(minutes=2)
BATCH = 20
# Standard Webhooks: the pauses before each further attempt, in seconds; then it is given up.
PAUSES = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
ENOUGH = timedelta(days=5)  # without one answer: switched off
GONE = 410
SAFE = range(200, 300)
TEST = "test"


@transaction.atomic
def create_webhook(municipality: Municipality, *, by: User, at: datetime, **values: Any) -> Webhook:
    return changes.create(Webhook, by=by, at=at, municipality=municipality, **values)


def edit_webhook(webhook: Webhook, *, by: User, at: datetime, version: int, **values: Any) -> Webhook:
    return changes.edit(webhook, by=by, at=at, version=version, **values)


def pause_webhook(webhook: Webhook, *, by: User, at: datetime) -> Webhook:
    return changes.move(webhook, "pause", by=by, at=at)


def resume_webhook(webhook: Webhook, *, by: User, at: datetime) -> Webhook:
    return changes.move(webhook, "resume", by=by, at=at, failing_since=None)


def remove_webhook(webhook: Webhook, *, by: User, at: datetime) -> Webhook:
    return changes.move(webhook, "remove", by=by, at=at)


@transaction.atomic
def rotate_secret(webhook: Webhook, *, by: User, at: datetime) -> Webhook:
    return changes.move(
        webhook,
        "rotate",
        by=by,
        at=at,
        old_secret=webhook.secret,
        old_until=at + ROTATION,
        secret=webhooks.new_secret(),
    )


@transaction.atomic
def send_test(webhook: Webhook, *, by: User, at: datetime) -> WebhookDelivery:
    """A message without an event, so that the receiver can be tried."""
    return _queue(webhook, TEST, {"webhook": webhook.code}, at)


@transaction.atomic
def replay_delivery(delivery: WebhookDelivery, *, by: User, at: datetime) -> WebhookDelivery:
    """The same message once more, under the same id. Raises DomainError while it is still on its way."""
    if delivery.delivered_at is None and delivery.given_up_at is None:
        raise DomainError(_("まだ送っている途中です。結果が出てから、もう一度送れます。"))
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        due_at=at, attempts=0, delivered_at=None, given_up_at=None, error="", locked_until=None
    )
    changes.record(delivery.webhook, "replay", by=by, at=at, delivery=delivery.code)
    transaction.on_commit(_begin)
    return delivery


def announce(row: Model, action: str, at: datetime) -> None:
    """Listens to audit.changes: writes a message for each webhook that wants it, in the same transaction."""
    happening = happening_of(type(row), action)
    if happening is None:  # nearly always: nothing may be loaded before this is known
        return
    place: Municipality = row.municipality  # type: ignore[attr-defined]
    here = Q(municipality=place) | Q(municipality=place.prefecture_id)
    wanted = Webhook.objects.filter(here, status="active", events__contains=[happening.name])
    code = str(getattr(row, "code", ""))
    data = {
        "code": code,
        "municipality": place.code,
        "api": f"{settings.BASE_URL}/api/v1/{happening.api}/{code}/",
    }
    for webhook in wanted.order_by("id"):
        _queue(webhook, happening.name, data, at)


def _queue(webhook: Webhook, event: str, data: dict[str, str], at: datetime) -> WebhookDelivery:
    body = json.dumps({"type": event, "timestamp": at.isoformat(), "data": data}, ensure_ascii=False)
    delivery = WebhookDelivery.objects.create(
        webhook=webhook, event=event, body=body, happened_at=at, due_at=at
    )
    transaction.on_commit(_begin)
    return delivery


def _begin() -> None:
    nudge("webhooks", partial(current_app.send_task, "municipalities.tasks.send_webhooks"))


def send_due(*, clock: Callable[[], datetime], send: Callable[..., int] = webhooks.send) -> int:
    """Sends what is due, a batch at a time; returns how many arrived."""
    arrived = 0
    while batch := _claim(clock()):
        for delivery in batch:
            arrived += _attempt(delivery, clock, send)
    return arrived


@transaction.atomic
def _claim(now: datetime) -> list[WebhookDelivery]:
    """Leased, so that two workers never send the same message at once."""
    waiting = Q(delivered_at=None, given_up_at=None, due_at__lte=now, webhook__status="active")
    free = Q(locked_until=None) | Q(locked_until__lt=now)
    rows = WebhookDelivery.objects.filter(waiting & free).select_for_update(skip_locked=True, of=("self",))
    ids = list(rows.order_by("due_at", "id").values_list("pk", flat=True)[:BATCH])
    taken = WebhookDelivery.objects.filter(pk__in=ids)
    taken.update(locked_until=now + LEASE, attempts=F("attempts") + 1)
    return list(taken.select_related("webhook__municipality").order_by("due_at", "id"))


def _attempt(delivery: WebhookDelivery, clock: Callable[[], datetime], send: Callable[..., int]) -> bool:
    webhook, body, now = delivery.webhook, delivery.body.encode(), clock()
    keys = [webhook.secret]
    if webhook.old_secret and webhook.old_until and webhook.old_until > now:
        keys.append(webhook.old_secret)
    sent = webhooks.headers(keys, delivery.code, int(now.timestamp()), body)
    try:
        answer, error = send(webhook.url, body, sent), ""
    except webhooks.Refused as fault:
        answer, error = None, str(fault)
    except OSError as fault:
        answer, error = None, f"{type(fault).__name__}: {fault}"
    if answer is not None and answer in SAFE:
        _note(delivery, answer=answer, error="", delivered_at=clock())
        Webhook.objects.filter(pk=webhook.pk, failing_since__isnull=False).update(failing_since=None)
        return True
    _missed(delivery, answer, error or f"HTTP {answer}", clock())
    return False


@transaction.atomic
def _missed(delivery: WebhookDelivery, answer: int | None, error: str, now: datetime) -> None:
    webhook = delivery.webhook
    if delivery.attempts > len(PAUSES) or answer == GONE:
        _note(delivery, answer=answer, error=error, given_up_at=now)
    else:
        pause = timedelta(seconds=PAUSES[delivery.attempts - 1])
        _note(delivery, answer=answer, error=error, due_at=now + pause)
    Webhook.objects.filter(pk=webhook.pk, failing_since=None).update(failing_since=now)
    webhook.refresh_from_db()
    is_dead = webhook.failing_since is not None and now - webhook.failing_since >= ENOUGH
    if webhook.status == "active" and (is_dead or answer == GONE):
        row = changes.move(webhook, "disable", by=None, at=now, note=error[:200])
        notices.tell_webhook_disabled(row, error=error, at=now)


def _note(delivery: WebhookDelivery, **values: Any) -> None:
    values["error"] = values.get("error", "")[:300]
    WebhookDelivery.objects.filter(pk=delivery.pk).update(locked_until=None, **values)


def forget_deliveries(at: datetime) -> int:
    """Deletes what was settled more than thirty days ago; returns how many."""
    old = at - timedelta(days=30)
    done = Q(delivered_at__lt=old) | Q(given_up_at__lt=old)
    return WebhookDelivery.objects.filter(done).delete()[0]

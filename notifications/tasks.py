"""Celery entry points: ids in, one call. PostgreSQL decides what is due, never the message."""

from contextlib import suppress

from celery import shared_task
from celery.signals import beat_init, heartbeat_sent
from django.db import DatabaseError
from django.utils import timezone

from notifications import outbox
from notifications.models import Heartbeat

_last_worker_beat = 0.0


@shared_task(name="notifications.tasks.deliver")
def deliver(*, message_ids: list[str]) -> None:
    """Sends these mails now, unless somebody else has them."""
    while mails := outbox.claim(message_ids=message_ids):
        outbox.deliver(mails)


@shared_task(name="notifications.tasks.sweep")
def sweep() -> None:
    """Sends whatever is due: lost messages, expired leases, retries."""
    while mails := outbox.claim():
        outbox.deliver(mails)


@shared_task(name="notifications.tasks.heartbeat")
def heartbeat() -> None:
    """Runs only if beat publishes and a worker consumes."""
    _beat("beat")


@beat_init.connect
def first_heartbeat(**_options: object) -> None:
    """Beat's own schedule starts one interval late; a start should not wait for it."""
    heartbeat.apply_async(queue="urgent", expires=30)


@heartbeat_sent.connect
def worker_heartbeat(**_options: object) -> None:
    """A worker's own pulse, so that a dead beat and a dead worker can be told apart."""
    global _last_worker_beat
    now = timezone.now().timestamp()
    if now - _last_worker_beat < 10:
        return
    _last_worker_beat = now
    with suppress(DatabaseError):  # the database is down; /readyz says so itself
        _beat("worker")


def _beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})

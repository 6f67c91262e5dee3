"""Celery entry points: ids in, one call. PostgreSQL decides what is due, never the message.

Every run of a task in the beat schedule leaves its time and result in `TaskRun`, and every failure
of any task: the signals at the end are the one place that does so.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.signals import beat_init, heartbeat_sent, task_failure, task_postrun, task_prerun
from django.conf import settings
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from core import dates
from notifications import digests, outbox, reminders
from notifications.models import Heartbeat, TaskRun

DRAIN_SECONDS = 60  # another sweep follows within seconds; a task must end within its time limit

_last_worker_beat = 0.0
_started: dict[str, float] = {}


@shared_task(name="notifications.tasks.deliver")
def deliver(*, message_ids: list[str]) -> None:
    """Sends these mails now, unless somebody else has them."""
    _drain(message_ids)


@shared_task(name="notifications.tasks.sweep")
def sweep() -> int:
    """Sends whatever is due: lost messages, expired leases, retries."""
    return _drain()


@shared_task(name="notifications.tasks.digest")
def digest() -> int:
    """Gathers what waited for this morning; returns how many people were written to."""
    return digests.send_digests(timezone.now())


@shared_task(name="notifications.tasks.remind")
def remind() -> int:
    """Tells of today's deadlines; a second run on the same day tells nobody twice."""
    return reminders.send_reminders(dates.today(), at=timezone.now())


@shared_task(name="notifications.tasks.heartbeat")
def heartbeat() -> None:
    """Runs only if beat publishes and a worker consumes."""
    _beat("beat")


def _drain(message_ids: Sequence[str] | None = None) -> int:
    stop_at, handled = time.monotonic() + DRAIN_SECONDS, 0
    while time.monotonic() < stop_at and (mails := outbox.claim(message_ids=message_ids)):
        outbox.deliver(mails)
        handled += len(mails)
    return handled


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


@task_prerun.connect
def note_start(*, task_id: str, **_options: object) -> None:
    _started[task_id] = time.monotonic()


@task_postrun.connect
def note_run(*, task_id: str, task: Any, retval: Any = None, state: str = "", **_options: object) -> None:
    spent = time.monotonic() - _started.pop(task_id, time.monotonic())
    if state != "SUCCESS" or task.name not in _scheduled():
        return
    now = timezone.now()
    run = {
        "started_at": now - timedelta(seconds=spent),
        "duration_ms": round(spent * 1000),
        "result": "" if retval is None else str(retval)[:200],
    }
    with suppress(DatabaseError):
        TaskRun.objects.update_or_create(name=task.name, defaults=run)


@task_failure.connect
def note_failure(*, sender: Any, exception: BaseException, **_options: object) -> None:
    now = timezone.now()
    with suppress(DatabaseError):
        TaskRun.objects.get_or_create(name=sender.name, defaults={"started_at": now, "duration_ms": 0})
        TaskRun.objects.filter(name=sender.name).update(
            failures=F("failures") + 1,
            failed_at=now,
            error=f"{type(exception).__name__}: {exception}"[:500],
        )


def _scheduled() -> set[str]:
    return {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

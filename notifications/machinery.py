"""What there is to know about workers, queues and scheduled tasks, for the page that shows it."""

import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

import redis
from celery.schedules import crontab
from django.conf import settings
from django.db import connection
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.models import TaskRun
from notifications.queries import heartbeats, outbox_lag, task_runs

STALE = timedelta(seconds=60)
HOURS = 24
LATE = timedelta(minutes=5)
QUEUES = ("urgent", "default", "bulk")
PACKAGES = ("Django", "celery", "redis", "psycopg2-binary")


@dataclass(frozen=True, slots=True)
class Process:
    label: str | Promise
    beat_at: datetime | None
    is_alive: bool


@dataclass(frozen=True, slots=True)
class Scheduled:
    name: str
    title: str | Promise
    interval: str
    run: TaskRun | None


def processes(now: datetime) -> list[Process]:
    seen = heartbeats()
    labels = {"worker": _("処理を行うプログラム（worker）"), "beat": _("時計のプログラム（beat）")}
    return [_process(label, seen.get(name), now) for name, label in labels.items()]


def _process(label: str | Promise, beat_at: datetime | None, now: datetime) -> Process:
    return Process(label, beat_at, beat_at is not None and now - beat_at < STALE)


def queues() -> list[tuple[str, int]] | None:
    """How many messages wait in each queue; None when Redis does not answer."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    try:
        return [(name, int(client.llen(name))) for name in QUEUES]
    except redis.RedisError:
        return None
    finally:
        client.close()


def lag(now: datetime) -> dict[str, Any]:
    waited = outbox_lag(now)
    return {"minutes": int(waited.total_seconds() // 60), "is_late": waited >= LATE}


def tasks() -> list[Scheduled]:
    """Everything in the beat schedule, with its last run."""
    runs = task_runs()
    entries = settings.CELERY_BEAT_SCHEDULE.values()
    return [
        Scheduled(
            entry["task"],
            settings.TASK_TITLES.get(entry["task"], entry["task"]),
            _interval(entry["schedule"]),
            runs.get(entry["task"]),
        )
        for entry in entries
    ]


def _interval(schedule: float | crontab) -> str:
    if isinstance(schedule, crontab):
        fields: Any = schedule
        hours, minutes = sorted(fields.hour), sorted(fields.minute)
        if len(hours) == HOURS:
            return _often(60 * 60 // len(minutes))
        clock = "、".join(f"{hour}:{minute:02}" for hour in hours for minute in minutes)
        if len(fields.day_of_week) < len(WEEKDAYS):
            days = "、".join(str(WEEKDAYS[(day - 1) % 7]) for day in sorted(fields.day_of_week))
            return gettext("毎週{days} {clock}").format(days=days, clock=clock)
        return gettext("毎日 {clock}").format(clock=clock)
    return _often(int(schedule))


def _often(seconds: int) -> str:
    if seconds % 3600 == 0:
        return gettext("{hours}時間ごと").format(hours=seconds // 3600)
    if seconds % 60 == 0:
        return gettext("{minutes}分ごと").format(minutes=seconds // 60)
    return gettext("{seconds}秒ごと").format(seconds=seconds)


def versions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        postgres = cursor.fetchone()[0]
    rows = [("Python", platform.python_version()), ("PostgreSQL", postgres)]
    return rows + [(name, version(name)) for name in PACKAGES]

"""/healthz: the process answers. /readyz: each dependency, in JSON, 503 when one is missing."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

from notifications.machinery import LATE, STALE
from notifications.queries import heartbeats, outbox_lag


def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def readyz(_request: HttpRequest) -> JsonResponse:
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "redis": _redis,
        "worker": lambda: heartbeat_of("worker"),
        "beat": lambda: heartbeat_of("beat"),
        "outbox": _outbox,
    }
    results = {name: _safely(check) for name, check in checks.items()}
    ready = all(result == "ok" for result in results.values())
    return JsonResponse({"ready": ready, "checks": results}, status=200 if ready else 503)


def _safely(check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, RedisError, OSError) as error:
        return f"unavailable: {type(error).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return "ok"


def _redis() -> str:
    cache.set("readyz", 1, timeout=5)
    return "ok"


def heartbeat_of(name: str) -> str:
    last = heartbeats().get(name)
    if last is None:
        return "never seen"
    age = timezone.now() - last
    return "ok" if age < STALE else f"silent for {int(age.total_seconds())} s"


def _outbox() -> str:
    lag = outbox_lag(timezone.now())
    return "ok" if lag < LATE else f"late by {int(lag.total_seconds())} s"

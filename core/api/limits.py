"""How often somebody may ask. Counted in Redis; without Redis nobody is held back.

Failing open is a choice: the limits protect against mistakes of programs, and a city must be able to
work while Redis is away. Sign-in has its own limits (allauth).
"""

import logging
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from core.api.problems import Refusal

log = logging.getLogger("api")
SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Usage:
    """One policy and where the asker stands in its window."""

    policy: str
    quota: int
    window: int
    used: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """As in draft-ietf-httpapi-ratelimit-headers."""
        left = max(self.quota - self.used, 0)
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={left};t={self.reset}',
        }


class Limits(BaseThrottle):
    """A fixed window per person (or address of an anonymous reader) and policy."""

    def count(self, request: Any, now: float) -> Usage | None:
        """One more request; None when nothing can be counted."""
        policy, who = self._policy(request)
        quota, window = settings.API_LIMITS[policy]
        begun = int(now) // window
        key = f"api:{policy}:{who}:{begun}"
        try:
            used = _one_more(key, window)
        except Exception as fault:  # whatever the client library raises: no cache, no limits
            log.warning("requests are not counted: %s", fault)
            return None
        return Usage(policy, quota, window, used, (begun + 1) * window - int(now))

    def _policy(self, request: Any) -> tuple[str, str]:
        if not request.user.is_authenticated:
            return "anonymous", str(self.get_ident(request))
        return ("read" if request.method in SAFE else "write"), str(request.user.pk)


def _one_more(key: str, window: int) -> int:
    """One question to Redis, and two more for the first request of a window."""
    try:
        return cache.incr(key)
    except ValueError:  # not counted yet
        cache.add(key, 0, timeout=window)
        return cache.incr(key)


def admit(request: Any) -> Usage | None:
    """Raises Refusal when the quota is used up."""
    usage = Limits().count(request, time.time())
    if usage is not None and usage.used > usage.quota:
        headers = {**usage.headers, "Retry-After": str(usage.reset)}
        raise Refusal("too-many-requests", headers=headers)
    return usage

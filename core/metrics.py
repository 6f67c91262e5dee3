"""Figures of operation as Prometheus reads them: how long requests take, by view and answer.

With several web processes on one machine set PROMETHEUS_MULTIPROC_DIR to an empty folder: they add up there.
No label holds anything about a person: addresses appear as the name of their view.
"""

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

REQUESTS = Histogram(
    "portal_request_seconds",
    "Time to answer",
    ["view", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class Measured:
    """Times every request that reached a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        if match := request.resolver_match:
            labels = (match.view_name, str(request.method), str(response.status_code))
            REQUESTS.labels(*labels).observe(time.perf_counter() - started)
        return response


def exposition(*collectors: Collector) -> bytes:
    """The requests and what the collectors find now, as text."""
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
    return generate_latest(registry)

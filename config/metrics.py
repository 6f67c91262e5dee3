"""/metrics for Prometheus: requests of the web processes, and the state of the work from the database."""

import hmac
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.registry import Collector

from core.metrics import exposition
from notifications.models import TaskRun
from notifications.queries import heartbeats, outbox_counts, outbox_lag
from reports.queries.document_jobs import jobs_waiting


def metrics(request: HttpRequest) -> HttpResponse:
    """Without METRICS_TOKEN, or with another one, there is no such page."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    return HttpResponse(exposition(Work()), content_type=CONTENT_TYPE_LATEST)


class Work(Collector):
    """Few queries, the same for one mail and for a million."""

    def collect(self) -> Iterator[Any]:
        now = timezone.now()
        yield _by("portal_mails", "Mails by state", "state", outbox_counts())
        yield Gauge(
            "portal_outbox_lag_seconds", "Age of the oldest due mail", outbox_lag(now).total_seconds()
        )
        ages = {name: (now - at).total_seconds() for name, at in heartbeats().items()}
        yield _by("portal_heartbeat_age_seconds", "Since the last sign of life", "process", ages)
        yield Gauge("portal_documents_waiting", "Documents that wait to be made", len(jobs_waiting()))
        runs = list(TaskRun.objects.all())
        failures = {run.name: run.failures for run in runs}
        yield _by("portal_task_failures", "Failures of a task since it first ran", "task", failures)
        lasted = {run.name: run.duration_ms / 1000 for run in runs}
        yield _by("portal_task_last_seconds", "How long the last run took", "task", lasted)


def _by(name: str, words: str, label: str, values: Any) -> Gauge:
    family = Gauge(name, words, labels=[label])
    for key, value in values.items():
        family.add_metric([str(key)], value)
    return family

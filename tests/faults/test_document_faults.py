"""The worker is killed while it makes a document: after a restart there is one whole document.

Once in the suite, at the worst point; `DOCUMENT_KILLS=4` (`make faults`) is four times at each.
"""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest
from celery import Celery
from django.conf import settings
from django.utils import timezone

from config.env import celery_broker
from notifications.models import Notice
from reports.enums import Ending
from reports.models import DocumentJob
from reports.operations.document_job import ask_for_yearly
from tests.factories.accounts import UserFactory
from tests.faults.document_stand_in import POINTS
from tests.notifications.test_worker import _test_database_url

pytestmark = pytest.mark.fault

RUNS = int(os.environ.get("DOCUMENT_KILLS", "0"))
CHOSEN = POINTS if RUNS else ("finishing",)
AFTER_RESTART = 30  # seconds
CHECKOUT = Path(__file__).parents[2]


class Workers:
    """One worker at a time, on a Redis database of its own."""

    def __init__(self) -> None:
        server = settings.REDIS_URL.partition("?")[0]
        is_socket = server.startswith("unix:")
        self.redis_url = f"{server}?db=8" if is_socket else f"{server.rpartition('/')[0]}/8"
        self.beat = Celery("beat", broker=celery_broker(self.redis_url), set_as_current=False)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DATABASE_URL": _test_database_url(),
            "REDIS_URL": self.redis_url,
            "LOG_LEVEL": "ERROR",
        }

    def start(self, *point: str) -> subprocess.Popen[bytes]:
        ignoring = ("-W", "ignore::UserWarning:celery.platforms")
        command = [sys.executable, *ignoring, "-m", "tests.faults.document_stand_in", *point]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=self.environment, cwd=CHECKOUT, **quiet)

    def sweep(self) -> None:
        """What beat does every 15 seconds."""
        self.beat.send_task("reports.tasks.sweep", queue="default", ignore_result=True)


@pytest.fixture
def workers():
    return Workers()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", range(max(RUNS, 1)))
@pytest.mark.parametrize("point", CHOSEN)
def test_a_killed_worker_leaves_one_whole_document(workers, point, run):
    person = UserFactory(coordinator=True)
    job = ask_for_yearly(by=person, at=timezone.now(), fiscal_year=2026, ending=Ending.PDF)
    killed = workers.start(point)
    workers.sweep()
    assert killed.wait(timeout=60) == -9
    job.refresh_from_db()
    assert job.status == ("done" if point == "finished" else "waiting")

    again = workers.start()
    restarted = time.monotonic()
    try:
        while DocumentJob.objects.get().status == "waiting":
            workers.sweep()
            time.sleep(0.5)
            assert time.monotonic() - restarted < AFTER_RESTART
        workers.sweep()
        time.sleep(0.5)
    finally:
        again.terminate()
        again.wait(timeout=30)

    done = DocumentJob.objects.get()
    assert done.attempts == (1 if point == "finished" else 2)
    assert len(pypdfium2.PdfDocument(io.BytesIO(bytes(done.content)))) > 1
    assert Notice.objects.filter(recipient=person).count() == 1

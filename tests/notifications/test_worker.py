"""The whole way once: commit, Redis, a real Celery worker, SMTP."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from config.celery import app
from config.supervisor.programs import WORKER_QUEUES
from notifications.kinds import Kind
from notifications.models import Delivery
from notifications.operations import send
from tests.factories.accounts import UserFactory
from tests.mail_server import MailServer

DAYTIME = datetime(2026, 11, 23, 3, tzinfo=UTC)  # noon in Japan: at night the mail would wait for the morning
PATIENCE = 60  # seconds; ends as soon as the condition holds
AS_ROOT = ("-W", "ignore::UserWarning:celery.platforms")


def _eventually(condition: Callable[[], object], worker: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert worker.poll() is None, f"the worker ended: {worker.communicate()[0]}"
        assert time.monotonic() < deadline, "the worker did not get round to it"
        time.sleep(0.05)


def _test_database_url() -> str:
    place = connection.settings_dict
    account = f"{quote(place['USER'])}:{quote(place['PASSWORD'])}"
    return (
        f"postgresql://{account}@:{place['PORT']}/{quote(place['NAME'])}?host={quote(place['HOST'], safe='')}"
    )


@pytest.fixture
def worker(
    transactional_db: None, mail_server: MailServer, settings: Settings
) -> Iterator[subprocess.Popen[str]]:
    """As `make run` starts it, on the test database and the test's mail server."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": _test_database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
    }
    process = subprocess.Popen(
        [
            *(sys.executable, *AS_ROOT, "-m", "celery", "-q", "-A", "config", "worker"),
            *("-Q", WORKER_QUEUES, "--pool", "solo", "--without-mingle", "--without-gossip"),
            *("--loglevel", "warning"),
        ],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        app.pool.force_close_all()


def test_a_committed_message_arrives_by_mail(
    worker: subprocess.Popen[str], mail_server: MailServer, hello: Kind
) -> None:
    person = UserFactory(family_name="髙橋", given_name="さくら")
    with transaction.atomic():
        send(
            hello,
            to=[person],
            key="1",
            path="/my/",
            at=DAYTIME,
            context={"name": "さくら"},
        )
    _eventually(lambda: mail_server.received, worker)
    ((address, message),) = mail_server.received
    assert address == person.email
    assert "髙橋 さくら 様" in message.get_body(("plain",)).get_content()
    _eventually(lambda: Delivery.objects.get().status == "sent", worker)

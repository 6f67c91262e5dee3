"""Workers are killed, Redis forgets everything, the mail server does its worst: nothing is lost.

The quick run belongs to the suite. `NOTIFICATION_EVENTS=20000 NOTIFICATION_KILLS=120` is the long one
(`make faults` sets both); it prints what happened.
"""

import asyncio
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery import Celery
from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from config.env import celery_broker
from notifications.models import Delivery, Notice
from notifications.operations.delivery import retry_failed_mails
from tests.factories.accounts import UserFactory
from tests.faults.outbox_stand_in import READERS, address_of
from tests.mail_server import free_port
from tests.notifications.test_worker import _test_database_url

pytestmark = pytest.mark.fault

EVENTS = int(os.environ.get("NOTIFICATION_EVENTS", "300"))
KILLS = int(os.environ.get("NOTIFICATION_KILLS", "3"))
PATIENCE = 60 + EVENTS / 25  # seconds; ends as soon as the outbox is empty
CHECKOUT = Path(__file__).parents[2]
FLUSH_EVERY = 1.5
SEED = 20261125


@dataclass
class Weather:
    """A mail server with moods. Whatever it does not answer with 250 it has not taken."""

    dice: random.Random = field(default_factory=lambda: random.Random(SEED))
    accepted: Counter[str] = field(default_factory=Counter)
    did: Counter[str] = field(default_factory=Counter)
    is_down: bool = False

    def __post_init__(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if self.is_down:
            self.did["down"] += 1
            server.transport.close()
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            self.did["5xx"] += 1
            return "550 5.1.1 No such user"
        if self.dice.random() < 0.02:
            self.did["4xx"] += 1
            return "450 4.2.1 Try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        chance = self.dice.random()
        if chance < 0.002:
            self.did["hang"] += 1
            await asyncio.sleep(1.3)
            server.transport.close()
        elif chance < 0.007 or self.is_down:
            self.did["drop after DATA"] += 1
            server.transport.close()
        elif chance < 0.017:
            self.did["4xx"] += 1
            return "451 4.3.0 Try later"
        else:
            self.accepted[message_from_bytes(envelope.content)["Message-ID"].strip()] += 1
            return "250 OK"
        return "451 4.3.0 Nobody hears this"


class Portal:
    """Producers and a Celery worker with three children, on a Redis database of their own."""

    def __init__(self, smtp_port: int) -> None:
        server = settings.REDIS_URL.partition("?")[0]
        is_socket = server.startswith("unix:")
        self.redis_url = f"{server}?db=9" if is_socket else f"{server.rpartition('/')[0]}/9"
        self.redis = redis.Redis.from_url(self.redis_url)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DATABASE_URL": _test_database_url(),
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "LOG_LEVEL": "ERROR",
        }
        self.beat = Celery("beat", broker=celery_broker(self.redis_url), set_as_current=False)
        self.worker = self._start("worker")
        self.kills = self.flushes = self.given_up = 0
        self.coordinator = UserFactory(email="coordinator@example.jp")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        ignoring = ("-W", "ignore::UserWarning:celery.platforms")
        command = [sys.executable, *ignoring, "-m", "tests.faults.outbox_stand_in", *arguments]
        return subprocess.Popen(
            command,
            env=self.environment,
            cwd=CHECKOUT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def produce(self, events: int) -> list[subprocess.Popen[bytes]]:
        half = events // 2
        return [
            self._start("produce", "0", str(half)),
            self._start("produce", str(half), str(events - half)),
        ]

    def sweep(self) -> None:
        """What beat does every 15 seconds; a publisher that Redis forgot must not give up."""
        self.beat.send_task("notifications.tasks.sweep", queue="urgent", ignore_result=True)

    def kill(self, dice: random.Random) -> None:
        """Mostly one child; now and then the whole worker, which is started again."""
        children = self._children()
        if not children:
            return  # still starting
        if dice.random() < 0.05:
            _end(self.worker.pid)
            for pid in children:
                _end(pid)
            self.worker.wait()
            self.worker = self._start("worker")
            self.kills += len(children)
        else:
            _end(dice.choice(children))
            self.kills += 1

    def keep_alive(self) -> None:
        """As the supervisor does: Celery gives up when it loses all its children at once."""
        if self.worker.poll() is not None:
            self.worker = self._start("worker")

    def _children(self) -> list[int]:
        found = subprocess.run(
            ["pgrep", "-P", str(self.worker.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in found.stdout.split()]

    def stop(self) -> None:
        for pid in (self.worker.pid, *self._children()):
            _end(pid)
        self.worker.wait()
        self.beat.close()
        self.redis.flushdb()
        self.redis.close()

    def send_again(self) -> None:
        """What a coordinator does about mails that met a bad server eight times."""
        self.given_up += retry_failed_mails(by=self.coordinator, at=timezone.now())

    def flush(self) -> None:
        self.redis.flushdb()
        self.flushes += 1


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _open_mails() -> int:
    return Delivery.objects.filter(status__in=["pending", "sending", "failed"]).count()


def _every(seconds: float, action: Callable[[], object]) -> Callable[[], None]:
    """Calls `action` at most so often."""
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            last = time.monotonic()
            action()

    return tick


@pytest.fixture
def weather() -> Iterator[Weather]:
    """Nobody listens at first."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    weather = Weather()
    yield weather
    weather.controller.stop(no_assert=True)


@pytest.fixture
def portal(transactional_db: None, weather: Weather) -> Iterator[Portal]:
    for number in range(READERS):
        UserFactory(email=address_of(number))
    portal = Portal(weather.controller.port)
    yield portal
    portal.stop()


def test_every_notice_once_and_no_mail_lost(
    portal: Portal, weather: Weather, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, began = random.Random(SEED), time.monotonic()
    producers = portal.produce(EVENTS)
    time.sleep(2)
    weather.controller.start()
    ticks = [
        _every(0.3, portal.sweep),
        _every(1, portal.keep_alive),
        _every(FLUSH_EVERY, portal.flush),
        _every(5, portal.send_again),
        _every(4, lambda: setattr(weather, "is_down", dice.random() < 0.25)),
        _every(0.5, lambda: portal.kills < KILLS and portal.kill(dice)),
    ]
    while any(producer.poll() is None for producer in producers) or _open_mails():
        assert time.monotonic() - began < PATIENCE, f"{_open_mails()} mails left after {PATIENCE:.0f} s"
        for tick in ticks:
            tick()
        time.sleep(0.05)
    _judge(portal, weather, time.monotonic() - began, capsys)


def _judge(portal: Portal, weather: Weather, seconds: float, capsys: pytest.CaptureFixture[str]) -> None:
    sent = set(Delivery.objects.filter(status="sent").values_list("message_id", flat=True))
    refused = Delivery.objects.filter(address__startswith="gone").exclude(status="sent").count()
    facts = {
        "events": EVENTS,
        "seconds": round(seconds),
        "processes killed": portal.kills,
        "Redis flushed": portal.flushes,
        "given up, sent again": portal.given_up,
        **weather.did,
        "notices": Notice.objects.count(),
        "mails sent": len(sent),
        "mails refused for good": refused,
        "duplicate mails": sum(weather.accepted.values()) - len(weather.accepted),
    }
    with capsys.disabled():
        sys.stdout.write("\n" + "".join(f"{name:24}{number:>8}\n" for name, number in facts.items()))
    assert not Notice.objects.values("recipient", "key").annotate(n=Count("id")).filter(n__gt=1)
    assert Notice.objects.count() == Delivery.objects.count() == EVENTS
    assert sent == set(weather.accepted), "what we noted is what the server took"
    assert len(sent) + refused == EVENTS
    assert facts["duplicate mails"] <= portal.kills
    assert portal.kills >= KILLS // 2, "too few were killed to say anything"

"""Telling a thousand people, and how fast the outbox empties beside a bare SMTP client."""

import atexit
import smtplib
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from time import sleep
from typing import Any

from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts.models import User
from core import dates
from notifications import outbox
from notifications.models import Delivery
from notifications.operations import send
from projects.models import Opening
from projects.notices import NEW_ROUND
from tests.bench.measure import Row
from tests.mail_server import free_port

PEOPLE, MAILS = 1000, 200
LEAST_RATE = 0.3  # of the raw rate


def rows() -> list[Row]:
    return [
        Row(
            f"`send` to {PEOPLE:,} people, committed",
            _send(),
            target=1000,
            differs="text, notice, mail and preferences of each; no raw side does the same",
        ),
        _rate(),
    ]


def _send() -> Callable[[], Any]:
    people = list(User.objects.filter(is_active=True, advisor_profile__isnull=False).order_by("id")[:PEOPLE])
    opening = Opening.objects.filter(status="open").latest("id")
    context = {"title": opening.title, "name": "中野 花子", "day": dates.today(), "opening": opening}
    numbers = count()

    def tell() -> None:
        at = timezone.now().replace(hour=3)  # noon in Japan: mails leave at once
        key = f"bench:{next(numbers)}"
        send(NEW_ROUND, to=people, key=key, path="/openings/", at=at, context=context)

    return tell


def _rate() -> Row:
    port = _server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    _fill()
    ready = _captured()

    def raw() -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            for address, message in ready:
                client.sendmail(settings.DEFAULT_FROM_EMAIL, [address], message)

    return Row(
        f"{MAILS} mails from the outbox to SMTP",
        lambda: outbox.deliver(outbox.claim(MAILS)),
        raw,
        most=1 / LEAST_RATE,
        differs="lease, message with HTML, one UPDATE a mail; raw sends ready bytes",
        prepare=_fill,
    )


def _captured() -> list[tuple[str, bytes]]:
    """What the outbox sends, as bytes, taken from a mailbox in memory."""
    settings.EMAIL_BACKEND, real = "django.core.mail.backends.locmem.EmailBackend", settings.EMAIL_BACKEND
    outbox.deliver(outbox.claim(MAILS))
    settings.EMAIL_BACKEND = real
    ready = [(message.to[0], message.message().as_bytes(linesep="\r\n")) for message in mail.outbox]
    mail.outbox.clear()
    return ready


def _fill() -> None:
    """Exactly so many mails that are due, and nothing else in the outbox."""
    Delivery.objects.all().delete()
    numbers = range(MAILS)
    Delivery.objects.bulk_create(
        Delivery(
            kind=NEW_ROUND.code,
            key=str(number),
            address=f"bench{number}@national.example",
            subject="【複業】再募集のお知らせ",
            text="再募集が始まりました。\n" * 20,
            message_id=f"<{number}@bench.example>",
            due_at=timezone.now() - timedelta(minutes=1),
        )
        for number in numbers
    )


def _server() -> int:
    """A server of its own process that swallows everything; it ends with this one."""
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "-c", "aiosmtpd.handlers.Sink"])
    atexit.register(server.terminate)
    for _attempt in range(100):
        with suppress(OSError), smtplib.SMTP("127.0.0.1", port):
            return port
        sleep(0.1)
    raise RuntimeError("the mail server did not start")

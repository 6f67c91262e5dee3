"""Sending what is in the outbox: leases in PostgreSQL, one SMTP connection a batch, state per mail."""

import random
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from typing import Any

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from notifications import unsubscribing
from notifications.enums import DeliveryStatus
from notifications.models import DeadAddress, Delivery

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
BATCH = 200
RECONNECT = 100  # mails over one connection; servers drop those that go on for ever
GIVE_UP = 3  # failures of the server in a row
MAX_ATTEMPTS = 8
ERROR_LENGTH = 500
PERMANENT, HANGING_UP = 500, 421  # SMTP reply codes (RFC 5321)
RETRYABLE = (smtplib.SMTPException, OSError)
UNSENDABLE = (BadHeaderError, UnicodeError)  # no server will ever see it


def claim(limit: int = BATCH, message_ids: Sequence[str] | None = None) -> list[Delivery]:
    """Leases due mails to the caller; two callers never get the same one while the lease lives."""
    now = timezone.now()
    open_ = Q(status=DeliveryStatus.PENDING, due_at__lte=now) | Q(
        status=DeliveryStatus.SENDING, locked_until__lt=now
    )
    rows = Delivery.objects.filter(open_)
    if message_ids is not None:
        rows = rows.filter(message_id__in=message_ids)
    with transaction.atomic():
        ids = list(
            rows.select_for_update(skip_locked=True)
            .order_by("due_at", "id")
            .values_list("id", flat=True)[:limit]
        )
        Delivery.objects.filter(id__in=ids).update(
            status=DeliveryStatus.SENDING, locked_until=now + LEASE, attempts=F("attempts") + 1
        )
    return list(Delivery.objects.filter(id__in=ids).order_by("id"))


def deliver(mails: Sequence[Delivery]) -> None:
    """Sends leased mails over one connection. A failing recipient never holds up the others.

    Stops halfway through the lease, or when the server has failed again and again, and hands the
    rest back, so that nobody else sends them too.
    """
    if not mails:
        return
    line = Line()
    stop_at = timezone.now() + LEASE / 2
    try:
        for position, mail in enumerate(mails):
            if timezone.now() > stop_at or line.is_down:
                _hand_back(mails[position:], line)
                break
            _deliver_one(mail, line)
    finally:
        line.close()
        _trust(line.reached)


class Line:
    """The connection to the mail server: opened when needed, fresh after RECONNECT mails."""

    def __init__(self) -> None:
        self._connection: Any = get_connection()
        self._carried = 0
        self._failures = 0
        self.reached: list[str] = []

    @property
    def is_down(self) -> bool:
        return self._failures >= GIVE_UP

    def carry(self, mail: Delivery) -> None:
        if self._carried >= RECONNECT:
            self.close()
        self._connection.open()  # or `send` would open and close one for each mail
        _message(mail, self._connection).send()
        self._carried += 1
        self._failures = 0
        self.reached.append(mail.address.lower())

    def broke(self) -> None:
        """The server did not answer as a server should; the next mail opens a fresh connection."""
        self._failures += 1
        self.close()

    def close(self) -> None:
        self._carried = 0
        try:
            self._connection.close()
        except RETRYABLE:
            self._connection.connection = None


def backoff(attempts: int) -> timedelta:
    """1, 4, 16 minutes … at most 6 hours between attempts, and up to a fifth more.

    The chance keeps a thousand mails that failed together from coming back together.
    """
    planned = min(FIRST_PAUSE * 4 ** (attempts - 1), timedelta(hours=6))
    return planned * (1 + random.random() / 5)  # noqa: S311 - nothing secret


def _deliver_one(mail: Delivery, line: Line) -> None:
    try:
        line.carry(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _reason in error.recipients.values())
        _judge(mail, error, code, line, is_about_address=True)
    except smtplib.SMTPDataError as error:
        _judge(mail, error, error.smtp_code, line, is_about_address=False)
    except UNSENDABLE as error:
        _release(mail, DeliveryStatus.BOUNCED, error, mail.due_at)
    except RETRYABLE as error:
        _retry(mail, error)
        line.broke()
    else:
        Delivery.objects.filter(pk=mail.pk).update(
            status=DeliveryStatus.SENT, sent_at=timezone.now(), locked_until=None, error=""
        )


def _judge(mail: Delivery, error: Exception, code: int, line: Line, *, is_about_address: bool) -> None:
    """5xx about the recipient or the message is final. 421 means that the server hangs up."""
    if code >= PERMANENT:
        _release(mail, DeliveryStatus.BOUNCED, error, mail.due_at)
        if is_about_address:
            _distrust(mail, error)
        return
    _retry(mail, error)
    if code == HANGING_UP:
        line.close()


def _hand_back(mails: Sequence[Delivery], line: Line) -> None:
    """Not tried, so not counted; while the server is down they wait as long as those that were."""
    fields: dict[str, Any] = {"due_at": timezone.now() + FIRST_PAUSE} if line.is_down else {}
    Delivery.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        status=DeliveryStatus.PENDING, locked_until=None, attempts=F("attempts") - 1, **fields
    )


def _distrust(mail: Delivery, error: Exception) -> None:
    """Counts refusals in a row; at DeadAddress.LIMIT no more mail is written for the address."""
    now, text = timezone.now(), str(error)[:ERROR_LENGTH]
    with transaction.atomic():
        row, is_new = DeadAddress.objects.select_for_update().get_or_create(
            address=mail.address.lower(), defaults={"error": text, "refused_at": now}
        )
        if not is_new:
            DeadAddress.objects.filter(pk=row.pk).update(
                refusals=F("refusals") + 1, error=text, refused_at=now
            )


def _trust(addresses: Sequence[str]) -> None:
    DeadAddress.objects.filter(address__in=addresses).delete()


def _message(mail: Delivery, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        reply_to=[mail.reply_to or settings.SUPPORT_EMAIL],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            **unsubscribing.headers_of(mail),
        },
        connection=connection,
    )
    html = render_to_string("emails/frame.html", {"subject": mail.subject, "text": mail.text})
    message.attach_alternative(html, "text/html")
    if mail.calendar:
        message.attach(_invitation(mail.calendar))
    return message


def _invitation(calendar: str) -> MIMEText:
    """The method stands in the header too, or mail programs show a file instead of an entry."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", "CANCEL" if "METHOD:CANCEL" in calendar else "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="invite.ics")
    return part


def _retry(mail: Delivery, error: Exception) -> None:
    spent = mail.attempts >= MAX_ATTEMPTS
    _release(
        mail,
        DeliveryStatus.FAILED if spent else DeliveryStatus.PENDING,
        error,
        timezone.now() + backoff(mail.attempts),
    )


def _release(mail: Delivery, status: DeliveryStatus, error: Exception, due_at: datetime) -> None:
    Delivery.objects.filter(pk=mail.pk).update(
        status=status, error=str(error)[:ERROR_LENGTH], due_at=due_at, locked_until=None
    )

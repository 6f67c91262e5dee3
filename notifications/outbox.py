"""Sending what is in the outbox: leases in PostgreSQL, one SMTP connection a batch, state per mail."""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from notifications.enums import DeliveryStatus
from notifications.models import Delivery

LEASE = timedelta(minutes=5)
BATCH = 200
MAX_ATTEMPTS = 8
PERMANENT, HANGING_UP = 500, 421  # SMTP reply codes (RFC 5321)
RETRYABLE = (smtplib.SMTPException, OSError)


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

    Stops halfway through the lease and hands the rest back, so that nobody else sends them too.
    """
    if not mails:
        return
    connection = get_connection()
    try:
        connection.open()
    except RETRYABLE as error:
        for mail in mails:
            _retry(mail, error)
        return
    stop_at = timezone.now() + LEASE / 2
    try:
        for position, mail in enumerate(mails):
            if timezone.now() > stop_at:
                _hand_back(mails[position:])
                break
            _deliver_one(mail, connection)
    finally:
        _close(connection)


def backoff(attempts: int) -> timedelta:
    """1, 4, 16 minutes … at most 6 hours between attempts."""
    return min(timedelta(minutes=4 ** (attempts - 1)), timedelta(hours=6))


def _deliver_one(mail: Delivery, connection: BaseEmailBackend) -> None:
    try:
        _message(mail, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        _judge(mail, error, max(code for code, _reason in error.recipients.values()), connection)
    except smtplib.SMTPDataError as error:
        _judge(mail, error, error.smtp_code, connection)
    except RETRYABLE as error:
        _retry(mail, error)
        _close(connection)  # the next mail opens a fresh one
    else:
        Delivery.objects.filter(pk=mail.pk).update(
            status=DeliveryStatus.SENT, sent_at=timezone.now(), locked_until=None, error=""
        )


def _judge(mail: Delivery, error: Exception, code: int, connection: BaseEmailBackend) -> None:
    """5xx about the recipient or the message is final. 421 means that the server hangs up."""
    if code >= PERMANENT:
        _bounce(mail, error)
        return
    _retry(mail, error)
    if code == HANGING_UP:
        _close(connection)


def _hand_back(mails: Sequence[Delivery]) -> None:
    Delivery.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        status=DeliveryStatus.PENDING, locked_until=None, attempts=F("attempts") - 1
    )


def _message(mail: Delivery, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        reply_to=[mail.reply_to or settings.SUPPORT_EMAIL],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    html = render_to_string("emails/frame.html", {"subject": mail.subject, "text": mail.text})
    message.attach_alternative(html, "text/html")
    return message


def _retry(mail: Delivery, error: Exception) -> None:
    spent = mail.attempts >= MAX_ATTEMPTS
    _release(
        mail,
        DeliveryStatus.FAILED if spent else DeliveryStatus.PENDING,
        error,
        timezone.now() + backoff(mail.attempts),
    )


def _bounce(mail: Delivery, error: Exception) -> None:
    _release(mail, DeliveryStatus.BOUNCED, error, mail.due_at)


def _release(mail: Delivery, status: DeliveryStatus, error: Exception, due_at: datetime) -> None:
    Delivery.objects.filter(pk=mail.pk).update(
        status=status, error=str(error)[:500], due_at=due_at, locked_until=None
    )


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except RETRYABLE:
        connection.connection = None  # type: ignore[attr-defined]

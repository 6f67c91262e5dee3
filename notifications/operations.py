"""Telling people: writes the notice and the mail in the caller's transaction, delivers after commit."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import make_msgid
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from notifications.kinds import Kind
from notifications.models import Delivery, Notice

logger = logging.getLogger(__name__)


def send(
    kind: Kind,
    *,
    to: Iterable[User],
    key: str,
    path: str,
    at: datetime,
    context: Mapping[str, Any],
) -> None:
    """Tells each active person once; a second call with the same kind and key tells nobody twice.

    `path` is a site-relative address, shown as a button on the portal and as a full link in the
    mail. The texts are rendered now, in the recipient's language, so that page and mail agree.
    """
    people = {user.pk: user for user in to if user.is_active}
    if not people:
        return
    with transaction.atomic():
        Notice.objects.bulk_create(
            [_notice(kind, user, key, path, at, context) for user in people.values()],
            ignore_conflicts=True,
        )
        fresh = Notice.objects.filter(kind=kind.code, key=key, recipient__in=people, delivery__isnull=True)
        mails = [_delivery(notice, people[notice.recipient_id], at) for notice in fresh]
        Delivery.objects.bulk_create(mails, ignore_conflicts=True)
        if mails:
            transaction.on_commit(partial(_nudge, [mail.message_id for mail in mails]))


def mark_read(*, user: User, at: datetime, notice: Notice | None = None) -> int:
    """Marks one notice, or all of the user's, as read; returns how many were unread."""
    unread = Notice.objects.filter(recipient=user, read_at=None)
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=at)


def _notice(kind: Kind, user: User, key: str, path: str, at: datetime, context: Mapping[str, Any]) -> Notice:
    scope = {**context, "recipient": user, "kind": kind}
    with translation.override(user.language):
        title = " ".join(render_to_string(f"{kind.template}.subject.txt", scope).split())
        body = render_to_string(f"{kind.template}.txt", scope).strip()
    return Notice(
        recipient=user,
        kind=kind.code,
        key=key,
        title=title[:200],
        body=body,
        path=path,
        created_at=at,
    )


def _delivery(notice: Notice, user: User, at: datetime) -> Delivery:
    with translation.override(user.language):
        text = render_to_string(
            "emails/frame.txt",
            {
                "recipient": user,
                "body": notice.body,
                "link": f"{settings.BASE_URL}{notice.path}" if notice.path else "",
                "support_email": settings.SUPPORT_EMAIL,
            },
        )
    return Delivery(
        notice=notice,
        address=user.email,
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{notice.title}"[:200],
        text=text.strip() + "\n",
        message_id=make_msgid(idstring=f"n{notice.pk}", domain="portal.invalid"),
        due_at=at,
    )


def _nudge(message_ids: list[str]) -> None:
    """Asks a worker to send at once. Redis may be down: the sweeper sends them later."""
    from notifications.tasks import deliver

    try:
        deliver.apply_async(kwargs={"message_ids": message_ids}, queue="urgent")
    except Exception as error:  # any broker failure is survivable by design
        logger.warning("could not queue %d mails: %s", len(message_ids), error)

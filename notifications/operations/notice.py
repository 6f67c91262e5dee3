"""Telling people: writes the notice and the mail in the caller's transaction, delivers after commit."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from notifications import texts
from notifications.kinds import Kind
from notifications.models import Delivery, Notice

logger = logging.getLogger(__name__)
CHUNK = 500


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
    composer = texts.Composer(kind, context)
    with transaction.atomic():
        told = _write_notices(composer, list(people.values()), key=key, path=path, at=at)
        mails = [_mail(composer, notice, people[notice.recipient_id]) for notice in told]
        Delivery.objects.bulk_create(mails, batch_size=CHUNK)
        _deliver_after_commit(mails)


def send_to_address(
    kind: Kind,
    *,
    address: str,
    name: str,
    key: str,
    path: str,
    at: datetime,
    context: Mapping[str, Any],
    language: str = "ja",
    reply_to: str = "",
) -> None:
    """Mails somebody who has no account (an invitation); once per kind, key and address.

    Templates see `recipient` as for everybody else; there is no notice, so nothing on the portal.
    """
    person = User(email=address, family_name=name, language=language)
    composer = texts.Composer(kind, context)
    text = composer.text(person)
    mail = Delivery(
        kind=kind.code,
        key=key,
        address=address,
        subject=texts.subject(text.title),
        text=composer.mail(person, text.body, link=texts.full_address(path)),
        reply_to=reply_to,
        message_id=texts.new_message_id("a"),
        due_at=at,
    )
    with transaction.atomic():
        Delivery.objects.bulk_create([mail], ignore_conflicts=True)
        _deliver_after_commit(Delivery.objects.filter(message_id=mail.message_id))


def mark_read(*, user: User, at: datetime, notice: Notice | None = None) -> int:
    """Marks one notice, or all of the user's, as read; returns how many were unread."""
    unread = Notice.objects.filter(recipient=user, read_at=None)
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=at)


def _write_notices(
    composer: texts.Composer, people: Sequence[User], *, key: str, path: str, at: datetime
) -> list[Notice]:
    """Those that were not there before: a notice somebody else wrote first keeps its own code."""
    rows = []
    for user in people:
        text = composer.text(user)
        rows.append(
            Notice(
                recipient=user,
                kind=composer.kind.code,
                key=key,
                title=text.title,
                body=text.body,
                path=path,
                created_at=at,
            )
        )
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)
    return list(Notice.objects.filter(code__in=[row.code for row in rows]).order_by("id"))


def _mail(composer: texts.Composer, notice: Notice, user: User) -> Delivery:
    return Delivery(
        notice=notice,
        recipient=user,
        kind=notice.kind,
        address=user.email,
        subject=texts.subject(notice.title),
        text=composer.mail(user, notice.body, link=texts.full_address(notice.path)),
        message_id=texts.new_message_id(f"n{notice.pk}"),
        due_at=notice.created_at,
    )


def _deliver_after_commit(mails: Iterable[Delivery]) -> None:
    ids = [mail.message_id for mail in mails]
    if ids:
        transaction.on_commit(partial(_nudge, ids))


def _nudge(message_ids: list[str]) -> None:
    """Asks a worker to send at once. Redis may be down: the sweeper sends them later."""
    from notifications.tasks import deliver

    try:
        deliver.apply_async(kwargs={"message_ids": message_ids}, queue="urgent")
    except Exception as error:  # any broker failure is survivable by design
        logger.warning("could not queue %d mails: %s", len(message_ids), error)

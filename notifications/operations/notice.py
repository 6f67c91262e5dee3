"""Telling people: writes the notice and the mail in the caller's transaction, delivers after commit."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from core.queueing import nudge
from notifications import hours, texts
from notifications.enums import DeliveryStatus, Frequency
from notifications.kinds import Kind
from notifications.models import Delivery, Notice
from notifications.queries import addresses_on_hold, frequencies
from notifications.unsubscribing import leaving_address

logger = logging.getLogger(__name__)
CHUNK = 200  # mails a worker takes at once


def send(
    kind: Kind,
    *,
    to: Iterable[User],
    key: str,
    path: str,
    at: datetime,
    context: Mapping[str, Any],
    calendar: str = "",
) -> None:
    """Tells each active person once; a second call with the same kind and key tells nobody twice.

    `path` is a site-relative address in the caller's language, kept in Japanese, shown as a button on the portal and as a full link in the
    mail. The texts are rendered now, in the recipient's language, so that page and mail agree. The
    notice is on the portal at once; its mail comes as the person prefers, outside quiet hours, and
    carries the `calendar`, an iCalendar text.
    """
    people = {user.pk: user for user in to}
    composer = texts.Composer(kind, context)
    path = texts.stored_path(path)
    _tell(kind, [_Told(user, composer, key, path, calendar) for user in people.values()], at=at)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told of an event that tells everybody something else."""

    to: User
    key: str
    path: str
    context: Mapping[str, Any]


def send_each(kind: Kind, letters: Iterable[Letter], *, at: datetime) -> None:
    """`send` for many people with words of their own, in a constant number of statements.

    Every letter goes to another person.
    """
    told = [
        _Told(each.to, texts.Composer(kind, each.context), each.key, texts.stored_path(each.path))
        for each in letters
    ]
    _tell(kind, told, at=at)


@dataclass(frozen=True, slots=True)
class _Told:
    user: User
    composer: texts.Composer
    key: str
    path: str
    calendar: str = ""


def _tell(kind: Kind, told: Iterable[_Told], *, at: datetime) -> None:
    people = {each.user.pk: each for each in told if each.user.is_active}
    if not people:
        return
    wishes = frequencies(kind, people)
    with transaction.atomic():
        written = _write_notices(kind, list(people.values()), wishes, at=at)
        now = [notice for notice in written if wishes[notice.recipient_id] == Frequency.IMMEDIATE]
        mails = [_mail(notice, people[notice.recipient_id], at) for notice in now]
        queue_mails(mails, at=at, queue="urgent" if kind.may_come_at_night else "default")


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
        text=composer.mail(person, text.body, link=texts.full_address(texts.stored_path(path), language)),
        reply_to=reply_to,
        message_id=texts.new_message_id("a"),
        due_at=at,
    )
    queue_mails([mail], at=at, queue="urgent")


def mark_read(*, user: User, at: datetime, notice: Notice | None = None) -> int:
    """Marks one notice, or all of the user's, as read; returns how many were unread."""
    unread = Notice.objects.filter(recipient=user, read_at=None)
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=at)


def _write_notices(
    kind: Kind, told: Sequence[_Told], wishes: Mapping[int, str], *, at: datetime
) -> list[Notice]:
    """Those that were not there before: a notice somebody else wrote first keeps its own code."""
    rows = []
    for each in told:
        text = each.composer.text(each.user)
        rows.append(
            Notice(
                recipient=each.user,
                kind=kind.code,
                key=each.key,
                title=text.title,
                body=text.body,
                path=each.path,
                created_at=at,
                digest_due_at=hours.digest_time(at, wishes[each.user.pk]),
            )
        )
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    written = Notice.objects.filter(code__in=[row.code for row in rows])
    ids = dict(written.values_list("code", "pk"))
    fresh = [row for row in rows if row.code in ids]
    for row in fresh:
        row.pk = ids[row.code]
    return fresh


def _mail(notice: Notice, told: _Told, at: datetime) -> Delivery:
    user, composer = told.user, told.composer
    kind = composer.kind
    link, leave = texts.full_address(notice.path, user.language), leaving_address(kind, user)
    return Delivery(
        notice=notice,
        recipient=user,
        kind=kind.code,
        address=user.email,
        subject=texts.subject(notice.title),
        text=composer.mail(user, notice.body, link=link, leave=leave),
        calendar=told.calendar,
        message_id=texts.new_message_id(f"n{notice.pk}"),
        due_at=hours.mail_time(at, urgent=kind.may_come_at_night),
    )


def queue_mails(mails: Sequence[Delivery], *, at: datetime, queue: str) -> None:
    """Writes mails into the outbox; what is due leaves right after the commit.

    An address that keeps refusing gets none, but the row stays and says so.
    """
    on_hold = addresses_on_hold(mail.address for mail in mails)
    for mail in mails:
        if mail.address.lower() in on_hold:
            mail.status = DeliveryStatus.HELD
    with transaction.atomic():
        Delivery.objects.bulk_create(mails, ignore_conflicts=True)
        due = {mail.message_id for mail in mails if mail.due_at <= at and mail.status != DeliveryStatus.HELD}
        rows = Delivery.objects.filter(message_id__in=due).order_by("id")
        written = list(rows.values_list("message_id", flat=True))
        for start in range(0, len(written), CHUNK):
            ids = written[start : start + CHUNK]
            transaction.on_commit(partial(_nudge, ids, queue))


def _nudge(message_ids: list[str], queue: str) -> None:
    from notifications.tasks import deliver

    publish = partial(deliver.apply_async, kwargs={"message_ids": message_ids}, queue=queue)
    nudge(f"{len(message_ids)} mails", publish)

"""One mail that gathers what waited: each notice in exactly one, whoever runs it how often."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from notifications import texts
from notifications.kinds import DIGEST, KINDS
from notifications.models import Delivery, Notice
from notifications.operations.notice import queue_mails
from notifications.queries import readers_awaiting_digest
from notifications.unsubscribing import leaving_address

BLOCK = 200
SHOWN = 50


def send_digests(now: datetime) -> int:
    """Block by block, each in a transaction of its own; returns how many people were written to."""
    written, last = 0, 0
    while True:
        people = list(readers_awaiting_digest(now).filter(pk__gt=last)[:BLOCK].values_list("pk", flat=True))
        if not people:
            return written
        written += _send_block(people, now)
        last = people[-1]


@transaction.atomic
def _send_block(people: Sequence[int], now: datetime) -> int:
    """The lock on the person keeps two runs from gathering the same notices."""
    rows = User.objects.filter(pk__in=people, is_active=True).order_by("pk")
    readers = {user.pk: user for user in rows.select_for_update(skip_locked=True, no_key=True)}
    waiting = Notice.objects.filter(recipient__in=readers, digest_due_at__lte=now, digest=None)
    mails: list[Delivery] = []
    gathered: list[list[Notice]] = []
    for reader, group in groupby(waiting.order_by("recipient", "id"), key=lambda row: row.recipient_id):
        notices = list(group)
        gathered.append(notices)
        mails.append(_mail(readers[reader], notices, now))
    queue_mails(mails, at=now, queue="bulk")
    keys = {mail.message_id: notices for mail, notices in zip(mails, gathered, strict=True)}
    for pk, message_id in Delivery.objects.filter(message_id__in=keys).values_list("pk", "message_id"):
        for notice in keys[message_id]:
            notice.digest_id = pk
    Notice.objects.bulk_update([row for rows in gathered for row in rows], ["digest"], batch_size=500)
    return len(mails)


def _mail(user: User, notices: Sequence[Notice], now: datetime) -> Delivery:
    with translation.override(user.language):
        scope = {
            "count": len(notices),
            "groups": _grouped(notices[:SHOWN], user.language),
            "more": max(len(notices) - SHOWN, 0),
        }
        title = " ".join(render_to_string(f"{DIGEST.template}.subject.txt", scope).split())
        body = render_to_string(f"{DIGEST.template}.txt", scope).strip()
        link = texts.full_address(reverse("notices"))
        text = texts.frame(user.language, body, link=link, leave=leaving_address(DIGEST, user))
    return Delivery(
        recipient=user,
        kind=DIGEST.code,
        key=str(notices[0].pk),  # a notice is gathered once, so the first one names the digest
        address=user.email,
        subject=texts.subject(title),
        text=text.replace(texts.NAME, str(user)),
        message_id=texts.new_message_id(f"d{notices[0].pk}"),
        due_at=now,
    )


def _grouped(notices: Sequence[Notice], language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Heading → (title, full address), in the order in which they came."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for notice in notices:
        kind = KINDS.get(notice.kind)
        heading = kind.heading if kind else notice.kind_label
        groups.setdefault(heading, []).append((notice.title, texts.full_address(notice.path, language)))
    return list(groups.items())

"""Delivery against a real SMTP server: leases, retries, bounces, and nobody in anybody's way."""

import re
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from notifications import outbox, tasks
from notifications.models import DeadAddress, Delivery
from notifications.queries import inbox_state
from tests.factories.notifications import DeadAddressFactory, DeliveryFactory
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db


def _send_all() -> None:
    outbox.deliver(outbox.claim())


def _is_about(moment: datetime, expected: datetime) -> bool:
    return abs(moment - expected) < timedelta(seconds=20)


# What arrives


def test_japanese_arrives_intact_as_text_and_html(mail_server: MailServer) -> None:
    mail = DeliveryFactory(
        subject="【複業ポータル】髙橋さんの応募①",
        text="長尾 様\n\n「A & B」<第1回>\nhttp://localhost:8000/desk/\n",
    )
    _send_all()
    ((address, message),) = mail_server.received
    assert address == mail.address
    assert message["Subject"].strip() == mail.subject  # folding leaves a blank at the front
    assert message["To"] == mail.address
    plain = message.get_body(("plain",)).get_content()
    assert plain.replace("\r\n", "\n").strip() == mail.text.strip()
    html = message.get_body(("html",)).get_content()
    assert "「A &amp; B」&lt;第1回&gt;" in html
    assert '<a href="http://localhost:8000/desk/"' in html
    assert '<html lang="ja">' in html


def test_headers_name_the_sender_the_support_and_the_robot(
    mail_server: MailServer, settings: Settings
) -> None:
    mail = DeliveryFactory()
    _send_all()
    ((_address, message),) = mail_server.received
    assert message["Message-ID"] == mail.message_id
    assert message["Reply-To"] == settings.SUPPORT_EMAIL
    assert message["Auto-Submitted"] == "auto-generated"
    assert "複業アドバイザー ポータル" in message["From"]


def test_a_sent_mail_is_noted_and_never_sent_again(mail_server: MailServer) -> None:
    mail = DeliveryFactory()
    _send_all()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.locked_until, mail.error) == ("sent", 1, None, "")
    assert _is_about(mail.sent_at, timezone.now())
    _send_all()
    assert len(mail_server.received) == 1


def test_a_batch_uses_one_connection(mail_server: MailServer) -> None:
    DeliveryFactory.create_batch(5)
    _send_all()
    assert len(mail_server.received) == 5
    assert mail_server.connections == 1


def test_after_a_crash_the_second_copy_has_the_same_message_id(mail_server: MailServer) -> None:
    mail = DeliveryFactory()
    _send_all()
    Delivery.objects.filter(pk=mail.pk).update(  # it went out, but the note of it was lost
        status="sending", sent_at=None, locked_until=timezone.now() - timedelta(seconds=1)
    )
    _send_all()
    first, second = (message["Message-ID"] for _address, message in mail_server.received)
    assert first == second == mail.message_id


# What goes wrong


def test_an_unknown_recipient_bounces_for_good(mail_server: MailServer) -> None:
    mail = DeliveryFactory()
    mail_server.answers[mail.address] = "550 5.1.1 No such user"
    _send_all()
    mail.refresh_from_db()
    assert (mail.status, mail.locked_until) == ("bounced", None)
    assert "No such user" in mail.error
    assert outbox.claim() == []


def test_a_refused_content_bounces_for_good(mail_server: MailServer) -> None:
    mail = DeliveryFactory()
    mail_server.data_answer = "554 5.7.1 Rejected"
    _send_all()
    mail.refresh_from_db()
    assert mail.status == "bounced"
    assert "Rejected" in mail.error


@pytest.mark.parametrize("where", ["recipient", "content"])
def test_a_busy_server_is_asked_again_later(mail_server: MailServer, where: str) -> None:
    mail = DeliveryFactory()
    if where == "recipient":
        mail_server.answers[mail.address] = "450 4.2.1 Try later"
    else:
        mail_server.data_answer = "451 4.3.0 Try later"
    _send_all()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.locked_until) == ("pending", 1, None)
    assert "Try later" in mail.error
    assert _is_about(mail.due_at, timezone.now() + timedelta(minutes=1.1))

    mail_server.answers, mail_server.data_answer = {}, "250 OK"
    _send_all()
    assert mail_server.received == [], "not before it is due"
    Delivery.objects.update(due_at=timezone.now())
    _send_all()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.error) == ("sent", 2, "")


def test_one_bad_recipient_does_not_hold_up_the_others(mail_server: MailServer) -> None:
    first, bad, busy, last = DeliveryFactory.create_batch(4)
    mail_server.answers = {bad.address: "550 No such user", busy.address: "450 Try later"}
    _send_all()
    assert mail_server.recipients == [first.address, last.address]
    states = list(Delivery.objects.order_by("pk").values_list("status", flat=True))
    assert states == ["sent", "bounced", "pending", "sent"]


@pytest.mark.parametrize("where", ["recipient", "content"])
def test_a_server_that_hangs_up_costs_only_that_mail(mail_server: MailServer, where: str) -> None:
    """421 closes the connection; the next mail needs a new one, not a minute of waiting."""
    bad, good = DeliveryFactory.create_batch(2)
    if where == "recipient":
        mail_server.answers[bad.address] = "421 4.3.2 Closing"
    else:
        mail_server.data_answers = {bad.address: "421 4.3.2 Closing"}
    _send_all()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, good.status) == ("pending", "sent")


@pytest.mark.usefixtures("smtp_settings")
def test_a_server_that_is_down_is_tried_again(smtp_settings: Settings) -> None:
    mail = DeliveryFactory()
    _send_all()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.locked_until) == ("pending", 1, None)
    assert _is_about(mail.due_at, timezone.now() + timedelta(minutes=1.1))
    assert mail.error


def test_a_server_that_hangs_is_given_up_and_tried_again(mail_server: MailServer) -> None:
    """The next mail does not pay for it: it goes out over a fresh connection."""
    slow, quick = DeliveryFactory.create_batch(2)
    mail_server.hangs = {slow.address}
    _send_all()
    slow.refresh_from_db()
    quick.refresh_from_db()
    assert (slow.status, slow.locked_until) == ("pending", None)
    assert "timed out" in slow.error
    assert quick.status == "sent"


def test_in_the_end_a_mail_is_given_up(smtp_settings: Settings) -> None:
    mail = DeliveryFactory(attempts=outbox.MAX_ATTEMPTS - 1)
    _send_all()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == ("failed", outbox.MAX_ATTEMPTS)
    Delivery.objects.update(due_at=timezone.now())
    assert outbox.claim() == []


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 4), (3, 16), (4, 64), (5, 256), (6, 360), (8, 360)]
)
def test_backoff(attempts: int, minutes: int) -> None:
    """With some chance, so that what failed together does not come back together."""
    pauses = {outbox.backoff(attempts) for _ in range(20)}
    assert len(pauses) > 1
    assert timedelta(minutes=minutes) <= min(pauses) <= max(pauses) <= timedelta(minutes=minutes * 1.2)


def test_nothing_to_send_opens_no_connection(mail_server: MailServer) -> None:
    _send_all()
    assert mail_server.connections == 0


def test_what_does_not_fit_into_the_lease_is_handed_back(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a slow server makes two workers send the same mails."""
    DeliveryFactory.create_batch(3)
    mails = outbox.claim()
    monkeypatch.setattr(outbox, "LEASE", timedelta(0))
    outbox.deliver(mails)
    assert (
        list(Delivery.objects.values_list("status", "attempts", "locked_until")) == [("pending", 0, None)] * 3
    )


def test_a_connection_is_renewed_now_and_then(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RECONNECT", 2)
    DeliveryFactory.create_batch(5)
    _send_all()
    assert (len(mail_server.received), mail_server.connections) == (5, 3)


@pytest.mark.usefixtures("smtp_settings")
def test_a_server_that_stays_down_is_not_asked_for_each_mail() -> None:
    """Three failures in a row end the batch; those that were not tried lose no attempt."""
    DeliveryFactory.create_batch(5)
    _send_all()
    rows = list(Delivery.objects.order_by("pk").values_list("status", "attempts", "locked_until"))
    assert rows == [("pending", 1, None)] * 3 + [("pending", 0, None)] * 2
    assert outbox.claim() == [], "all of them wait"


# Addresses that refuse


def test_an_address_that_keeps_refusing_gets_no_more_mail(mail_server: MailServer, clerk: User) -> None:
    mail_server.answers[clerk.email] = "550 5.1.1 No such user"
    for number in range(DeadAddress.LIMIT):
        assert not inbox_state(clerk)["mail_returns"]
        DeliveryFactory(notice__recipient=clerk, address=clerk.email.upper() if number else clerk.email)
        mail_server.answers[clerk.email.upper()] = "550 5.1.1 No such user"
        _send_all()
    dead = DeadAddress.objects.get()
    assert (dead.address, dead.refusals) == (clerk.email, DeadAddress.LIMIT)
    assert inbox_state(clerk)["mail_returns"]


def test_a_refused_text_says_nothing_about_the_address(mail_server: MailServer) -> None:
    mail_server.data_answer = "554 5.7.1 Rejected"
    DeliveryFactory()
    _send_all()
    assert not DeadAddress.objects.exists()


def test_an_arrival_forgives_earlier_refusals(mail_server: MailServer) -> None:
    mail = DeliveryFactory()
    DeadAddressFactory(address=mail.address, refusals=2)
    _send_all()
    assert not DeadAddress.objects.exists()


# One-click unsubscribe


def test_mails_that_may_be_stopped_say_how(mail_server: MailServer, settings: Settings) -> None:
    DeliveryFactory(notice__kind="projects.meeting_planned")
    _send_all()
    ((_address, message),) = mail_server.received
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(
        rf"<{settings.BASE_URL}/notifications/unsubscribe/[^>\s]+/>", message["List-Unsubscribe"].strip()
    )


@pytest.mark.parametrize("facts", [{"notice__kind": "projects.answer"}, {"recipient": None}])
def test_mandatory_mails_and_those_to_bare_addresses_do_not(
    mail_server: MailServer, facts: dict[str, Any]
) -> None:
    DeliveryFactory(**facts)
    _send_all()
    ((_address, message),) = mail_server.received
    assert message["List-Unsubscribe"] is None


# Leases


def test_claim_takes_what_is_due_oldest_first() -> None:
    later = DeliveryFactory(later=True)
    young = DeliveryFactory()
    old = DeliveryFactory(due_at=timezone.now() - timedelta(hours=1))
    assert [mail.pk for mail in outbox.claim(limit=1)] == [old.pk]
    assert [mail.pk for mail in outbox.claim()] == [young.pk]
    later.refresh_from_db()
    assert (later.status, later.attempts) == ("pending", 0)


def test_claim_leases() -> None:
    DeliveryFactory()
    (mail,) = outbox.claim()
    assert (mail.status, mail.attempts) == ("sending", 1)
    assert _is_about(mail.locked_until, timezone.now() + outbox.LEASE)
    assert outbox.claim() == []


def test_only_an_expired_lease_is_taken_again() -> None:
    DeliveryFactory(sending=True)
    abandoned = DeliveryFactory(abandoned=True)
    (mail,) = outbox.claim()
    assert (mail.pk, mail.attempts) == (abandoned.pk, 2)


def test_claim_can_be_limited_to_messages() -> None:
    wanted, _other = DeliveryFactory.create_batch(2)
    assert [mail.pk for mail in outbox.claim(message_ids=[wanted.message_id, "<unknown>"])] == [wanted.pk]


@pytest.mark.django_db(transaction=True)
def test_two_claims_never_overlap() -> None:
    """While one claim holds its rows, another takes the rest without waiting."""
    DeliveryFactory.create_batch(6)
    second: list[int] = []

    def claim_elsewhere() -> None:
        try:
            second.extend(mail.pk for mail in outbox.claim())
        finally:
            connection.close()

    with transaction.atomic():
        first = [mail.pk for mail in outbox.claim(limit=4)]
        thread = Thread(target=claim_elsewhere)
        thread.start()
        thread.join(timeout=10)
        assert not thread.is_alive(), "the second claim waited for the first"
    assert len(first) == 4
    assert len(second) == 2
    assert not set(first) & set(second)


# Tasks


def test_the_sweeper_empties_the_outbox_in_batches(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox.claim, "__defaults__", (2, None))
    DeliveryFactory.create_batch(5)
    DeliveryFactory(abandoned=True)
    DeliveryFactory(later=True)
    tasks.sweep()
    assert len(mail_server.received) == 6
    assert mail_server.connections == 3


def test_the_sweeper_ends_while_the_server_is_down(smtp_settings: Settings) -> None:
    DeliveryFactory.create_batch(3)
    tasks.sweep()
    assert set(Delivery.objects.values_list("status", "attempts")) == {("pending", 1)}


def test_deliver_sends_the_named_mails_only(mail_server: MailServer) -> None:
    wanted, _other = DeliveryFactory.create_batch(2)
    tasks.deliver(message_ids=[wanted.message_id])
    tasks.deliver(message_ids=[wanted.message_id, "<lost>"])
    assert mail_server.recipients == [wanted.address]

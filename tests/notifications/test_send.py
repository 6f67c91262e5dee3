"""Telling people: exactly once, in the caller's transaction, in each person's language."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from notifications import tasks
from notifications.kinds import KINDS, Kind, register
from notifications.models import Delivery, Notice
from notifications.operations import send, send_to_address
from tests.factories.accounts import UserFactory

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
Send = Callable[..., None]


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What reaches the broker."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **options: calls.append(options))
    return calls


@pytest.fixture
def tell(hello: Kind) -> Send:
    def tell(*people: User, key: str = "1", **options: Any) -> None:
        options = {"path": "/desk/x/", "at": AT, "context": {"name": "A & B"}, **options}
        send(hello, to=people, key=key, **options)

    return tell


@pytest.mark.django_db
def test_a_notice_and_a_mail_for_each_person(tell: Send, clerk: User, approver: User) -> None:
    tell(clerk, approver)
    notice = Notice.objects.get(recipient=clerk)
    assert (notice.kind, notice.key, notice.path) == ("tests.hello", "1", "/desk/x/")
    assert notice.body == "長尾 花子 様あてのお知らせです。「A & B」<第1回> 髙橋①"
    assert (notice.created_at, notice.read_at) == (AT, None)
    assert notice.delivery.address == clerk.email
    assert Notice.objects.filter(recipient=approver).count() == 1
    assert Delivery.objects.filter(status="pending", due_at=AT, attempts=0).count() == 2


@pytest.mark.django_db
def test_the_mail_frames_the_text_with_greeting_and_full_link(
    tell: Send, clerk: User, settings: Settings
) -> None:
    settings.BASE_URL = "https://portal.example"
    tell(clerk)
    mail = Delivery.objects.get()
    assert mail.text.startswith("長尾 花子 様\n")
    assert "お知らせです。「A & B」<第1回>" in mail.text
    assert "https://portal.example/desk/x/" in mail.text
    assert settings.SUPPORT_EMAIL in mail.text
    assert mail.text.endswith("\n")


@pytest.mark.django_db
def test_without_a_path_the_mail_has_only_the_way_out(tell: Send, clerk: User) -> None:
    tell(clerk, path="")
    text = Delivery.objects.get().text
    assert "次のページをご覧ください" not in text
    assert re.findall(r"http\S+?/notifications/\w+/", text) == [
        "http://localhost:8000/notifications/unsubscribe/"
    ]


@pytest.mark.django_db
def test_the_subject_is_one_line_even_if_a_name_is_not(tell: Send, clerk: User) -> None:
    tell(clerk, context={"name": "悪意\nBcc: victim@example.jp\r\n"})
    subject = Delivery.objects.get().subject
    assert subject == "【複業ポータル】悪意 Bcc: victim@example.jp さんへ こんにちは"


@pytest.mark.django_db
def test_a_very_long_subject_is_cut(tell: Send, clerk: User) -> None:
    tell(clerk, context={"name": "長" * 300})
    assert len(Notice.objects.get().title) == len(Delivery.objects.get().subject) == 200


@pytest.mark.django_db
def test_everybody_is_told_in_their_own_language(tell: Send, clerk: User) -> None:
    foreigner = UserFactory(language="en")
    tell(clerk, foreigner)
    titles = dict(Notice.objects.values_list("recipient", "title"))
    assert titles[clerk.pk].endswith("こんにちは")
    assert titles[foreigner.pk].endswith("Hello")


@pytest.mark.django_db
@pytest.mark.parametrize("acting_in", ["ja", "en"])
def test_the_link_leads_to_the_readers_language_whatever_the_actor_reads(
    tell: Send, clerk: User, acting_in: str
) -> None:
    foreigner = UserFactory(language="en")
    with translation.override(acting_in):
        tell(clerk, foreigner, path=reverse("notices"))

    links = {mail.recipient_id: mail.text for mail in Delivery.objects.all()}
    assert "8000/notifications/\n" in links[clerk.pk]
    assert "8000/en/notifications/\n" in links[foreigner.pk]
    assert set(Notice.objects.values_list("path", flat=True)) == {"/notifications/"}


def test_the_same_key_tells_nobody_twice(tell: Send, clerk: User, approver: User) -> None:
    tell(clerk)
    tell(clerk, clerk, approver)
    assert Notice.objects.count() == Delivery.objects.count() == 2


@pytest.mark.django_db
def test_another_key_is_another_message(tell: Send, clerk: User) -> None:
    tell(clerk, key="1")
    tell(clerk, key="2")
    assert Notice.objects.count() == Delivery.objects.count() == 2


@pytest.mark.django_db
def test_people_who_were_locked_out_are_told_nothing(tell: Send) -> None:
    tell(UserFactory(inactive=True))
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_worker_is_asked_after_commit_with_ids_only(
    tell: Send,
    clerk: User,
    queued: list[dict[str, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell(clerk)
        assert queued == []
    assert queued == [{"kwargs": {"message_ids": [Delivery.objects.get().message_id]}, "queue": "default"}]


@pytest.mark.django_db
def test_telling_again_asks_no_worker(
    tell: Send,
    clerk: User,
    queued: list[dict[str, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    tell(clerk)
    with django_capture_on_commit_callbacks(execute=True):
        tell(clerk)
    assert queued == []


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_message_back(tell: Send, queued: list[dict[str, Any]]) -> None:
    clerk = UserFactory()
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        tell(clerk)
        raise RuntimeError
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()
    assert queued == []


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_does_not_break_the_request(
    tell: Send, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreachable(**_options: object) -> None:
        raise ConnectionError("Redis is down")

    monkeypatch.setattr(tasks.deliver, "apply_async", unreachable)
    clerk = UserFactory()
    with transaction.atomic():
        tell(clerk)
    assert Delivery.objects.get().status == "pending", "the sweeper finds it"
    assert "could not queue 1 mails: Redis is down" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_tell_once(tell: Send, queued: list[dict[str, Any]]) -> None:
    clerk, both_ready = UserFactory(), Barrier(2, timeout=10)
    failures: list[BaseException] = []

    def tell_from_a_thread() -> None:
        try:
            with transaction.atomic():
                both_ready.wait()
                tell(clerk)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=tell_from_a_thread) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert failures == []
    assert Notice.objects.count() == Delivery.objects.count() == 1
    asked = [name for call in queued for name in call["kwargs"]["message_ids"]]
    assert Delivery.objects.get().message_id in asked


def test_a_kind_has_one_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "tests.taken", Kind("tests.taken", "あいさつ"))
    with pytest.raises(ValueError, match=r"'tests\.taken' is registered twice"):
        register("tests.taken", "もう一つ")


def test_a_registered_kind_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(KINDS, "tests.new", raising=False)
    made = register("tests.new", "新しい種類", mandatory=True)
    try:
        assert KINDS["tests.new"] is made
        assert made.mandatory
        assert made.template == "emails/tests/new"
    finally:
        del KINDS["tests.new"]


# To an address without an account


def _invite(kind: Kind, **options: Any) -> None:
    options = {"address": "new@example.jp", "name": "志度 三郎", "key": "1", **options}
    send_to_address(kind, path="/invitations/x/", at=AT, context={"name": "A & B"}, **options)


@pytest.mark.django_db
def test_somebody_without_an_account_gets_a_mail_and_no_notice(hello: Kind, settings: Settings) -> None:
    _invite(hello, reply_to="clerk@city.example")
    assert not Notice.objects.exists()
    mail = Delivery.objects.get()
    assert (mail.address, mail.kind, mail.reply_to) == ("new@example.jp", "tests.hello", "clerk@city.example")
    assert (mail.recipient, mail.notice, mail.status, mail.due_at) == (None, None, "pending", AT)
    assert mail.text.startswith("志度 三郎 様\n")
    assert f"{settings.BASE_URL}/invitations/x/" in mail.text


@pytest.mark.django_db
def test_an_address_is_told_once_for_each_key(
    hello: Kind,
    queued: list[dict[str, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _invite(hello)
        _invite(hello)
        _invite(hello, address="other@example.jp")
        _invite(hello, key="2")
    assert Delivery.objects.count() == len(queued) == 3

"""The digest: one mail a person, each notice in exactly one."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from notifications import digests
from notifications.models import Delivery, Notice
from tests.factories.accounts import UserFactory
from tests.factories.base import moment
from tests.factories.notifications import DeadAddressFactory, NoticeFactory


@pytest.mark.django_db
def test_one_mail_gathers_what_waited_under_its_headings(clerk: User, settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example"
    first = NoticeFactory(recipient=clerk, waiting=True, kind="projects.meeting_planned", title="会議の予定")
    second = NoticeFactory(recipient=clerk, waiting=True, kind="projects.opening_closed", title="締切")
    assert digests.send_digests(timezone.now()) == 1
    mail = Delivery.objects.get()
    assert (mail.recipient, mail.kind, mail.key) == (clerk, "notifications.digest", str(first.pk))
    assert mail.subject == "【複業ポータル】お知らせのまとめ（2件）"
    assert "■ 活動\n・会議の予定\n  https://portal.example/desk/\n\n■ 募集と応募\n・締切\n" in mail.text
    assert mail.text.startswith("長尾 花子 様\n\n")
    assert "https://portal.example/notifications/unsubscribe/" in mail.text
    assert set(mail.gathered.all()) == {first, second}


@pytest.mark.django_db
def test_nothing_waiting_writes_nothing(clerk: User) -> None:
    NoticeFactory(recipient=clerk)
    NoticeFactory(recipient=clerk, digest_due_at=moment(1))
    NoticeFactory(recipient=UserFactory(inactive=True), waiting=True)
    assert digests.send_digests(timezone.now()) == 0
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_second_run_finds_nothing_and_a_later_notice_gets_its_own(clerk: User) -> None:
    NoticeFactory(recipient=clerk, waiting=True)
    assert [digests.send_digests(timezone.now()) for _ in range(2)] == [1, 0]
    NoticeFactory(recipient=clerk, waiting=True)
    assert digests.send_digests(timezone.now()) == 1
    assert Delivery.objects.count() == 2


@pytest.mark.django_db
def test_a_very_long_list_is_cut_and_says_so(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "SHOWN", 2)
    NoticeFactory.create_batch(5, recipient=clerk, waiting=True, title="長い一覧")
    digests.send_digests(timezone.now())
    text = Delivery.objects.get().text
    assert text.count("・長い一覧") == 2
    assert "ほかに3件あります。" in text


@pytest.mark.django_db
def test_an_address_on_hold_waits_no_longer(clerk: User) -> None:
    DeadAddressFactory(address=clerk.email, on_hold=True)
    NoticeFactory(recipient=clerk, waiting=True)
    digests.send_digests(timezone.now())
    assert Delivery.objects.get().status == "held"
    assert not Notice.objects.filter(digest=None).exists()


@pytest.mark.django_db
def test_the_number_of_queries_does_not_depend_on_the_readers() -> None:
    counts: list[int] = []
    for _round in range(2):
        NoticeFactory.create_batch(3 if counts else 1, waiting=True)
        with connection.execute_wrapper(_counter(counts)):
            digests.send_digests(timezone.now())
    assert counts[0] == counts[1]


def _counter(counts: list[int]) -> Callable:
    counts.append(0)

    def count(execute, sql, params, many, context):
        counts[-1] += 1
        return execute(sql, params, many, context)

    return count


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_gather_each_notice_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "BLOCK", 2)
    people = UserFactory.create_batch(7)
    for person in people:
        NoticeFactory.create_batch(3, recipient=person, waiting=True)
    now, ready, failures = timezone.now(), Barrier(2, timeout=10), []
    written: list[int] = []

    def run() -> None:
        try:
            ready.wait()
            written.append(digests.send_digests(now))
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert failures == []
    digests.send_digests(now)  # whoever was locked when both passed by
    mails = Delivery.objects.filter(kind="notifications.digest")
    assert mails.count() == 7
    assert sorted(mail.gathered.count() for mail in mails) == [3] * 7
    assert not Notice.objects.filter(digest=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_that_breaks_is_taken_up_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first block is done for good, the second as if it had never begun."""
    monkeypatch.setattr(digests, "BLOCK", 2)
    NoticeFactory.create_batch(4, waiting=True)
    calls = []
    original = digests.queue_mails

    def breaks_at_the_second(*args, **options) -> None:
        calls.append(args)
        original(*args, **options)
        if len(calls) == 2:
            raise RuntimeError

    monkeypatch.setattr(digests, "queue_mails", breaks_at_the_second)
    with pytest.raises(RuntimeError):
        digests.send_digests(timezone.now())
    assert Delivery.objects.count() == Notice.objects.filter(digest__isnull=False).count() == 2
    monkeypatch.undo()
    assert digests.send_digests(timezone.now()) == 2
    assert Delivery.objects.count() == Notice.objects.filter(digest__isnull=False).count() == 4

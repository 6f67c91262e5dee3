"""The inbox and the state of the outbox."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from notifications import tasks
from notifications.models import Heartbeat, Notice
from notifications.operations import mark_read
from notifications.queries import heartbeats, inbox_of, inbox_state, outbox_lag, unread_first
from tests.factories.notifications import DeliveryFactory, HeartbeatFactory, NoticeFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_inbox_is_the_readers_own_newest_first(
    clerk: User, stranger: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old = NoticeFactory(recipient=clerk, created_at=NOW - HOUR)
    twins = NoticeFactory.create_batch(2, recipient=clerk, created_at=NOW)
    NoticeFactory(recipient=stranger)
    with django_assert_num_queries(1):
        assert list(inbox_of(clerk)) == [twins[1], twins[0], old]


def test_unread(clerk: User, stranger: User) -> None:
    NoticeFactory.create_batch(2, recipient=clerk)
    NoticeFactory(recipient=clerk, read=True)
    NoticeFactory(recipient=stranger)
    assert inbox_state(clerk) == {"unread": 2, "mail_returns": False}


def test_reading_one_notice(clerk: User) -> None:
    one, other = NoticeFactory.create_batch(2, recipient=clerk)
    assert mark_read(user=clerk, at=NOW, notice=one) == 1
    assert mark_read(user=clerk, at=NOW + HOUR, notice=one) == 0
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.read_at, other.read_at) == (NOW, None)


def test_reading_everything_reads_only_ones_own(clerk: User, stranger: User) -> None:
    NoticeFactory.create_batch(2, recipient=clerk)
    foreign = NoticeFactory(recipient=stranger)
    assert mark_read(user=clerk, at=NOW) == 2
    assert mark_read(user=clerk, at=NOW, notice=foreign) == 0
    assert inbox_state(stranger)["unread"] == 1


def test_a_notice_shows_the_label_of_its_kind() -> None:
    assert NoticeFactory(kind="municipalities.approval_requested").kind_label == "承認の依頼"
    assert NoticeFactory(kind="retired.kind").kind_label == "retired.kind"
    assert str(Notice(title="件名", recipient_id=7)) == "件名 → 7"


def test_the_lag_is_that_of_the_oldest_mail_that_waits() -> None:
    assert outbox_lag(NOW) == timedelta(0)
    DeliveryFactory(due_at=NOW - HOUR)
    DeliveryFactory(due_at=NOW - 2 * HOUR, sending=True)
    DeliveryFactory(due_at=NOW - 3 * HOUR, sent=True)
    DeliveryFactory(due_at=NOW - 4 * HOUR, status="bounced")
    DeliveryFactory(due_at=NOW - 5 * HOUR, status="failed")
    DeliveryFactory(due_at=NOW + HOUR)
    assert outbox_lag(NOW) == 2 * HOUR


def test_heartbeats() -> None:
    HeartbeatFactory(name="worker", beat_at=NOW)
    with time_machine.travel(NOW + HOUR, tick=False):
        tasks.heartbeat()
    assert heartbeats() == {"worker": NOW, "beat": NOW + HOUR}


def test_a_worker_beats_at_most_every_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_last_worker_beat", 0.0)
    for seconds in (0, 5, 9, 11, 15):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            tasks.worker_heartbeat()
        expected = NOW + timedelta(seconds=0 if seconds < 10 else 11)
        assert Heartbeat.objects.get(name="worker").beat_at == expected


def test_a_worker_whose_database_is_down_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def down(_name: str) -> None:
        raise OperationalError("the database is down")

    monkeypatch.setattr(tasks, "_last_worker_beat", 0.0)
    monkeypatch.setattr(tasks, "_beat", down)
    tasks.worker_heartbeat()
    assert not Heartbeat.objects.exists()


def test_unread_notices_stand_first_each_part_newest_first(clerk: User) -> None:
    unread = [NoticeFactory(recipient=clerk, created_at=NOW - hours * HOUR) for hours in (1, 9)]
    read = [NoticeFactory(recipient=clerk, created_at=NOW - hours * HOUR, read=True) for hours in (0, 5)]
    assert list(unread_first(inbox_of(clerk))) == [*unread, *read]

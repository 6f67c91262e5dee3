"""The outbox and the system page, and what background tasks leave behind."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from notifications import machinery, operations, tasks
from notifications.models import Delivery, TaskRun
from tests.factories.notifications import DeliveryFactory, HeartbeatFactory, TaskRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in: Callable[[User], Client], coordinator: User) -> Client:
    return signed_in(coordinator)


@pytest.mark.parametrize("page", ["outbox", "system"])
def test_only_those_who_run_the_portal_look(
    signed_in: Callable[[User], Client], desk: Client, clerk: User, page: str
) -> None:
    assert signed_in(clerk).get(reverse(page)).status_code == 403
    assert desk.get(reverse(page)).status_code == 200


def test_the_outbox_shows_states_and_never_texts(desk: Client) -> None:
    failed = DeliveryFactory(failed=True)
    sent = DeliveryFactory(sent=True)
    page = desk.get(reverse("outbox")).content.decode()
    assert failed.address in page
    assert "timed out" in page
    assert sent.notice.body not in page
    only = desk.get(reverse("outbox"), {"status": "failed"}).content.decode()
    assert sent.address not in only
    assert failed.address not in desk.get(reverse("outbox"), {"q": sent.address}).content.decode()
    assert "この条件のメールはありません" in desk.get(reverse("outbox"), {"q": "nobody"}).content.decode()


def test_the_outbox_needs_a_constant_number_of_queries(
    desk: Client, django_assert_max_num_queries: Callable
) -> None:
    DeliveryFactory(failed=True)
    with django_assert_max_num_queries(10) as one:
        desk.get(reverse("outbox"))
    DeliveryFactory.create_batch(20)
    with django_assert_max_num_queries(len(one)):
        desk.get(reverse("outbox"))


def test_one_mail_is_sent_again_and_recorded(desk: Client, coordinator: User) -> None:
    bounced, other = DeliveryFactory(bounced=True), DeliveryFactory(failed=True)
    desk.post(reverse("outbox_retry"), {"message_id": bounced.message_id})
    bounced.refresh_from_db()
    other.refresh_from_db()
    assert (bounced.status, bounced.attempts, other.status) == ("pending", 0, "failed")
    event = Event.objects.get(subject_type="notifications.delivery", action="retry")
    assert (event.subject_id, event.actor_id) == (bounced.pk, coordinator.pk)
    assert desk.post(reverse("outbox_retry"), {"message_id": "<x>"}).status_code == 404


def test_all_that_were_given_up_are_sent_again_but_no_bounce(desk: Client) -> None:
    DeliveryFactory.create_batch(2, failed=True)
    DeliveryFactory(bounced=True)
    page = desk.post(reverse("outbox_retry"), follow=True)
    assert "2通をもう一度送ります。" in page.content.decode()
    assert sorted(Delivery.objects.values_list("status", flat=True)) == ["bounced", "pending", "pending"]
    page = desk.post(reverse("outbox_retry"), follow=True)
    assert "送り直すメールはありませんでした。" in page.content.decode()


def test_what_was_sent_is_not_sent_again(coordinator: User) -> None:
    sent = DeliveryFactory(sent=True)
    assert not operations.retry_mail(sent, by=coordinator, at=timezone.now())
    sent.refresh_from_db()
    assert sent.status == "sent"


def test_the_system_page_tells_alive_from_silent(desk: Client) -> None:
    HeartbeatFactory(name="worker")
    TaskRunFactory(failing=True)
    page = desk.get(reverse("system")).content.decode()
    assert page.count("動いています") == 1
    assert page.count("止まっています") == 1
    assert "OperationalError: gone" in page
    assert "まだ実行されていません。" in page


def test_every_scheduled_task_has_a_title_and_an_interval() -> None:
    assert set(settings.TASK_TITLES) == {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    intervals = {row.name: row.interval for row in machinery.tasks()}
    assert intervals["notifications.tasks.sweep"] == "15秒ごと"
    assert intervals["notifications.tasks.remind"] == "毎日 8:00、9:00、10:00"
    assert intervals["projects.tasks.close_due_openings"] == "1分ごと"
    assert intervals["municipalities.tasks.execute_due_handovers"] == "10分ごと"


def test_a_scheduled_run_leaves_its_result() -> None:
    tasks.sweep.apply()
    run = TaskRun.objects.get()
    assert (run.name, run.result, run.failures) == ("notifications.tasks.sweep", "0", 0)
    tasks.deliver.apply(kwargs={"message_ids": []})
    assert TaskRun.objects.count() == 1


def test_a_failure_of_any_task_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_options: object) -> None:
        raise RuntimeError("gone")

    monkeypatch.setattr(tasks.outbox, "claim", breaks)
    for _ in range(2):
        tasks.deliver.apply(kwargs={"message_ids": ["<x>"]})
    run = TaskRun.objects.get()
    assert (run.name, run.failures, run.error) == ("notifications.tasks.deliver", 2, "RuntimeError: gone")

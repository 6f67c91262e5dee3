"""A year turns: the successor is invited in March, takes over on 1 April, and nothing is lost."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine

from municipalities.models import Department, StaffMembership
from municipalities.tasks import execute_due_handovers
from notifications.models import Notice
from tests.factories.accounts import PASSWORD, EmailAddressFactory
from tests.factories.projects import OpeningFactory, ProjectFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Person]
MARCH, APRIL = datetime(2027, 3, 31, 1, 0, tzinfo=UTC), datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
SUCCESSOR = "kouhai@city.sanuki.kagawa.jp"
MEMO = "窓口の一覧は半分まで済んでいます。次は税務課に話を聞きます。"


@pytest.fixture
def calendar():
    with time_machine.travel(MARCH) as traveller:
        yield traveller


@pytest.fixture
def office(calendar, sanuki, clerk, viewer) -> None:
    for user in (clerk, viewer):
        EmailAddressFactory(user=user)
    sanuki.mail_domains = ["city.sanuki.kagawa.jp"]
    sanuki.save()
    Department.objects.create(municipality=sanuki, name="政策課")
    post = StaffMembership.objects.get(user=clerk)
    project = ProjectFactory(municipality=sanuki, lead=post, team=[post], title="書かない窓口")
    OpeningFactory(project=project, owner=post, title="窓口アドバイザー")


def test_a_successor_is_invited_and_takes_over_in_april(person: Enter, office, calendar, clerk, sanuki):
    chief = person(clerk.email)
    chief.open("/desk/")
    chief.follow("設定")
    chief.follow("職員と部署")
    chief.follow("職員を招待する")
    chief.fill("メールアドレス", "kouhai@example.com")
    chief.tick("担当者")
    chief.tick("管理者")
    chief.press("招待を送る", refused=True)
    assert chief.sees("公式のドメイン（city.sanuki.kagawa.jp）のアドレスではありません。")
    chief.fill("メールアドレス", SUCCESSOR)
    chief.fill("職名", "主事")
    chief.press("招待を送る")

    successor = person()
    successor.open(Notice.objects.get(kind="municipalities.invited").path)
    successor.fill("姓", "後藤")
    successor.fill("名", "実")
    successor.fill("パスワード", PASSWORD)
    successor.fill("パスワード（もう一度）", PASSWORD)
    successor.press("参加する")
    assert successor.page.url.endswith("/desk/")

    chief.open("/desk/")
    chief.follow("4月の引継ぎ")
    chief.follow("（長尾 花子）")
    assert chief.sees("窓口アドバイザー")
    assert chief.sees("書かない窓口")
    chief.choose("引き受ける人", "後藤 実（主事）")
    chief.fill("引継ぎの日", "令和9年4月1日")
    chief.fill("引継ぎの要点", MEMO)
    chief.tick("引継ぎの日に、この人の在籍を終了する")
    chief.press("引き継ぐ")
    assert chief.sees("予定")

    assert execute_due_handovers() == 0
    calendar.move_to(APRIL)
    assert execute_due_handovers() == 1

    successor.sign_in(SUCCESSOR)  # twelve hours have passed
    successor.open("/desk/")
    successor.follow("長尾 花子さんから引き継ぐもの")
    assert successor.sees(MEMO)
    successor.follow("窓口アドバイザー")
    assert successor.sees("後藤 実")
    chief.sign_in(clerk.email)
    answer = chief.page.goto("/desk/")
    assert answer is not None
    assert answer.status == 403


def test_by_keyboard_alone(person: Enter, office, clerk, viewer):
    """Tab, arrows, Enter and Space are enough to confirm, to choose and to hand over."""
    giver = StaffMembership.objects.get(user=viewer)
    chief = person(clerk.email, scripts=False)
    chief.open(f"/desk/staff/{giver.code}/handover/")
    page = chief.page
    _tab_to(page, "select#id_taker")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "#id_memo")
    page.keyboard.type("要点")
    _tab_to(page, "#id_ends_post")
    page.keyboard.press("Space")
    _tab_to(page, "main form button[type=submit]")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    chief.look_around()
    assert chief.sees("実施済み")
    giver.refresh_from_db()
    assert giver.status == "ended"


def _tab_to(page, selector: str) -> None:
    """As many tabs as a person would need; fails when the control cannot be reached."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")

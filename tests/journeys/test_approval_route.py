"""An opening with two approvers: 合議 of another section, one 差戻し, the decision, the publication."""

from collections.abc import Callable

import pytest

from core import dates
from tests.factories.accounts import EmailAddressFactory
from tests.factories.municipalities import DepartmentFactory, StaffMembershipFactory
from tests.factories.projects import OpeningFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Person]
TITLE = "観光サイトの見直し"


def test_an_opening_passes_two_approvers(person: Enter, sanuki, clerk, approver) -> None:
    """By keyboard alone: every control is reached, with a ring around it."""
    finance = DepartmentFactory(municipality=sanuki, name="財政課")
    treasurer = StaffMembershipFactory(
        municipality=sanuki, department=finance, approver=True, title="財政課長"
    ).user
    OpeningFactory(municipality=sanuki, title=TITLE, selection_note="")
    for user in (clerk, approver, treasurer):
        EmailAddressFactory(user=user)
    clerk_, treasurer_, chief = (person(user.email, keyboard=True) for user in (clerk, treasurer, approver))

    set_the_route(clerk_, str(approver))
    ask(clerk_)
    send_back(treasurer_)
    mend(clerk_)
    agree_and_decide(treasurer_, chief)
    publish(clerk_)


def set_the_route(clerk: Person, chief: str) -> None:
    clerk.open("/desk/settings/routes/")
    clerk.follow("募集の公開のルートを変える")
    clerk.choose("種類", "合議", within="1番目の段階")
    clerk.choose("承認する人", "財政課の承認者", within="1番目の段階")
    clerk.choose("承認する人", f"{chief}（課長）", within="決裁")
    clerk.press("保存する")
    assert clerk.sees("財政課の承認者")


def ask(clerk: Person) -> None:
    clerk.open("/desk/openings/")
    clerk.follow(TITLE)
    clerk.do("承認を申請する")
    assert clerk.sees("今の段階：合議（財政課の承認者）")


def send_back(treasurer: Person) -> None:
    treasurer.open("/desk/approvals/")
    treasurer.follow(TITLE)
    treasurer.do("差し戻す", 理由="選考の流れを書いてください。")


def mend(clerk: Person) -> None:
    clerk.page.reload()
    assert clerk.sees("選考の流れを書いてください。")
    clerk.follow("募集の内容を書く")
    clerk.follow("選考方法と基準")
    clerk.fill("選考の流れ", "書類選考のあと、面談をします。")
    clerk.press("保存して次へ")
    clerk.do("承認を申請する")


def agree_and_decide(treasurer: Person, chief: Person) -> None:
    chief.open("/desk/approvals/")
    assert chief.sees("承認を待っているものはありません")
    treasurer.open("/desk/approvals/")
    treasurer.follow(TITLE)
    treasurer.do("承認して次へ回す", 意見="予算の範囲内です。")
    chief.open("/desk/approvals/")
    chief.follow(TITLE)
    assert chief.sees("予算の範囲内です。")
    today = dates.wareki(dates.today())
    chief.do("承認する", 決裁日=today, 決裁者の職名="総務部長", 文書番号="8政策第12号")


def publish(clerk: Person) -> None:
    clerk.page.reload()
    assert clerk.sees("8政策第12号")
    clerk.do("公開する")
    assert clerk.sees("募集中")

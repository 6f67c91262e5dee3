"""From a scout to a fixed interview, through a blind 書類選考: by keyboard alone, and without scripts."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from core import dates
from projects.models import Application, Opening
from tests.factories.accounts import EmailAddressFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import day
from tests.factories.projects import OpeningFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Person]


@pytest.mark.parametrize(
    "way", [{"keyboard": True}, {"scripts": False}], ids=["keyboard only", "without scripts"]
)
def test_a_scouted_person_is_met(person: Enter, sanuki, clerk, reviewer, way) -> None:
    call = OpeningFactory(municipality=sanuki, open=True, is_blind=True)
    advisor = AdvisorProfileFactory(findable=True)
    for user in (clerk, reviewer, advisor.user):
        EmailAddressFactory(user=user)
    clerk_, reviewer_, advisor_ = (person(user.email, **way) for user in (clerk, reviewer, advisor.user))

    scout(clerk_, call, advisor)
    accept_and_apply(advisor_, call)
    Opening.objects.filter(pk=call.pk).update(status="selecting")
    application = Application.objects.get()
    score_without_a_name(reviewer_, application)
    show_names_and_invite(clerk_, application)
    choose_a_day(advisor_)
    see_the_day(clerk_, application)


def scout(clerk: Person, call: Opening, advisor) -> None:
    clerk.open(f"{reverse('desk_scout_new', args=[call.code])}?to={advisor.code}")
    clerk.fill("お願いの文面", "窓口の見直しのご経験を、ぜひ市でも生かしていただきたく、ご連絡しました。")
    clerk.press("スカウトを送る")


def accept_and_apply(advisor: Person, call: Opening) -> None:
    advisor.open("/my/scouts/")
    advisor.follow(call.title)
    advisor.do("応募を書く")
    advisor.fill("応募の理由", "窓口の仕事を十年してきました。")
    advisor.fill("どのように進めたいか", "まず一日の流れを一緒に見ます。")
    advisor.press("保存して次へ")
    advisor.fill("活動できる曜日・時間", "平日の夜")
    advisor.press("保存して次へ")
    advisor.tick("いいえ、ありません", within="取引")
    advisor.press("保存して次へ")
    advisor.press("応募する")
    assert advisor.sees("応募の控え（PDF）をダウンロードする")


def score_without_a_name(reviewer: Person, application: Application) -> None:
    reviewer.open(application.desk_url)
    reviewer.press("ほかの応募者とは利害関係がないことを申告する")
    reviewer.follow("評価していない応募を順に開く")
    assert reviewer.sees(f"応募者 {application.code}")
    assert not reviewer.sees(str(application.applicant))
    reviewer.follow("評価する")
    reviewer.tick("4", within="点")
    reviewer.press("評価を保存する")
    reviewer.fill("メモ", "面談では、週にどれだけ来られるかを聞きたい。")
    reviewer.press("メモを残す")
    assert reviewer.sees("週にどれだけ来られるか")


def show_names_and_invite(clerk: Person, application: Application) -> None:
    clerk.open(application.desk_url)
    clerk.press("ほかの応募者とは利害関係がないことを申告する")
    clerk.follow("氏名を表示する")
    clerk.press("氏名を表示する")
    clerk.open(application.desk_url)
    assert clerk.sees(str(application.applicant))
    clerk.follow("面談を申し込む")
    clerk.fill("日付", dates.wareki(day(5)))  # of the first of five
    clerk.fill("時刻", "19:00")
    clerk.press("候補の日時を送る")


def choose_a_day(advisor: Person) -> None:
    advisor.open("/my/applications/")
    advisor.follow("DX")
    advisor.follow("日時は未定")
    advisor.follow("日時を選ぶ")
    advisor.tick(f"{dates.wareki(day(5), weekday=True)} 19:00", within="面談の日時")
    advisor.press("日時を選ぶ")
    assert advisor.sees("日程決定")


def see_the_day(clerk: Person, application: Application) -> None:
    clerk.open(application.desk_url)
    assert clerk.sees(dates.wareki(day(5), weekday=True))

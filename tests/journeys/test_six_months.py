"""From seven planned meetings over a transfer in April to the answer half a year later: by keyboard alone,
and without scripts.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import dates
from core.forms import JaDateField
from municipalities.models import StaffMembership
from notifications.models import Delivery
from projects.models import Engagement, Meeting
from projects.operations.follow_up import ask_follow_ups
from tests.factories.accounts import EmailAddressFactory, UserFactory
from tests.factories.base import day
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import EngagementFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Person]
REASON = "条例の改正が要るため。次の改正のときにもう一度検討します。"


@pytest.mark.parametrize(
    "way", [{"keyboard": True}, {"scripts": False}], ids=["keyboard only", "without scripts"]
)
def test_advice_is_followed_to_its_end(person: Enter, sanuki, advisor, clerk, way) -> None:
    work = EngagementFactory(
        municipality=sanuki, advisor=advisor, active=True, start_date=day(-40), end_date=day(140)
    )
    successor = UserFactory(family_name="後藤", given_name="実")
    for user in (clerk, advisor.user, successor):
        EmailAddressFactory(user=user)
    clerk_, advisor_ = person(clerk.email, **way), person(advisor.user.email, **way)

    plan_seven_meetings(clerk_, work)
    record_the_first(clerk_, work)
    advise(advisor_, work)
    answer(clerk_, work)
    transfer(sanuki, clerk, successor)
    successor_ = person(successor.email, **way)
    finish(successor_, advisor_, work)
    answer_half_a_year_later(person(**way), successor, work)
    see_what_became_of_it(advisor_)


def desk(work: Engagement) -> str:
    return reverse("engagements:detail", args=[work.code], current_app="desk_engagements")


def plan_seven_meetings(clerk: Person, work: Engagement) -> None:
    clerk.open(desk(work))
    clerk.follow("会議を登録する")
    clerk.fill("議題", "定例")
    clerk.fill("日付", str(JaDateField().prepare_value(day(3))))
    clerk.fill("時刻", "19:00")
    clerk.choose("くり返し", "2週間ごと")
    clerk.press("会議を登録する", refused=True)
    assert clerk.sees("全部で何回か")
    clerk.fill("回数", "7")
    clerk.press("会議を登録する")
    assert clerk.sees("第7回 定例")


def record_the_first(clerk: Person, work: Engagement) -> None:
    Meeting.objects.filter(number=1).update(starts_at=timezone.now() - timedelta(hours=2))
    clerk.open(desk(work))
    clerk.follow("会議を記録する")
    clerk.fill("話したこと", "転入の手続を見た。")
    clerk.press("会議を記録する")
    clerk.follow("この会議のやることを加える")
    clerk.fill("やること", "待ち時間を1週間数える")
    clerk.choose("担当", "髙橋 さくら")
    clerk.fill("期限", str(JaDateField().prepare_value(day(7))))
    clerk.press("やることを加える")
    assert clerk.sees("待ち時間を1週間数える")


def advise(advisor: Person, work: Engagement) -> None:
    for text in ("押印をやめる", "記入項目を半分に減らす"):
        advisor.open(work.advisor_url)
        advisor.follow("提案を加える")
        advisor.fill("提案", text)
        advisor.fill("理由・根拠", "1件に12分かかっていました。")
        advisor.press("提案を加える")
    advisor.unfold("記録する")
    advisor.follow("終えた")
    advisor.fill("結果", "平均12分でした。")
    advisor.press("終えた")
    assert advisor.sees("すべて終わっています。")


def answer(clerk: Person, work: Engagement) -> None:
    """見送り asks for its reason; the other piece is studied."""
    clerk.open(desk(work))
    clerk.unfold("対応を決める")
    clerk.follow("見送る")
    clerk.press("見送る", refused=True)
    clerk.fill("見送る理由", REASON)
    clerk.press("見送る")
    assert clerk.sees(REASON)
    second = work.recommendations.get(number=2)
    clerk.open(
        reverse(
            "engagements:recommendation_action", args=[second.code, "study"], current_app="desk_engagements"
        )
    )
    clerk.press("検討を続ける")


def transfer(city, giver, taker) -> None:
    """April: the one has left, the other works in the section in charge."""
    StaffMembership.objects.filter(user=giver).update(status="ended", ended_date=day(0))
    section = Engagement.objects.get().recommendations.first().department
    StaffMembershipFactory(user=taker, municipality=city, department=section)


def finish(successor: Person, advisor: Person, work: Engagement) -> None:
    successor.open(desk(work))
    successor.follow("活動を完了する")
    successor.press("活動を完了する")
    assert successor.sees("完了")
    assert Meeting.objects.filter(status="cancelled").count() == 6
    successor.follow("証明書・感謝状を発行する")
    successor.tick("感謝状", within="種類")
    successor.fill("発行者の氏名", "大川 誠")
    successor.press("発行して知らせる")
    advisor.open(work.advisor_url)
    assert advisor.sees(REASON)
    assert advisor.sees("感謝状（PDF）")


def answer_half_a_year_later(reader: Person, successor, work: Engagement) -> None:
    """By the link in the mail, not signed in."""
    ended = dates.months_before(day(0), 6)
    Engagement.objects.update(ended_at=dates.end_of_day(ended) - timedelta(hours=7))
    assert ask_follow_ups(timezone.now()) == 1
    mail = Delivery.objects.get(kind="projects.follow_up_asked")
    assert mail.recipient == successor
    link = re.search(r"https?://\S+/follow-ups/(\S+)/", mail.text)
    assert link is not None
    reader.open(f"/follow-ups/{link[1]}/")
    assert reader.sees("記入項目を半分に減らす")
    reader.tick("実施", within="今の状態")
    reader.fill("その後の様子", "4月から全窓口で使っています。")
    reader.press("その後を答える")
    assert reader.sees("もう答えなくてよくなりました")


def see_what_became_of_it(advisor: Person) -> None:
    advisor.open("/my/engagements/")
    advisor.follow("提案台帳を見る")
    assert advisor.sees("6か月後：実施")
    assert advisor.sees("4月から全窓口で使っています。")

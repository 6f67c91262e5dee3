"""A question is asked, answered and published; the call is corrected; whoever is interested hears of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core import dates
from tests.factories.accounts import PASSWORD, EmailAddressFactory
from tests.factories.projects import OpeningFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def spoken(offset: int) -> str:
    return dates.wareki(dates.today() + timedelta(days=offset))


@pytest.fixture
def call(sanuki, clerk, advisor, other_advisor, advisor_user, other_advisor_user):
    for user in (clerk, advisor_user, other_advisor_user):
        EmailAddressFactory(user=user)
    return OpeningFactory(open=True, asking=True, municipality=sanuki, title="書かない窓口の募集")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_question_to_an_extension(
    person: Callable[..., Person], call, clerk, advisor_user, other_advisor_user, scripts
):
    asker = person(scripts=scripts)
    follower = person(other_advisor_user.email, scripts=scripts)
    desk = person(clerk.email, scripts=scripts)

    follow(follower, call)
    ask(asker, call, advisor_user.email)
    answer(desk, call)
    extend(desk)
    hear(follower, asker, call)


def follow(follower: Person, call) -> None:
    follower.open(call.get_absolute_url())
    follower.page.get_by_role("button", name="気になる", exact=True).click()
    follower.page.get_by_role("button", name="気になるを外す").wait_for()
    follower.look_around()
    follower.open("/my/saved/")
    assert follower.sees("書かない窓口の募集")


def ask(asker: Person, call, email: str) -> None:
    """A guest is asked to sign in and comes back to the form."""
    asker.open(call.get_absolute_url())
    asker.follow("ログインして質問する")
    asker.fill("メールアドレス", email)
    asker.fill("パスワード", PASSWORD)
    asker.press("ログインする")
    asker.press("質問を送る", refused=True)
    asker.fill("質問", "会議は夜でもよいですか。")
    asker.press("質問を送る")
    assert asker.sees("質問を受け付けました。")


def answer(desk: Person, call) -> None:
    desk.open(call.desk_url)
    desk.follow("質問と回答を開く")
    assert not desk.sees("髙橋")
    desk.follow("回答を書く")
    desk.fill("回答", "はい、19時からでも大丈夫です。")
    desk.press("下書きを保存する")
    desk.follow("回答を公開する")
    desk.press("選んだ回答を公開する")
    assert desk.sees("問1")


def extend(desk: Person) -> None:
    desk.follow("書かない窓口の募集")
    desk.follow("締切を延ばす")
    desk.fill("新しい締切日", spoken(20))
    desk.fill("理由", "質問を受けて、考える時間を延ばします。")
    desk.press("締切を延ばして公開する")
    desk.follow("訂正する")
    desk.fill("理由", "会議の時間を書き足しました。")
    desk.fill("場所・頻度の補足", "会議はオンラインで、夜でもかまいません。")
    desk.press("訂正を公開する")
    assert desk.sees("会議はオンラインで、夜でもかまいません。")


def hear(follower: Person, asker: Person, call) -> None:
    follower.open("/notifications/")
    for words in ("質問への回答の公開", "締切が延びました", "募集の訂正のお知らせ"):
        assert follower.sees(words), words
    asker.open("/notifications/")
    assert asker.sees("質問への回答が届きました")
    assert not asker.sees("質問への回答の公開")
    follower.open(call.get_absolute_url())
    for words in (
        "はい、19時からでも大丈夫です。",
        "訂正・お知らせ",
        "質問を受けて、考える時間を延ばします。",
    ):
        assert follower.sees(words), words
    follower.page.get_by_role("button", name="気になるを外す").click()
    follower.page.get_by_role("button", name="気になる", exact=True).wait_for()
    follower.look_around()

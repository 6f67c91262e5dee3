"""One city, one advisor, from the partnership agreement to a report that a citizen reads."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from core import dates
from municipalities.models import Department
from projects.models import Criterion, Opening
from projects.tasks import close_due_openings, release_due_results
from tests.factories.accounts import EmailAddressFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Person]


def spoken(offset: int) -> str:
    """A day as a clerk types it: 令和8年11月23日."""
    return dates.wareki(dates.today() + timedelta(days=offset))


@pytest.fixture
def office(sanuki, clerk, approver, coordinator, advisor, advisor_user) -> None:
    for user in (clerk, approver, coordinator, advisor_user):
        EmailAddressFactory(user=user)
    Department.objects.create(municipality=sanuki, name="政策課")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_agreement_to_published_report(
    person: Enter, office, clerk, approver, coordinator, advisor_user, scripts
):
    operator = person(coordinator.email, scripts=scripts)
    clerk_ = person(clerk.email, scripts=scripts)
    approver_ = person(approver.email, scripts=scripts)
    advisor_ = person(advisor_user.email, scripts=scripts)
    citizen = person(scripts=scripts)

    conclude_an_agreement(operator, approver_)
    plan_a_project(clerk_)
    publish_an_opening(clerk_, approver_)
    receipt = apply_for_it(advisor_)
    decide(clerk_, approver_, receipt)
    begin(advisor_, clerk_)
    work(clerk_, advisor_)
    finish(clerk_)
    report(clerk_, advisor_, approver_)
    read(citizen)


def conclude_an_agreement(operator: Person, approver: Person) -> None:
    operator.open("/coord/agreements/new/")
    operator.fill("協定の名称", "複業人材の活用に関する連携協定")
    operator.fill("自治体", "さぬき市")
    operator.fill("運営事業者", "架橋株式会社")
    operator.tick("DX")
    operator.press("登録する")
    operator.do("決裁を求める")

    approve(approver, "複業人材の活用に関する連携協定", "決裁する")

    operator.page.reload()
    operator.do("締結を記録する", 締結日=spoken(0), 開始日=spoken(-1))
    assert operator.sees("締結")


def approve(approver: Person, subject: str, words: str = "承認する") -> None:
    approver.open("/desk/approvals/")
    approver.follow(subject)
    approver.do(words, 決裁日=spoken(0), 決裁者の職名="総務部長", 文書番号="8政策第12号")


def plan_a_project(clerk: Person) -> None:
    clerk.open("/desk/programs/new/")
    clerk.choose("連携協定", "複業人材の活用に関する連携協定")
    clerk.fill("事業名", "複業人材登用の実証実験")
    clerk.fill("開始日", spoken(0))
    clerk.fill("終了日", spoken(180))
    clerk.press("登録する")
    clerk.follow("プロジェクトを登録する")
    clerk.fill("プロジェクト名", "DX推進計画づくり")
    clerk.choose("分野", "DX")
    clerk.choose("主管課", "政策課")
    clerk.fill("課題", "どの課から手を付けるか決められません。")
    clerk.press("登録する")
    clerk.do("事業を始める")


def publish_an_opening(clerk: Person, approver: Person) -> None:
    draft_an_opening(clerk)
    clerk.do("承認を申請する")

    approver.open("/desk/approvals/")
    approver.follow("DX推進アドバイザー")
    approver.do("差し戻す", 理由="選考の流れを書いてください。")

    clerk.page.reload()
    assert clerk.sees("選考の流れを書いてください。")
    clerk.follow("募集の内容を書く")
    clerk.follow("選考方法と基準")
    clerk.fill("選考の流れ", "書類選考のあと、面談をします。")
    clerk.press("保存して次へ")
    clerk.do("承認を申請する")
    approve(approver, "DX推進アドバイザー")
    clerk.page.reload()
    clerk.do("公開する")
    assert clerk.sees("募集中")


def draft_an_opening(clerk: Person) -> None:
    """Without a template: every part is written by hand, and each leads to the next unfinished one."""
    clerk.follow("募集を作成する")
    clerk.choose("はじめの文章", "プロジェクトの課題だけを入れて始める")
    clerk.press("下書きを始める")
    clerk.follow("課題と目的")
    clerk.fill("募集名", "DX推進アドバイザー")
    clerk.fill("ひとことで言うと", "計画づくりを一緒に進めてください")
    clerk.press("保存して次へ")
    clerk.fill("お願いしたいこと", "各課の話を聞き、計画案をまとめてください。")
    clerk.press("保存して次へ")
    clerk.fill("求める経験", "業務改善の経験")
    clerk.press("保存して次へ")
    clerk.tick("実証実験（プロボノ）")
    clerk.press("保存して次へ")
    clerk.choose("謝礼の単位", "無償（プロボノ）")
    clerk.press("保存して次へ")
    clerk.fill("基準（1行目）", "課題の理解")
    clerk.fill("重み（%）（1行目）", "100")
    clerk.press("保存して次へ")
    clerk.fill("担当する職員と役割", "政策課の係長が窓口になります。")
    clerk.fill("連絡の取り方", "メール")
    clerk.press("保存して次へ")


def apply_for_it(advisor: Person) -> str:
    advisor.open("/openings/")
    advisor.follow("DX推進アドバイザー")
    advisor.follow("応募する")
    advisor.fill("応募の理由", "地元の役に立ちたいです。")
    advisor.press("保存して次へ", refused=True)
    assert advisor.sees("どのように進めたいかを入力してください。")
    assert advisor.page.get_by_label("応募の理由").first.input_value() == "地元の役に立ちたいです。"
    advisor.fill("どのように進めたいか", "まず各課の話を聞きます。")
    advisor.press("保存して次へ")
    advisor.fill("活動できる曜日・時間", "平日の夜")
    advisor.press("保存して次へ")
    advisor.tick("いいえ、ありません")
    advisor.press("保存して次へ")
    advisor.press("応募する")
    receipt = re.search(r"受付番号\s*([0-9A-Z]{8})", advisor.page.locator("main").inner_text())
    assert receipt is not None
    return receipt.group(1)


def let_the_deadline_pass() -> None:
    Opening.objects.filter(status="open").update(
        deadline_date=dates.today() - timedelta(days=1),
        question_deadline_date=None,
        question_answer_date=None,
    )
    assert close_due_openings() == 1


def decide(clerk: Person, approver: Person, receipt: str) -> None:
    let_the_deadline_pass()
    clerk.page.reload()
    clerk.follow("利害関係を申告する")
    clerk.press("ほかの応募者とは利害関係がないことを申告する")
    clerk.follow(receipt)
    clerk.follow("評価する")
    for criterion in Criterion.objects.filter(opening__applications__code=receipt):
        clerk.tick("4", within=criterion.name)
    clerk.press("評価を保存する")
    clerk.follow("結果の案")
    clerk.tick("採用候補")
    clerk.press("選んだ結果の文面の例を入れる")
    clerk.press("結果の案を保存する")
    clerk.open("/desk/openings/")
    clerk.follow("選考中")
    clerk.follow("DX推進アドバイザー")
    clerk.do("選考結果の承認を申請する")
    approve(approver, "選考結果：DX推進アドバイザー", "選考結果を承認する")
    clerk.page.reload()
    clerk.follow("応募者への文面を確かめる")
    clerk.do("全員に知らせる")
    assert clerk.sees("まもなく通知")
    let_the_time_to_undo_pass()


def let_the_time_to_undo_pass() -> None:
    Opening.objects.filter(status="releasing").update(release_at=timezone.now())
    assert release_due_results() == 1


def begin(advisor: Person, clerk: Person) -> None:
    advisor.open("/my/applications/")
    advisor.follow("DX推進アドバイザー")
    advisor.do("内定を承諾する")
    advisor.do("アドバイザーとして確認する")

    clerk.open("/desk/engagements/")
    clerk.follow("DX推進計画づくり")
    clerk.do("自治体として確認する")
    clerk.do("活動を始める")
    assert clerk.sees("稼働中")


def work(clerk: Person, advisor: Person) -> None:
    clerk.follow("目標を加える")
    clerk.fill("目標", "DX推進計画の案をまとめる")
    clerk.press("目標を加える")
    clerk.follow("会議を登録する")
    clerk.fill("議題", "現状の確認")
    clerk.fill("日付", spoken(-1))
    clerk.fill("時刻", "19時")
    clerk.press("会議を登録する")
    clerk.follow("会議を記録する")
    clerk.fill("出席者", "政策課 長尾、髙橋アドバイザー")
    clerk.fill("話したこと", "各課の困りごとを聞きました。")
    clerk.fill("決まったこと", "三課から始めます。")
    clerk.press("会議を記録する")

    advisor.open("/my/engagements/")
    advisor.follow("DX推進計画づくり")
    advisor.follow("成果物を登録する")
    advisor.choose("種類", "計画案")
    advisor.fill("名称", "DX推進計画案")
    advisor.fill("内容", "三年間の計画の案です。")
    advisor.press("成果物を登録する")
    advisor.follow("提案を加える")
    advisor.fill("提案", "申請書の記入を半分に減らす")
    advisor.fill("理由・根拠", "同じことを三回書いています。")
    advisor.press("提案を加える")

    clerk.page.reload()
    clerk.unfold("対応する")
    clerk.do("受け取る")
    clerk.unfold("対応を決める")
    clerk.follow("実施する")
    clerk.fill("対応の内容・理由", "四月から始めます。")
    clerk.press("実施する")
    advisor.page.reload()
    assert advisor.sees("四月から始めます。")


def finish(clerk: Person) -> None:
    clerk.unfold("判定する")
    clerk.do("達成と判定する", 判定の理由="計画案がまとまりました。")
    clerk.do("活動を完了する")
    assert clerk.sees("完了")


def report(clerk: Person, advisor: Person, approver: Person) -> None:
    clerk.follow("活動報告を作成する")
    clerk.press("下書きを作る")
    clerk.fill("ひとことで言うと", "半年で計画案がまとまりました。")
    clerk.fill("これから", "四月に計画を策定します。")
    clerk.fill("担当者のコメント", "外からの目で、自分たちの仕事を見直せました。")
    clerk.press("保存する")
    clerk.do("アドバイザーにコメントを依頼する")

    advisor.open("/my/")
    advisor.follow("コメントを書く")
    advisor.fill("アドバイザーのコメント", "職員の皆さんの行動の速さに驚きました。")
    advisor.tick("氏名を出す")
    advisor.press("コメントを送る")

    clerk.page.reload()
    clerk.do("公開の承認を申請する")
    approve(approver, "活動報告の公開")
    clerk.page.reload()
    clerk.do("公開する")
    assert clerk.sees("公開中")


def read(citizen: Person) -> None:
    citizen.open("/")
    citizen.open("/reports/")
    citizen.choose("都道府県", "香川県")
    citizen.press("この条件で探す")
    citizen.follow("DX推進計画づくり")
    for words in (
        "香川県さぬき市",
        "どの課から手を付けるか決められません。",
        "三課から始めます。",
        "DX推進計画の案をまとめる",
        "達成",
        "DX推進計画案",
        "申請書の記入を半分に減らす",
        "四月から始めます。",
        "外からの目で、自分たちの仕事を見直せました。",
        "職員の皆さんの行動の速さに驚きました。",
        "髙橋 さくら",
    ):
        assert citizen.sees(words), words
    citizen.open("/municipalities/372064/")
    assert citizen.sees("複業人材の活用に関する連携協定")

"""J1: a clerk with no experience of recruiting gets from a vague worry to a request for approval."""

from collections.abc import Callable

import pytest

from projects.models import Opening
from tests.factories.accounts import EmailAddressFactory
from tests.factories.municipalities import FieldFactory
from tests.factories.projects import OpeningFactory, ProjectFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Person]
MOST_PAGES = 12


@pytest.fixture
def project(sanuki, clerk, approver):
    for user in (clerk, approver):
        EmailAddressFactory(user=user)
    return ProjectFactory(municipality=sanuki, field=FieldFactory(slug="dx"), title="窓口のデジタル化")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_template_to_the_request(person: Enter, project, clerk, scripts) -> None:
    writer = person(clerk.email, scripts=scripts)
    pages: list[str] = []
    writer.page.on("load", lambda page: pages.append(page.url))

    writer.open(f"/desk/projects/{project.code}/openings/new/")
    writer.press("下書きを始める")
    assert writer.sees("業務課題の特定")
    assert writer.sees("人材要件の定義")
    writer.follow("課題と目的")
    writer.fill("募集名", "書かない窓口を進めるDXアドバイザー")
    writer.fill("ひとことで言うと", "職員と一緒に、窓口を楽にします")
    writer.fill("困っていること", "転入届は1年に800件あり、1件に15分かかっています。")
    writer.fill("期間の終わりに目指す姿", "1つの手続で、かかる時間が3割減ること。")
    writer.press("保存して次へ")
    writer.tick("委嘱（謝礼）")
    writer.press("保存して次へ")
    writer.choose("謝礼の単位", "1時間あたり")
    writer.fill("謝礼の額（円）", "1,500円")
    writer.choose("交通費", "実費を支給する")
    writer.unfold("端数、最低、上限、現地の額を決める")
    writer.choose("端数の単位", "30分")
    writer.choose("端数の扱い", "切捨て")
    writer.fill("1回の最低", "1")
    writer.press("保存して次へ")
    writer.fill("担当する職員と役割", "市民課の係長が窓口になります。")
    writer.fill("連絡の取り方", "メール")
    writer.press("保存して次へ")
    assert writer.sees("1時間 1,500円（30分未満切捨て、最低1時間）・交通費は実費")
    assert not writer.sees("残っています")
    writer.do("承認を申請する")
    assert writer.sees("承認待ち")
    assert len(pages) <= MOST_PAGES, pages

    opening = Opening.objects.get()
    writer.open(opening.desk_url)
    writer.follow("起案文案を開く")
    text = writer.page.get_by_label("文案").input_value()
    assert "書かない窓口を進めるDXアドバイザーの公募について" in text


def test_what_is_written_is_kept_without_a_button(person: Enter, project, clerk) -> None:
    """Two windows: the second is told that the first saved, and both texts are shown side by side."""
    opening = OpeningFactory(project=project)
    first, second = person(clerk.email), person(clerk.email)
    for window in (first, second):
        window.open(f"/desk/openings/{opening.code}/edit/request/")

    first.fill("お願いしたいこと", "先の窓の文")
    first.page.get_by_text("に下書きを保存しました").first.wait_for()
    with first.page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        first.fill("お願いしたいこと", "先の窓の、続きの文")
    assert saved.value.status == 200

    second.fill("お願いしたいこと", "後の窓の文")
    second.page.get_by_text("ほかの人が先に保存した").first.wait_for()
    opening.refresh_from_db()
    assert opening.request == "先の窓の、続きの文"

"""Reports are found by problems like theirs, and say what they have in common."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from reports.models import OutcomeReport, ReportSearch
from reports.operations.outcome import publish_report, withdraw_report
from reports.operations.search import REPORTS
from reports.queries.likeness import others_like, reports_like
from tests.factories.reports import OutcomeReportFactory

pytestmark = pytest.mark.django_db
COUNTER = "転入の手続で書く項目が多く、窓口の待ち時間が長い。申請書の書き方を何度も聞かれる。"
SOCIAL = "SNSの投稿が続かず、若い世代に市の情報が届いていない。担当が1人しかいない。"
FARM = "耕作されない農地が増え、担い手の高齢化が進んでいる。"


@pytest.fixture
def reports(sanuki):
    found = {}
    for name, problem in (("counter", COUNTER), ("social", SOCIAL), ("farm", FARM)):
        found[name] = OutcomeReportFactory(
            municipality=sanuki, published=True, title="活動の報告", summary="要約", problem=problem
        )
    REPORTS.rebuild()
    return found


def _names(found, reports):
    by_pk = {row.pk: name for name, row in reports.items()}
    return [by_pk[each.report_id] for each in found]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("窓口でお客さまを長く待たせてしまう。申請書に書くことが多い。", "counter"),
        ("インスタグラムやツイッターの投稿が続かない。若者に情報が届かない", "social"),
        ("農地を耕す人がいない。高齢化で担い手が足りない", "farm"),
    ],
)
def test_the_likest_is_first_and_says_why(asked, first, reports):
    found = reports_like(asked)
    assert _names(found, reports)[0] == first
    assert found[0].shared


def test_one_word_in_common_is_enough_only_where_nothing_has_two(reports):
    assert _names(reports_like("農地と窓口と待ち時間"), reports) == ["counter"]
    assert _names(reports_like("農地で星を見たい"), reports) == ["farm"]
    assert reports_like("宇宙船の操縦を覚えたい") == []


def test_shared_words_are_shown_as_readers_write_them(reports):
    (found, *_more) = reports_like("ホームページの情報が若い世代に届かない")
    assert found.shared[0] in ("若い", "世代", "届く", "情報")
    assert "届く" in found.shared


@pytest.mark.parametrize("asked", ["", "。。。", "\x00\ud800", "'); DROP TABLE x; --", "%s %(terms)s"])
def test_whatever_is_asked_gets_an_answer(asked, reports):
    assert len(reports_like(asked)) <= 3


def test_long_questions_are_cut(reports):
    assert _names(reports_like((SOCIAL + "。") * 50), reports)[0] == "social"


def test_a_report_names_its_likest_but_not_itself(reports, sanuki):
    other = OutcomeReportFactory(municipality=sanuki, published=True, problem=f"{COUNTER}支所も同じだった。")
    REPORTS.rebuild()
    assert [row.pk for row in others_like(reports["counter"])] == [other.pk]


def test_only_published_reports_are_found(sanuki, clerk, reports):
    row = OutcomeReportFactory(municipality=sanuki, approved=True, problem=FARM)
    assert not ReportSearch.objects.filter(report=row).exists()
    publish_report(row, by=clerk, at=timezone.now())
    assert len(reports_like("農地の担い手")) == 2
    withdraw_report(OutcomeReport.objects.get(pk=row.pk), by=clerk, at=timezone.now(), reason="誤り")
    assert len(reports_like("農地の担い手")) == 1


def test_rows_that_differ_are_mended(reports):
    assert REPORTS.mend() == []
    ReportSearch.objects.filter(report=reports["farm"]).update(terms=["w:別"])
    assert REPORTS.mend() == [reports["farm"].pk]
    assert (REPORTS.index_missing(), REPORTS.mend()) == (0, [])


def test_the_library_shows_them_in_order_with_the_shared_words(client, reports):
    page = client.get("/reports/", {"problem": "窓口の待ち時間が長い。申請書も多い"})
    soup = BeautifulSoup(page.content, "html.parser")
    cards = soup.select("article.card")
    assert cards[0].select_one("a")["href"] == reports["counter"].get_absolute_url()
    assert "共通する言葉：" in cards[0].get_text()
    assert "待つ" in cards[0].get_text()
    none = client.get("/reports/", {"problem": "窓口の待ち時間が長い。申請書も多い", "field": "nothing"})
    assert none.status_code == 200


def test_other_criteria_go_together_with_it(client, reports, takamatsu):
    OutcomeReportFactory(municipality=takamatsu, published=True, problem=COUNTER)
    REPORTS.rebuild()
    asked = {"problem": "窓口の待ち時間が長い。申請書も多い", "size": "city"}
    page = client.get("/reports/", asked)
    assert page.content.decode().count('<article class="card">') == 2


def test_programs_ask_the_same(client, reports):
    items = client.get("/api/v1/reports/", {"problem": "窓口の待ち時間が長い。申請書も多い"}).json()["items"]
    assert (items[0]["code"], bool(items[0]["shared"])) == (reports["counter"].code, True)
    assert client.get("/api/v1/reports/").json()["items"][0]["shared"] == []


def test_the_page_of_a_report_names_others(client, reports, sanuki):
    other = OutcomeReportFactory(municipality=sanuki, published=True, problem=f"{COUNTER}支所も。")
    REPORTS.rebuild()
    page = client.get(reports["counter"].get_absolute_url()).content.decode()
    assert ("課題の近い活動報告" in page, other.get_absolute_url() in page) == (True, True)

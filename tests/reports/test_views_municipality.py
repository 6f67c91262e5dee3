"""The page of a municipality: agreements past and present, results in plain words, figures."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.base import day, moment
from tests.factories.municipalities import PartnershipAgreementFactory
from tests.factories.projects import EngagementFactory, OpeningFactory
from tests.factories.reports import OutcomeReportFactory

pytestmark = pytest.mark.django_db


def _page(client, code="372064"):
    return BeautifulSoup(client.get(reverse("municipality", args=[code])).content, "html.parser")


def _section(page, heading):
    return page.find(id=heading).find_parent("section").get_text(" ", strip=True)


def test_agreements_of_the_past_stand_apart(client, sanuki):
    PartnershipAgreementFactory(concluded=True, municipalities=[sanuki], title="いまの協定")
    PartnershipAgreementFactory(expired=True, municipalities=[sanuki], title="前の協定")
    PartnershipAgreementFactory(municipalities=[sanuki], title="協議中の協定")
    text = _section(_page(client), "agreements")
    now, past = text.split("これまでの連携協定")
    assert "いまの協定" in now
    assert "前の協定" in past
    assert "協議中の協定" not in text


def test_results_are_told_in_plain_words(client, sanuki):
    OpeningFactory(decided=True, municipality=sanuki, seats=3, seats_taken=2)
    OpeningFactory(decided=True, municipality=sanuki)
    OpeningFactory(no_match=True, municipality=sanuki)
    OpeningFactory(result_review=True, municipality=sanuki)
    text = _section(_page(client), "past-calls")
    assert "3人の募集に対して、2人を採用しました" in text
    assert "採用した方はまだいません" in text
    assert "該当者なし" in text
    assert "選考中です。" in text


def test_the_rate_counts_late_and_unanswered_calls(client, sanuki):
    early, past = day(-30), {"deadline_date": day(-40), "answer_date": day(-30)}
    OpeningFactory(decided=True, municipality=sanuki, **past, released_at=moment(-31))
    OpeningFactory(no_match=True, municipality=sanuki, **past, released_at=moment(-29))
    OpeningFactory(selecting=True, municipality=sanuki, **past)
    OpeningFactory(selecting=True, municipality=sanuki, deadline_date=early, answer_date=day(5))
    assert "3件のうち1件（33%）" in _section(_page(client), "past-calls")


def test_an_answer_on_the_promised_day_itself_is_in_time(client, sanuki):
    promised = day(-10)
    OpeningFactory(
        decided=True,
        municipality=sanuki,
        deadline_date=promised - timedelta(days=9),
        answer_date=promised,
        released_at=moment(-10),
    )
    assert "1件のうち1件（100%）" in _section(_page(client), "past-calls")


def test_without_a_promise_come_due_there_is_no_rate(client, sanuki):
    OpeningFactory(selecting=True, municipality=sanuki, answer_date=day(5))
    assert "割合" not in _section(_page(client), "past-calls")


def test_a_prefecture_lists_its_members_with_figures(client, sanuki):
    PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
    OpeningFactory(open=True, municipality=sanuki)
    OpeningFactory(decided=True, municipality=sanuki)
    OutcomeReportFactory(published=True, engagement=EngagementFactory(completed=True, municipality=sanuki))
    page = _page(client, "370002")
    rows = {
        row.th.a.get_text(): [cell.get_text() for cell in row.select("td.num")]
        for row in page.select("tr")[1:]
    }
    assert len(rows) == 17
    assert rows["高松市"] == ["0", "0", "0"]
    assert int(rows["さぬき市"][0]) >= 1
    assert rows["さぬき市"][1:] == ["1", "1"]


@pytest.mark.parametrize(
    ("row", "names"), [("sa", ["坂出市", "さぬき市", "小豆島町", "善通寺市"]), ("a", ["綾川町", "宇多津町"])]
)
def test_by_the_row_of_the_reading(client, row, names):
    page = BeautifulSoup(
        client.get(reverse("municipalities"), {"prefecture": "370002", "row": row}).content, "html.parser"
    )
    found = [cell.get_text() for cell in page.select("tbody th a")]
    assert found == [f"香川県{name}" for name in names]


def test_those_without_an_agreement(client, sanuki):
    PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
    page = client.get(
        reverse("municipalities"), {"prefecture": "370002", "agreement": "none"}
    ).content.decode()
    assert "高松市" in page
    assert "さぬき市" not in page

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.municipalities import PartnershipAgreementFactory

pytestmark = pytest.mark.django_db


def _hits(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.get_text(" ", strip=True) for row in soup.select("tbody tr")]


def test_without_a_search_prefectures_stand_under_their_region(client):
    response = client.get(reverse("municipalities"))
    soup = BeautifulSoup(response.content, "html.parser")
    assert [head.get_text() for head in soup.select("main h2")][:2] == ["北海道・東北", "関東"]
    assert len(soup.select(".place-list a")) == 47
    kagawa = soup.find("a", string="香川県").parent.get_text(" ", strip=True)
    assert kagawa == "香川県 17市区町村"


@pytest.mark.parametrize("words", ["さぬき", "ｻﾇｷ", "372064"])
def test_search_by_name_reading_or_code(client, words):
    assert _hits(client.get(reverse("municipalities"), {"q": words})) == ["香川県さぬき市 さぬきし 372064"]


def test_places_of_the_same_name_show_their_prefecture(client):
    hits = _hits(client.get(reverse("municipalities"), {"q": "府中市"}))
    assert [hit.split()[0] for hit in hits] == ["東京都府中市", "広島県府中市"]


def test_a_prefecture_lists_itself_and_its_members(client):
    hits = _hits(client.get(reverse("municipalities"), {"prefecture": "370002"}))
    assert hits[0].startswith("香川県 かがわけん")
    assert len(hits) == 18


def test_only_parties_to_an_agreement_in_force(client, sanuki, takamatsu):
    PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
    PartnershipAgreementFactory(expired=True, municipalities=[takamatsu])
    hits = _hits(client.get(reverse("municipalities"), {"agreement": "on"}))
    assert [hit.split()[0] for hit in hits] == ["香川県さぬき市"]


def test_no_hit_names_the_criterion_and_offers_to_drop_it(client):
    html = client.get(reverse("municipalities"), {"q": "存在しない市"}).content.decode()
    assert "条件に合う自治体は見つかりませんでした" in html
    assert "存在しない市" in html
    assert f'href="{reverse("municipalities")}?"' in html


def test_constant_number_of_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as one:
        client.get(reverse("municipalities"), {"q": "さぬき"})
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("municipalities"), {"q": "市"})

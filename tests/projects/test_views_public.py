"""募集を探す and the page of one opening, as everybody sees them."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from projects.templatetags.openings import shown_state
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import day
from tests.factories.municipalities import FieldFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def _titles(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [link.get_text() for link in soup.select("#results .card-title a")]


def test_list_shows_only_calls_that_take_applications(client):
    OpeningFactory(open=True, title="受付中の募集")
    for trait in ("selecting", "result_review", "decided", "no_match", "withdrawn", "approved"):
        OpeningFactory(**{trait: True}, title=trait)
    OpeningFactory(open=True, overdue=True, title="昨日で終わった募集")
    assert _titles(client.get(reverse("openings"))) == ["受付中の募集"]


def test_past_calls_are_shown_on_request(client):
    OpeningFactory(decided=True, title="決定した募集")
    OpeningFactory(withdrawn=True, title="取り下げた募集")
    assert _titles(client.get(reverse("openings"), {"state": "all"})) == ["決定した募集"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "さぬき"}, ["広報の募集"]),
        ({"q": "ｻﾇｷ"}, ["広報の募集"]),
        ({"q": "さぬき 観光"}, []),
        ({"field": "pr"}, ["広報の募集"]),
        ({"prefecture": "370002"}, ["広報の募集"]),
        ({"prefecture": "470007"}, []),
        ({"work_style": "onsite"}, ["観光の募集"]),
        ({"pay": "paid"}, ["観光の募集"]),
        ({"pay": "unpaid"}, ["広報の募集"]),
        ({"field": "no-such-field", "sort": "no-such-order"}, ["観光の募集", "広報の募集"]),
        ({"sort": "deadline"}, ["広報の募集", "観光の募集"]),
    ],
)
def test_filters(client, sanuki, query, expected):
    tokyo = type(sanuki).objects.get(code="131016")
    OpeningFactory(
        open=True,
        title="広報の募集",
        project=ProjectFactory(municipality=sanuki, field=FieldFactory(slug="pr")),
        deadline_date=day(3),
    )
    OpeningFactory(
        open=True,
        paid=True,
        title="観光の募集",
        project=ProjectFactory(municipality=tokyo, field=FieldFactory(slug="tourism")),
        work_style="onsite",
    )
    assert _titles(client.get(reverse("openings"), query)) == expected


def test_applied_filters_can_be_taken_away_one_by_one(client):
    response = client.get(reverse("openings"), {"q": "広報", "prefecture": "370002", "page": "2"})
    soup = BeautifulSoup(response.content, "html.parser")
    links = {link.get_text(): link["href"] for link in soup.select("#results .chip-row a")}
    without_words = next(url for words, url in links.items() if words.startswith("キーワード：広報"))
    assert without_words == reverse("openings") + "?prefecture=370002"
    assert any(words.startswith("地域・都道府県：香川県") for words in links)
    assert "条件に合う募集は見つかりませんでした" in response.content.decode()


def test_htmx_gets_the_results_alone_and_the_count_is_announced(client):
    OpeningFactory(open=True)
    page = client.get(reverse("openings"), {"q": "DX"})
    fragment = client.get(reverse("openings"), {"q": "DX"}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert 'hx-swap-oob="innerHTML:#live">1件' in fragment.content.decode()
    assert _titles(fragment) == _titles(page) == ["DX推進アドバイザー"]
    assert "HX-Request" in fragment["Vary"]


def test_history_restore_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(reverse("openings"), headers=headers).content.decode()


def _swapped(page, fragment):
    """What htmx makes of the page: the results replaced, and what is sent out of band."""
    soup, part = (BeautifulSoup(each.content, "html.parser") for each in (page, fragment))
    for found in part.select("#results, #facets"):
        found.attrs.pop("hx-swap-oob", None)
        soup.select_one(f"#{found['id']}").replace_with(found)
    return soup


def test_swapping_the_fragment_gives_the_whole_page(client):
    OpeningFactory(open=True)
    OpeningFactory(open=True, title="観光の募集", paid=True)
    query = {"q": "観光", "pay": "paid"}
    before = client.get(reverse("openings"), {"pay": "paid"})
    fragment = client.get(reverse("openings"), query, headers={"HX-Request": "true"})
    whole = BeautifulSoup(client.get(reverse("openings"), query).content, "html.parser")
    swapped = _swapped(before, fragment)
    for part in ("#results", "#facets"):
        assert swapped.select_one(part).prettify() == whole.select_one(part).prettify()


def test_choices_show_how_many_they_give(client, sanuki):
    OpeningFactory.create_batch(2, open=True, project=ProjectFactory(municipality=sanuki))
    OpeningFactory(open=True, paid=True)
    soup = BeautifulSoup(client.get(reverse("openings"), {"pay": "unpaid"}).content, "html.parser")
    labels = {each.get_text() for each in soup.select("#facets option")}
    assert {"香川県（2）", "四国のすべて（2）", "謝礼あり（1）", "無償・地場産品など（2）"} <= labels


def test_nothing_found_shows_the_ways_out(client, sanuki):
    OpeningFactory(open=True, project=ProjectFactory(municipality=sanuki))
    OpeningFactory(decided=True, paid=True, project=ProjectFactory(municipality=sanuki))
    response = client.get(reverse("openings"), {"q": "DX", "prefecture": "370002", "pay": "paid"})
    soup = BeautifulSoup(response.content, "html.parser")
    ways = {item.get_text(strip=True): item.a["href"] for item in soup.select("#results .empty li")}
    assert ways["「謝礼：謝礼あり」を外す（1件）"] == reverse("openings") + "?q=DX&prefecture=370002"
    assert ways["終わった募集も含める（1件）"].endswith("&state=all")
    assert "四国のすべて" in ways


def test_a_slip_is_pointed_out(client):
    html = client.get(reverse("openings"), {"q": "ホムページ"}).content.decode()
    assert "もしかして" in html
    assert ">ホームページ</a>" in html


def test_search_box_never_fires_inside_a_conversion(client):
    soup = BeautifulSoup(client.get(reverse("openings")).content, "html.parser")
    box = soup.select_one("input[name=q]")
    assert box["hx-trigger"] == "settled"
    assert box["data-settle"] == "400"
    assert box["hx-push-url"] == "true"


def test_a_broken_cursor_shows_the_first_page(client):
    OpeningFactory(open=True)
    assert len(_titles(client.get(reverse("openings"), {"after": "999"}))) == 1


def test_pages_follow_each_other_and_keep_the_criteria(client, sanuki):
    project = ProjectFactory(municipality=sanuki)
    OpeningFactory.create_batch(21, open=True, project=project)
    first = client.get(reverse("openings"), {"prefecture": "370002"})
    link = BeautifulSoup(first.content, "html.parser").select_one("a[rel=next]")["href"]
    assert link.startswith("?prefecture=370002&after=")
    second = client.get(reverse("openings") + link)
    assert len(_titles(second)) == 1
    back = BeautifulSoup(second.content, "html.parser").select_one("a[rel=prev]")["href"]
    assert _titles(client.get(reverse("openings") + back)) == _titles(first)


def test_list_takes_eight_queries_for_one_row_and_for_thirty(client, django_assert_max_num_queries):
    project = ProjectFactory()
    OpeningFactory(open=True, project=project)
    with django_assert_max_num_queries(8):
        client.get(reverse("openings"), {"q": "DX"})
    OpeningFactory.create_batch(29, open=True, project=project)
    with django_assert_max_num_queries(8):
        client.get(reverse("openings"), {"q": "DX"})


def test_the_page_states_the_terms_in_words(client):
    opening = OpeningFactory(
        open=True, pay_unit="visit", pay_amount=10000, deadline_date=day(0), challenge="困りごと"
    )
    html = client.get(opening.get_absolute_url()).content.decode()
    for words in ("1回 10,000円", "23時59分まで", "本日締切", "困りごと", "月8時間ほど", "1人"):
        assert words in html


@pytest.mark.parametrize("trait", ["draft", "in_review", "returned", "approved", "withdrawn"])
def test_what_is_not_public_is_missing(client, trait):
    opening = OpeningFactory(**({} if trait == "draft" else {trait: True}))
    assert client.get(opening.get_absolute_url()).status_code == 404


def _without_code(response, opening):
    html = response.content.decode()
    for token in (opening.code, opening.title):
        html = html.replace(token, "")
    return html


def test_a_pending_result_looks_exactly_like_selecting(client, sanuki):
    project = ProjectFactory(municipality=sanuki)
    selecting = OpeningFactory(selecting=True, project=project, title="募集その一")
    pending = OpeningFactory(result_review=True, project=project, title="募集その二")
    assert shown_state(selecting) == shown_state(pending)
    pages = [_without_code(client.get(row.get_absolute_url()), row) for row in (selecting, pending)]
    assert pages[0] == pages[1]


def test_nobody_learns_how_many_applied(client):
    opening = OpeningFactory(open=True)
    before = client.get(opening.get_absolute_url()).content
    ApplicationFactory.create_batch(3, opening=opening, submitted=True)
    assert client.get(opening.get_absolute_url()).content == before


def test_a_call_whose_last_day_has_ended_no_longer_reads_as_open(client):
    opening = OpeningFactory(open=True, overdue=True)
    html = client.get(opening.get_absolute_url()).content.decode()
    assert "選考中" in html
    assert "募集中" not in html
    assert "応募の受付は終わりました" in html


def _apply_words(client, opening):
    soup = BeautifulSoup(client.get(opening.get_absolute_url()).content, "html.parser")
    return soup.select_one("aside").get_text(" ", strip=True)


def test_apply_button_says_what_the_reader_can_do(client, signed_in, advisor, other_advisor):
    opening = OpeningFactory(open=True)
    url = reverse("opening_apply", args=[opening.code])
    assert "ログインして応募する" in _apply_words(client, opening)
    assert f"?next={url}" in client.get(opening.get_absolute_url()).content.decode()
    assert "プロフィールを作成する" in _apply_words(signed_in(UserFactory()), opening)
    paused = AdvisorProfileFactory(paused=True)
    assert "確認して公開する" in _apply_words(signed_in(paused.user), opening)
    reader = signed_in(advisor.user)
    assert "応募する" in _apply_words(reader, opening)
    draft = ApplicationFactory(opening=opening, advisor=advisor)
    assert "下書きの続きを書く" in _apply_words(reader, opening)
    sent = ApplicationFactory(opening=opening, advisor=other_advisor, submitted=True)
    words = _apply_words(signed_in(other_advisor.user), opening)
    assert sent.code in words
    assert draft.code not in words


def test_a_call_taken_back_says_when_and_why(client, sanuki):
    opening = OpeningFactory(municipality=sanuki, withdrawn=True, published=True, title="窓口の見直し")
    response = client.get(opening.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "予算の見直しのため" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "応募する" not in page
    assert opening.title not in client.get(reverse("openings") + "?state=all").content.decode()


def test_a_call_given_up_before_its_publication_is_no_page(client, sanuki):
    opening = OpeningFactory(municipality=sanuki, withdrawn=True, title="窓口の見直し")
    assert client.get(opening.get_absolute_url()).status_code == 404

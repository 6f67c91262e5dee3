"""Searches that people keep: at most twenty, their own, and each opening told once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from advisors.models import AdvisorSearch
from advisors.operations.search import ADVISORS
from core import dates
from core.errors import DomainError, EditConflict
from notifications.models import Notice
from projects import tasks
from projects.enums import Alert
from projects.models import OpeningSearch, SavedSearch, SearchAlert
from projects.operations import opening as openings
from projects.operations import saved_search as operations
from projects.queries.saved_search import criteria_of
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import day, moment
from tests.factories.projects import EngagementFactory, OpeningFactory, ProjectFactory
from tests.factories.search import SavedSearchFactory

pytestmark = pytest.mark.django_db


def _save(user, name="広報", querystring="q=広報", alert=Alert.DAILY):
    return operations.save_search(by=user, at=moment(), name=name, querystring=querystring, alert=alert)


def _told():
    return list(Notice.objects.filter(kind="projects.new_openings").order_by("pk"))


def test_twenty_are_kept_and_a_place_becomes_free_again(stranger):
    rows = [_save(stranger, name=f"条件{number}") for number in range(20)]
    with pytest.raises(DomainError, match="20件まで"):
        _save(stranger, name="もう一つ")
    operations.delete_search(rows[4], by=stranger, at=moment())
    assert _save(stranger, name="もう一つ").position == 5


def test_the_database_refuses_a_twenty_first(stranger):
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearchFactory(owner=stranger, position=21)


def test_names_are_unique_for_each_person(stranger, clerk):
    row = _save(stranger)
    _save(clerk)
    with pytest.raises(DomainError, match="同じ名前"):
        _save(stranger)
    other = _save(stranger, name="別の名前")
    change = {"by": stranger, "at": moment(), "alert": Alert.OFF}
    with pytest.raises(DomainError, match="同じ名前"):
        operations.edit_search(other, version=1, name=row.name, **change)
    assert operations.edit_search(other, version=1, name="別の名前", **change).alert == "off"
    with pytest.raises(EditConflict):
        operations.edit_search(other, version=1, name="古い画面から", **change)


def test_alerts_are_about_calls_that_take_applications():
    assert criteria_of("q=DX&state=all&sort=deadline&unknown=1").lexemes == criteria_of("q=DX").lexemes
    assert "'o:open'" in criteria_of("").lexemes


@pytest.mark.parametrize(
    ("querystring", "is_met"),
    [
        ("", True),
        ("q=DX", True),
        ("q=デジタル化&prefecture=370002&pay=unpaid", True),
        ("prefecture=shikoku", True),
        ("deadline=14", True),
        ("deadline=7", False),
        ("q=観光", False),
        ("prefecture=kanto", False),
    ],
)
@pytest.mark.parametrize("alert", ["immediate", "daily", "weekly"])
def test_a_new_opening_is_told_to_those_it_meets_once(alert, querystring, is_met, sanuki, clerk):
    search = SavedSearchFactory(alert=alert, querystring=querystring)
    days = {"deadline": int(querystring[-2:].strip("="))} if "deadline" in querystring else {}
    SavedSearch.objects.filter(pk=search.pk).update(deadline_days=days.get("deadline"))
    opening = OpeningFactory(
        project=ProjectFactory(municipality=sanuki), approved=True, deadline_date=day(10)
    )
    openings.publish_opening(opening, by=clerk, at=moment())
    for _time in range(2):
        tasks.alert_at_once()
        for digest in ("daily", "weekly"):
            tasks.send_digests(digest)
    assert [notice.recipient for notice in _told()] == ([search.owner] if is_met else [])
    assert SearchAlert.objects.count() == int(is_met)


def test_a_digest_is_one_mail_for_all_that_is_new(stranger):
    search = SavedSearchFactory(owner=stranger, querystring="")
    rows = OpeningFactory.create_batch(3, open=True, published_at=moment(-1), project=ProjectFactory())
    OpeningFactory(open=True, published_at=moment(-8), title="保存する前の募集")
    assert operations.send_digests(Alert.DAILY, moment()) == 1
    (notice,) = _told()
    assert notice.body.count(rows[0].title) == 3
    assert "保存する前の募集" not in notice.body
    assert notice.path == search.results_url
    fresh = OpeningFactory(open=True, published_at=moment())
    assert operations.send_digests(Alert.DAILY, moment()) == 1
    assert _told()[1].path == fresh.get_absolute_url()


def test_nothing_is_told_of_closed_calls_or_to_people_who_left():
    OpeningFactory(open=True, published_at=moment(-1), overdue=True)
    OpeningFactory(decided=True, published_at=moment(-1))
    gone = SavedSearchFactory(owner__is_active=False)
    SavedSearchFactory(immediate=True)
    OpeningFactory(open=True, published_at=moment(-1), title="観光の募集", summary="x", challenge="x")
    assert operations.send_digests(Alert.DAILY, moment()) == 0
    assert gone.alerts.count() == 0


def test_alerts_that_were_off_begin_anew(stranger):
    search = SavedSearchFactory(owner=stranger, off=True, querystring="")
    OpeningFactory(open=True, published_at=moment(-1))
    operations.edit_search(search, by=stranger, at=moment(), version=1, name="条件", alert=Alert.DAILY)
    assert operations.send_digests(Alert.DAILY, moment()) == 0
    OpeningFactory(open=True, published_at=moment())
    assert operations.send_digests(Alert.DAILY, moment() + timedelta(minutes=1)) == 1


def test_announcing_asks_a_constant_number_of_questions(
    django_assert_num_queries, django_assert_max_num_queries
):
    OpeningFactory(open=True, published_at=moment())
    SavedSearchFactory.create_batch(3, immediate=True, querystring="q=観光")
    with django_assert_max_num_queries(8):
        assert operations.alert_at_once(moment()) == 0
    assert OpeningSearch.objects.filter(announced_at=None).count() == 0
    with django_assert_num_queries(2):  # what is new, and who wants professionals at once
        operations.alert_at_once(moment())


def test_the_way_from_a_search_to_its_alerts(client, signed_in, stranger):
    query = "?q=広報&prefecture=shikoku"
    page = client.get(reverse("openings") + query).content.decode()
    assert reverse("saved_search_new") + "?q=%E5%BA%83%E5%A0%B1&amp;prefecture=shikoku" in page
    browser = signed_in(stranger)
    new = reverse("saved_search_new") + query
    assert 'value="広報・四国のすべて"' in browser.get(new).content.decode()
    browser.post(new, {"name": "四国の広報", "alert": "weekly"})
    row = SavedSearch.objects.get()
    assert criteria_of(row.querystring).prefecture == "shikoku"
    listed = browser.get(reverse("saved_searches")).content.decode()
    for words in ("四国の広報", "キーワード：広報", "地域・都道府県：四国のすべて", "週1回（月曜日の朝8時）"):
        assert words in listed
    edit = reverse("saved_search_edit", args=[row.code])
    browser.post(edit, {"name": "新しい名前", "alert": "off", "version": "1"})
    assert "新しい名前" in browser.get(reverse("saved_searches")).content.decode()
    browser.post(reverse("saved_search_delete", args=[row.code]))
    assert not SavedSearch.objects.exists()


def test_others_do_not_find_it(signed_in, stranger, clerk):
    row = SavedSearchFactory(owner=stranger)
    for name in ("saved_search_edit", "saved_search_delete"):
        assert signed_in(clerk).get(reverse(name, args=[row.code])).status_code == 404
    assert "保存した条件はありません" in signed_in(clerk).get(reverse("saved_searches")).content.decode()


def test_the_list_takes_a_constant_number_of_queries(signed_in, stranger, django_assert_max_num_queries):
    browser = signed_in(stranger)
    SavedSearchFactory(owner=stranger)
    with django_assert_max_num_queries(10) as one:
        browser.get(reverse("saved_searches"))
    SavedSearchFactory.create_batch(10, owner=stranger)
    with django_assert_max_num_queries(len(one)):
        browser.get(reverse("saved_searches"))


class TestOfProfessionals:
    """What cities keep of their search for professionals."""

    @pytest.fixture
    def search(self, clerk):
        return SavedSearchFactory(owner=clerk, about="advisors", querystring="q=広報", alert=Alert.DAILY)

    def _told_to(self):
        return [row.recipient for row in Notice.objects.filter(kind="projects.new_advisors").order_by("pk")]

    @pytest.mark.parametrize("alert", ["immediate", "daily", "weekly"])
    def test_who_meets_the_criteria_is_told_once(self, search, clerk, alert):
        SavedSearch.objects.update(alert=alert)
        advisor = AdvisorProfileFactory(findable=True, headline="広報アドバイザー")
        AdvisorProfileFactory(findable=True, headline="農業の専門家", summary="農業")
        for _time in range(2):
            tasks.alert_at_once()
            for digest in ("daily", "weekly"):
                tasks.send_digests(digest)
        assert self._told_to() == [clerk]
        assert [row.advisor for row in search.alerts.all()] == [advisor]
        assert Notice.objects.get(kind="projects.new_advisors").path == f"/desk/advisors/{advisor.code}/"

    def test_nobody_is_told_of_who_hides_or_was_there_before(self, search, clerk, sanuki):
        AdvisorProfileFactory(findable=True, headline="広報", employer_municipality=sanuki)
        AdvisorProfileFactory(headline="広報")
        before = AdvisorProfileFactory(findable=True, headline="広報")
        AdvisorSearch.objects.filter(advisor=before).update(listed_at=moment(-8))
        assert operations.send_digests(Alert.DAILY, moment()) == 0

    def test_who_works_for_no_city_any_more_is_told_nothing(self, search, clerk):
        AdvisorProfileFactory(findable=True, headline="広報")
        clerk.staff_memberships.update(status="ended", ended_date=day(-1))
        assert operations.send_digests(Alert.DAILY, moment()) == 0

    def test_a_change_of_the_profile_is_no_news(self, search, advisor, advisor_user):
        AdvisorSearch.objects.filter(advisor=advisor).update(listed_at=moment(-8))
        ADVISORS.refresh(Q(pk=advisor.pk))
        assert operations.send_digests(Alert.DAILY, moment()) == 0

    def test_is_kept_from_the_page_of_the_search(self, signed_in, clerk):
        client = signed_in(clerk)
        address = "about=advisors&q=%E5%BA%83%E5%A0%B1"
        assert address.replace("&", "&amp;") in client.get("/desk/advisors/?q=広報").content.decode()
        url = f"{reverse('saved_search_new')}?{address}"
        assert (
            "すべての専門家" in client.get(f"{reverse('saved_search_new')}?about=advisors").content.decode()
        )
        assert client.post(url, {"name": "広報の人", "alert": "weekly"}).status_code == 302
        row = SavedSearch.objects.get(owner=clerk)
        assert (row.about, row.results_url) == ("advisors", "/desk/advisors/?q=%E5%BA%83%E5%A0%B1")
        assert "広報の人" in client.get(reverse("saved_searches")).content.decode()

    @pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("stranger", 403), ("coordinator", 200)])
    def test_only_those_who_may_look_for_people(self, request, signed_in, name, status):
        client = signed_in(request.getfixturevalue(name))
        assert client.get(f"{reverse('saved_search_new')}?about=advisors").status_code == status
        assert client.get(f"{reverse('saved_search_new')}?about=people").status_code == 404


class TestViewsOfActivities:
    """A coordinator keeps ways to look at all activities; nothing is sent about them."""

    LIST = "/coord/engagements/"

    @pytest.fixture
    def works(self, sanuki, takamatsu):
        own = EngagementFactory(municipality=sanuki, active=True, start_date=day(-30), end_date=day(100))
        other = EngagementFactory(municipality=takamatsu, active=True, start_date=day(-400), end_date=day(20))
        return own, other

    def _titles(self, browser, address):
        soup = BeautifulSoup(browser.get(address).content, "html.parser")
        return [each.get_text() for each in soup.select("tbody th a")]

    def test_criteria_narrow_the_list(self, signed_in, coordinator, works):
        own, other = works
        browser = signed_in(coordinator)
        year = dates.fiscal_year(other.start_date)
        assert self._titles(browser, f"{self.LIST}?fiscal_year={year}") == [other.project.title]
        assert len(self._titles(browser, f"{self.LIST}?prefecture=370002")) == 2
        assert self._titles(browser, f"{self.LIST}?q=さぬき") == [own.project.title]
        assert self._titles(browser, f"{self.LIST}?q=だれもいない") == []
        assert self._titles(browser, f"{self.LIST}?field={own.project.field.slug}&q=高松") == (
            [other.project.title] if other.project.field == own.project.field else []
        )
        assert self._titles(browser, f"{self.LIST}?sort=end") == [other.project.title, own.project.title]
        assert len(self._titles(browser, f"{self.LIST}?fiscal_year=abc&state=nonsense")) == 2

    def test_a_view_is_kept_and_stands_above_the_list(self, signed_in, coordinator, works):
        browser = signed_in(coordinator)
        new = reverse("saved_search_new")
        page = browser.get(f"{new}?about=engagements&q=さぬき&state=active").content.decode()
        assert "新着のお知らせ" not in page
        made = browser.post(f"{new}?about=engagements&q=さぬき&state=active", {"name": "さぬき市の活動"})
        assert made.status_code == 302
        row = SavedSearch.objects.get()
        assert (row.alert, row.about, row.lexemes) == ("off", "engagements", "")
        soup = BeautifulSoup(browser.get(row.results_url).content, "html.parser")
        (link,) = soup.select('.link-row a[aria-current="true"]')
        assert (link.get_text(), link["href"]) == ("さぬき市の活動", f"?{row.querystring}")
        edit = reverse("saved_search_edit", args=[row.code])
        assert browser.post(edit, {"name": "別の名前", "version": row.version}).status_code == 302
        row.refresh_from_db()
        assert (row.name, row.alert) == ("別の名前", "off")
        assert "別の名前" in browser.get(reverse("saved_searches")).content.decode()

    def test_who_may_keep_one(self, signed_in, clerk, coordinator, advisor_user, stranger):
        new = f"{reverse('saved_search_new')}?about=engagements"
        got = [signed_in(user).get(new).status_code for user in (clerk, coordinator, advisor_user, stranger)]
        assert got == [200, 200, 403, 403]

    def test_each_sees_their_own(self, signed_in, clerk, coordinator, works):
        SavedSearchFactory(owner=coordinator, about="engagements", name="運営の見方", alert="off")
        assert "運営の見方" not in signed_in(clerk).get("/desk/engagements/").content.decode()
        assert "運営の見方" in signed_in(coordinator).get(self.LIST).content.decode()

"""Searching professionals: in any spelling, with counts that are true, and never whoever hides."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from advisors import operations as op
from advisors.enums import Visibility
from advisors.models import AdvisorProfile, AdvisorSearch
from advisors.operations.search import ADVISORS
from advisors.queries import advisors_visible_to, facets
from advisors.queries.search import Criteria, search_advisors
from core.paging import Cursor
from municipalities.models import Field, Municipality
from tests.factories.accounts import UserFactory
from tests.factories.advisors import (
    AdvisorProfileFactory,
    AdvisorSkillFactory,
    ExperienceFactory,
    RegionTieFactory,
    SkillFactory,
)
from tests.factories.base import moment

pytestmark = pytest.mark.django_db
URL = "/desk/advisors/"
Browser = Callable[[User], Client]


def found(reader: User, words: str = "", **criteria: str) -> list[AdvisorProfile]:
    return search_advisors(Criteria(words=words, **criteria), reader).rows


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ({"user__family_name": "髙橋"}, "高橋"),
        ({"user__family_name": "渡邊", "user__given_name": "一郎"}, "渡辺一郎"),
        ({"user__family_kana": "タカハシ"}, "たかはし"),
        ({"headline": "ＤＸ推進の伴走者"}, "DX"),
        ({"headline": "DX推進の伴走者"}, "デジタルトランスフォーメーション"),
        ({"summary": "市のホームページを作り直しました。"}, "HP"),
        ({"summary": "避難のシミュレーションを行いました。"}, "シュミレーション"),
        ({"summary": "広報紙の編集長でした。"}, "広報"),
    ],
)
def test_people_are_found_in_the_words_anybody_would_use(
    clerk: User, written: dict[str, str], asked: str
) -> None:
    person = AdvisorProfileFactory(findable=True, **written)
    other = UserFactory(family_name="緑川", given_name="葉子", family_kana="", given_kana="")
    AdvisorProfileFactory(
        findable=True, user=other, headline="造園家", summary="庭を造ります。", fields=[], employer=""
    )
    assert found(clerk, asked) == [person]


def test_skills_experience_and_ties_are_found(clerk: User, sanuki: Municipality) -> None:
    person = AdvisorProfileFactory(findable=True)
    AdvisorProfileFactory(findable=True)
    op.set_skills(
        person,
        by=person.user,
        at=moment(),
        version=1,
        skills=[{"skill_id": SkillFactory(slug="ux", name="UXデザイン").pk, "level": 3, "years": 4}],
    )
    op.add_experience(
        person,
        by=person.user,
        at=moment(),
        organization="架空交通",
        role="企画",
        start_year=2015,
        text="時刻表の改正",
    )
    version = AdvisorProfile.objects.get(pk=person.pk).version
    ties = [{"municipality_id": sanuki.pk, "kind": "from"}]
    op.set_ties(person, by=person.user, at=moment(), version=version, ties=ties)
    for words in ("UXデザイン", "時刻表", "さぬき市"):
        assert found(clerk, words) == [person]
    assert found(clerk, skill="ux") == found(clerk, prefecture="370002") == found(clerk, prefecture="shikoku")
    assert found(clerk, prefecture="shikoku") == [person]


def test_whoever_hides_is_found_by_nobody_they_hide_from(
    clerk: User, outsider: User, coordinator: User, sanuki: Municipality, takamatsu: Municipality
) -> None:
    AdvisorProfileFactory(active=True, visibility=Visibility.APPLIED)
    AdvisorProfileFactory(paused=True, visibility=Visibility.CITIES)
    hiding = AdvisorProfileFactory(findable=True)
    op.edit_profile(hiding, by=hiding.user, at=moment(), version=1, hidden_from=[sanuki])
    employed = AdvisorProfileFactory(findable=True, employer_municipality=takamatsu)
    assert found(clerk) == [employed]
    assert found(outsider) == [hiding]
    assert {*found(coordinator)} == {hiding, employed}
    assert not advisors_visible_to(clerk).filter(pk=hiding.pk).exists()


def test_who_works_for_two_cities_finds_nobody_who_hides_from_one(
    clerk: User, sanuki: Municipality, takamatsu: Municipality
) -> None:
    from tests.factories.municipalities import StaffMembershipFactory

    StaffMembershipFactory(user=clerk, municipality=takamatsu)
    AdvisorProfileFactory(findable=True, employer_municipality=takamatsu)
    assert found(User.objects.get(pk=clerk.pk)) == []


def test_the_row_follows_the_person(clerk: User) -> None:
    person = AdvisorProfileFactory(findable=True)
    op.pause_profile(person, by=person.user, at=moment())
    assert not AdvisorSearch.objects.exists()
    op.activate_profile(person, by=person.user, at=moment())
    assert found(clerk) == [person]
    op.empty_profile(person, by=person.user, at=moment())
    assert not AdvisorSearch.objects.exists()


def test_what_went_wrong_is_mended(clerk: User) -> None:
    person = AdvisorProfileFactory(findable=True)
    AdvisorSearch.objects.update(facets=["field:wrong"])
    assert ADVISORS.mend() == [person.pk]
    assert ADVISORS.mend() == []
    AdvisorSearch.objects.all().delete()
    assert (ADVISORS.index_missing(), ADVISORS.index_missing()) == (1, 0)
    assert ADVISORS.rebuild() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("approver", 200),
        ("reviewer", 200),
        ("outsider", 200),
        ("coordinator", 200),
        ("viewer", 403),
        ("advisor_user", 403),
        ("stranger", 403),
    ],
)
def test_who_may_search(
    signed_in: Browser, request: pytest.FixtureRequest, clerk: User, who: str, status: int
) -> None:
    person = AdvisorProfileFactory(findable=True)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(URL).status_code == status
    assert client.get(f"{URL}{person.code}/").status_code == (200 if status == 200 else 404)


def test_pages_follow_each_other_without_gap_or_repeat(clerk: User) -> None:
    people = [
        AdvisorProfileFactory(findable=True, headline="観光" if number % 2 else "造園", summary="観光の仕事")
        for number in range(45)
    ]
    for criteria in (Criteria(), Criteria(words="観光")):
        seen, cursor = [], None
        while True:
            page = search_advisors(criteria, clerk, cursor=cursor)
            seen += [row.pk for row in page.rows]
            if page.following is None:
                break
            cursor = Cursor(page.following)
        assert sorted(seen) == sorted(row.pk for row in people)
        back = search_advisors(criteria, clerk, cursor=Cursor(page.previous or (), backwards=True))
        assert [row.pk for row in back.rows] == seen[20:40]


def _brute_force(rows: list[AdvisorProfile], name: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        for each in facets.facets_of(row):
            kind, _colon, value = each.partition(":")
            counts[value] += kind == name or (kind == "region" and name == "prefecture")
    return +counts


@pytest.fixture
def crowd(sanuki: Municipality, takamatsu: Municipality) -> None:
    fields = list(Field.objects.order_by("position")[:4])
    for number in range(24):
        person = AdvisorProfileFactory(
            findable=True,
            fields=[fields[number % 4], fields[(number // 3) % 4]],
            hours_per_month=(2, 8, 20, 40)[number % 4],
            work_style=("online", "hybrid", "onsite")[number % 3],
            intention=("open", "talk", "busy")[number % 3],
            weekdays=[1, 6] if number % 2 else [2],
            day_parts=["evening"] if number % 3 else ["morning", "evening"],
            accepts_unpaid=bool(number % 2),
            prefecture=sanuki.prefecture if number % 5 else None,
        )
        if number % 4 == 0:
            RegionTieFactory(advisor=person, municipality=takamatsu)
            AdvisorSkillFactory(advisor=person)
    ADVISORS.rebuild()


@pytest.mark.parametrize(
    "criteria",
    [
        {},
        {"hours": "8"},
        {"prefecture": "shikoku"},
        {"work_style": "online", "time": "weekend"},
        {"intention": "open", "unpaid": "yes", "skill": "bpr"},
    ],
)
def test_counts_are_what_each_choice_gives(crowd: None, clerk: User, criteria: dict[str, str]) -> None:
    result = search_advisors(Criteria(**criteria), clerk)
    assert result.total == len(result.rows) or result.total > 20
    for name in facets.DIMENSIONS:
        others = {key: value for key, value in criteria.items() if key != name}
        rows = [
            row
            for row in advisors_visible_to(clerk)
            if all(facets.lexeme(key, value) in facets.facets_of(row) for key, value in others.items())
        ]
        assert result.facets[name] == _brute_force(rows, name), name


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_whatever_is_typed_gives_an_answer(clerk: User, words: str) -> None:
    found(clerk, words)


def test_a_page_asks_a_constant_number_of_queries(signed_in: Browser, clerk: User) -> None:
    client, counts = signed_in(clerk), []
    for _round in range(2):
        for person in AdvisorProfileFactory.create_batch(6, findable=True):
            ExperienceFactory(advisor=person)
            AdvisorSkillFactory(advisor=person)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_typing_brings_results_counts_and_the_spoken_word(signed_in: Browser, clerk: User) -> None:
    AdvisorProfileFactory(findable=True, headline="広報の編集者")
    client = signed_in(clerk)
    fragment = client.get(URL, {"q": "広報"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.count("1人の専門家") == 2
    assert 'id="facets" hx-swap-oob="true"' in fragment
    whole = client.get(URL, {"q": "広報"}).content.decode()
    assert "広報の編集者" in whole


def test_nothing_found_says_what_would_help(signed_in: Browser, clerk: User) -> None:
    AdvisorProfileFactory(findable=True, headline="広報の編集者", work_style="online")
    page = signed_in(clerk).get(URL, {"q": "広報", "work_style": "onsite"}).content.decode()
    assert "条件に合う専門家は見つかりませんでした" in page
    assert "「働き方：訪問」を外す" in page
    empty = signed_in(UserFactory(coordinator=True)).get(reverse("desk_advisors"), {"field": "no-such"})
    assert empty.status_code == 200


def test_the_page_of_a_person_shows_what_was_published(signed_in: Browser, clerk: User) -> None:
    from tests.factories.projects import EngagementFactory
    from tests.factories.reports import OutcomeReportFactory

    person: Any = AdvisorProfileFactory(findable=True)
    work = EngagementFactory(advisor=person, completed=True)
    client = signed_in(clerk)
    assert "公開された活動報告はまだありません" in client.get(f"{URL}{person.code}/").content.decode()
    report = OutcomeReportFactory(engagement=work, published=True)
    assert report.get_absolute_url() in client.get(f"{URL}{person.code}/").content.decode()

"""Matching on pages, and telling people of what fits them: enough for an opening, not too much for a person."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.models import User
from advisors.models import AdvisorProfile
from core.dates import today
from municipalities.models import Municipality
from notifications.models import Notice
from projects.matching import DEFAULTS
from projects.matching.fairness import share_out
from projects.models import MatchNotice, MatchWeights, Opening, OpeningSearch
from projects.operations import match_notices as op
from projects.operations.matching import rebuild_matching
from tests.api.conftest import Program
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory, AdvisorSkillFactory
from tests.factories.base import moment
from tests.factories.matching import MatchNoticeFactory, MatchWeightsFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory, ProjectFactory

Browser = Callable[[User], Client]
FITS = {"headline": "窓口業務の改革", "summary": "市役所の窓口で書かない申請を進め、待ち時間を短くしました。"}


def people(count: int, **traits: Any) -> list[AdvisorProfile]:
    rows = [
        AdvisorProfileFactory(findable=True, hours_per_month=20, **{**FITS, **traits}) for _ in range(count)
    ]
    for row in rows:
        AdvisorSkillFactory(advisor=row)
    return rows


def call(city: Municipality, **traits: Any) -> Opening:
    opening: Opening = OpeningFactory(municipality=city, open=True, published_at=moment(-1), **traits)
    rebuild_matching()
    return opening


@given(
    ranked=st.lists(st.integers(1, 60), unique=True, max_size=60),
    told=st.dictionaries(st.integers(1, 60), st.integers(0, 8)),
    enough=st.integers(1, 20),
    weekly=st.integers(1, 5),
)
def test_enough_people_and_not_too_much_for_anybody(
    ranked: list[int], told: dict[int, int], enough: int, weekly: int
) -> None:
    now, later = share_out(ranked, told, people=enough, weekly=weekly)
    assert len(now) <= enough
    assert all(told.get(person, 0) < weekly for person in now)
    assert all(told.get(person, 0) >= weekly for person in later)
    assert len(now) + len(later) >= min(enough, len(ranked))
    assert [each for each in ranked if each in {*now, *later}] == ranked[: len(now) + len(later)]


@given(st.lists(st.lists(st.integers(1, 12), unique=True, max_size=12), max_size=20))
def test_over_many_openings_nobody_is_told_more_than_the_week_allows(openings: list[list[int]]) -> None:
    week: Counter[int] = Counter()
    for ranked in openings:
        now, _later = share_out(ranked, week, people=4, weekly=3)
        week.update(now)
    assert max(week.values(), default=0) <= 3


@pytest.mark.django_db
class TestTelling:
    def test_whom_it_fits_is_told_once_with_reasons(self, sanuki: Municipality) -> None:
        (fits,) = people(1)
        opening = call(sanuki)
        assert op.tell_matches(moment()) == 1
        assert op.tell_matches(moment()) == 0
        notice = Notice.objects.get(kind="projects.match_found")
        assert notice.recipient == fits.user
        assert notice.path == opening.get_absolute_url()
        assert "登録したスキル" in notice.body
        assert OpeningSearch.objects.get(pk=opening.pk).matched_at is not None

    @pytest.mark.parametrize(
        "why", ["switched off", "no time", "away", "hidden", "employed", "applied", "staff", "left"]
    )
    def test_who_is_not_told(self, sanuki: Municipality, clerk: User, why: str) -> None:
        traits: dict[str, Any] = {
            "switched off": {"wants_matches": False},
            "no time": {"intention": "busy"},
            "away": {"absent_from": today() - timedelta(days=1), "absent_until": today()},
            "employed": {"employer_municipality": sanuki},
            "staff": {"user": clerk},
            "left": {"user": UserFactory(is_active=False)},
        }.get(why, {})
        (person,) = people(1, **traits)
        if why == "hidden":
            person.hidden_from.add(sanuki)
        opening = call(sanuki)
        if why == "applied":
            ApplicationFactory(opening=opening, advisor=person, submitted=True)
        assert op.tell_matches(moment()) == 0
        assert not MatchNotice.objects.exists()

    def test_a_full_week_is_carried_to_one_digest(self, sanuki: Municipality, settings: Settings) -> None:
        settings.MATCH_NOTICE_WEEKLY = 2
        people(1)
        openings = [call(sanuki, project=ProjectFactory(municipality=sanuki)) for _ in range(5)]
        assert op.tell_matches(moment()) == 2
        assert op.carry_matches(moment()) == 1
        assert op.carry_matches(moment()) == 0
        digest = Notice.objects.get(kind="projects.matches_carried")
        told = set(MatchNotice.objects.filter(told_at__isnull=False).values_list("opening__code", flat=True))
        assert digest.body.count("・") == 3
        assert len(told) == 2
        assert {row.code for row in openings} >= told

    def test_after_a_week_there_is_room_again(self, sanuki: Municipality, settings: Settings) -> None:
        settings.MATCH_NOTICE_WEEKLY = 1
        (person,) = people(1)
        MatchNoticeFactory(advisor=person, told_at=moment(-8))
        call(sanuki)
        assert op.tell_matches(moment()) == 1

    def test_calls_that_are_over_are_not_carried(self, sanuki: Municipality) -> None:
        (person,) = people(1)
        over = OpeningFactory(municipality=sanuki, decided=True)
        MatchNoticeFactory(advisor=person, opening=over, passed_over=True)
        assert op.carry_matches(moment()) == 0
        assert not MatchNotice.objects.filter(carried_at=None).exists()

    def test_old_calls_are_no_news(self, sanuki: Municipality) -> None:
        people(1)
        call(sanuki)
        Opening.objects.update(published_at=moment(-10))
        OpeningSearch.objects.update(published_at=moment(-10))
        assert op.tell_matches(moment()) == 0


@pytest.mark.django_db
class TestCandidates:
    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("clerk", 200),
            ("approver", 200),
            ("reviewer", 200),
            ("coordinator", 200),
            ("viewer", 403),
            ("outsider", 404),
            ("advisor_user", 404),
        ],
    )
    def test_who_may_look(
        self, request: pytest.FixtureRequest, signed_in: Browser, sanuki: Municipality, who: str, status: int
    ) -> None:
        opening = call(sanuki)
        client = signed_in(request.getfixturevalue(who))
        assert client.get(f"/desk/openings/{opening.code}/candidates/").status_code == status

    def test_the_terms_add_up_and_hidden_people_are_missing(
        self, signed_in: Browser, clerk: User, sanuki: Municipality
    ) -> None:
        (shown,) = people(1, user__family_name="見出")
        people(1, user__family_name="非表", visibility="applied")
        opening = call(sanuki)
        page = signed_in(clerk).get(f"/desk/openings/{opening.code}/candidates/")
        text = page.content.decode()
        assert "見出" in text
        assert "非表" not in text
        (found,) = page.context["candidates"]
        assert sum(found.match.terms.values()) == found.match.score
        assert shown.code in text

    def test_says_why_it_is_empty(self, signed_in: Browser, clerk: User, sanuki: Municipality) -> None:
        client = signed_in(clerk)
        nobody = client.get(f"/desk/openings/{call(sanuki).code}/candidates/").content.decode()
        assert "合う専門家は見つかりませんでした" in nobody
        ended = OpeningFactory(municipality=sanuki, decided=True)
        over = client.get(f"/desk/openings/{ended.code}/candidates/").content.decode()
        assert "もう応募を受け付けていません" in over

    def test_a_constant_number_of_queries(
        self, signed_in: Browser, clerk: User, sanuki: Municipality
    ) -> None:
        client, counts = signed_in(clerk), []
        for _round in range(2):
            people(3)
            opening = call(sanuki)
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/desk/openings/{opening.code}/candidates/")
            counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestMine:
    def test_reasons_but_neither_rank_nor_score(self, signed_in: Browser, sanuki: Municipality) -> None:
        (person,) = people(1)
        opening = call(sanuki)
        page = signed_in(person.user).get("/my/matches/").content.decode()
        main = re.findall(r"<main.*</main>", page, re.S)[0]
        assert opening.title in main
        assert "登録したスキル" in main
        assert "点" not in main.replace("点検", "")
        assert "%" not in main.replace("%E", "")
        assert opening.title in signed_in(person.user).get("/my/").content.decode()

    def test_it_can_be_switched_off_and_on(self, signed_in: Browser, sanuki: Municipality) -> None:
        (person,) = people(1)
        opening = call(sanuki)
        client = signed_in(person.user)
        client.post("/my/matches/switch/", {})
        page = client.get("/my/matches/").content.decode()
        assert "案内を止めています" in page
        assert opening.title not in page
        client.post("/my/matches/switch/", {"on": "1"})
        assert opening.title in client.get("/my/matches/").content.decode()

    def test_without_a_profile_it_says_what_to_do(self, signed_in: Browser, stranger: User) -> None:
        assert "プロフィールを公開すると" in signed_in(stranger).get("/my/matches/").content.decode()


@pytest.mark.django_db
class TestCoordinator:
    PAGES = ("/coord/matching/", "/coord/matching/weights/", "/coord/matching/weights/new/")

    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("clerk", 403), ("stranger", 403)])
    def test_who_may_look(
        self, request: pytest.FixtureRequest, signed_in: Browser, path: str, who: str, status: int
    ) -> None:
        assert signed_in(request.getfixturevalue(who)).get(path).status_code == status

    def test_calls_few_people_answer(
        self, signed_in: Browser, coordinator: User, sanuki: Municipality
    ) -> None:
        short, full = call(sanuki, title="応募の少ない窓口"), call(sanuki, title="人気の広報")
        ApplicationFactory.create_batch(3, opening=full, submitted=True)
        page = signed_in(coordinator).get("/coord/matching/").content.decode()
        assert short.title in page
        assert full.title not in page

    def test_a_version_is_proposed_compared_and_put_in_force(
        self, signed_in: Browser, coordinator: User, sanuki: Municipality
    ) -> None:
        people(2)
        call(sanuki)
        client = signed_in(coordinator)
        typed = {**{term: str(value) for term, value in DEFAULTS.items()}, "reason": "地域を重く見るため"}
        wrong = client.post("/coord/matching/weights/new/", {**typed, "region": "6"})
        assert wrong.status_code == 422
        assert "今は101です" in wrong.content.decode()
        right = {**typed, "region": str(DEFAULTS["region"] + 3), "text": str(DEFAULTS["text"] - 3)}
        client.post("/coord/matching/weights/new/", right)
        version = MatchWeights.objects.get()
        page = client.get(f"/coord/matching/weights/{version.code}/").content.decode()
        assert "窓口業務の改革" in page
        client.post(f"/coord/matching/weights/{version.code}/activate/")
        version.refresh_from_db()
        assert version.status == "active"
        assert "適用中" in client.get("/coord/matching/weights/").content.decode()

    def test_a_proposal_can_be_put_away(self, signed_in: Browser, coordinator: User, clerk: User) -> None:
        version = MatchWeightsFactory()
        url = f"/coord/matching/weights/{version.code}/discard/"
        assert signed_in(clerk).post(url).status_code == 403
        assert signed_in(coordinator).post(url).status_code == 302
        version.refresh_from_db()
        assert version.status == "retired"


class TestApi:
    def test_candidates_with_the_terms_of_the_score(self, sanuki: Municipality, clerk: User) -> None:
        (fits,) = people(1)
        opening = call(sanuki)
        (found,) = Program(clerk).get(f"desk/candidates/{opening.code}/").json()["candidates"]
        assert found["advisor"] == {"code": fits.code, "name": str(fits)}
        assert sum(term["points"] for term in found["terms"]) == found["score"]
        assert found["reasons"]

    def test_my_matches_tell_why_and_not_how_much(self, sanuki: Municipality) -> None:
        (fits,) = people(1)
        opening = call(sanuki)
        body = Program(fits.user).get(f"my/matches/{fits.code}/").json()
        assert [each["opening"]["code"] for each in body["matches"]] == [opening.code]
        assert "score" not in str(body)

    def test_weights_are_proposed_and_put_in_force(self, coordinator: User) -> None:
        values = {**DEFAULTS, "skill": DEFAULTS["skill"] - 1, "text": DEFAULTS["text"] + 1}
        made = Program(coordinator).post("match-weights/", {"reason": "文章を重く", **values})
        assert made.status_code == 201
        assert (
            Program(coordinator).act(f"match-weights/{made.json()['code']}/", "activate").status_code == 200
        )
        assert MatchWeights.objects.get(status="active").text == values["text"]

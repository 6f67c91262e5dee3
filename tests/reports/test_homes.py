"""The three homes: who may open which, what comes first, and what it costs."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from advisors.models import AdvisorProfile
from municipalities.models import Municipality
from projects.models import Engagement
from reports.queries.homes import agreements_to_watch, calls_for, portfolio
from tests.factories.base import day, moment
from tests.factories.municipalities import ApprovalFactory, FieldFactory, PartnershipAgreementFactory
from tests.factories.projects import (
    ApplicationFactory,
    DeliverableFactory,
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def _headings(client: Client, address: str) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [heading.get_text(strip=True) for heading in page.main.find_all("h2")]


# --- where to begin


@pytest.mark.parametrize(
    ("person", "home"),
    [
        ("coordinator", "/coord/"),
        ("clerk", "/desk/"),
        ("viewer", "/desk/"),
        ("advisor_user", "/my/"),
        ("stranger", "/my/"),
    ],
)
def test_start_leads_everybody_home(
    person: str, home: str, request: pytest.FixtureRequest, signed_in: SignedIn
) -> None:
    response = signed_in(request.getfixturevalue(person)).get("/start/")
    assert (response.status_code, response["Location"]) == (302, home)


def test_start_keeps_the_language(clerk: User, signed_in: SignedIn) -> None:
    assert signed_in(clerk).get("/en/start/")["Location"] == "/en/desk/"


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for address in ("/start/", "/my/", "/desk/", "/coord/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("person", "codes"),
    [
        ("stranger", {"/my/": 200, "/desk/": 403, "/coord/": 403}),
        ("advisor_user", {"/my/": 200, "/desk/": 403, "/coord/": 403}),
        ("viewer", {"/my/": 200, "/desk/": 200, "/coord/": 403}),
        ("clerk", {"/my/": 200, "/desk/": 200, "/coord/": 403}),
        ("coordinator", {"/my/": 200, "/desk/": 403, "/coord/": 200}),
    ],
)
def test_homes_are_for_their_people(
    person: str, codes: dict[str, int], request: pytest.FixtureRequest, signed_in: SignedIn
) -> None:
    client = signed_in(request.getfixturevalue(person))
    assert {address: client.get(address).status_code for address in codes} == codes


# --- マイページ


def test_my_home_without_a_profile_leads_to_making_one(stranger: User, signed_in: SignedIn) -> None:
    page = BeautifulSoup(signed_in(stranger).get("/my/").content, "html.parser")
    assert page.main.find("a", class_="button", string="プロフィールを作成する")["href"] == "/my/profile/new/"
    assert "要対応" not in page.main.get_text()


def test_my_home_shows_what_is_mine(
    advisor: AdvisorProfile, advisor_user: User, other_advisor: AdvisorProfile, signed_in: SignedIn
) -> None:
    project = ProjectFactory(title="町の放課後")
    mine = EngagementFactory(advisor=advisor, active=True, project=project)
    RecommendationFactory(engagement=mine, text="届けを半分にする", declined=True)
    RecommendationFactory(
        engagement=EngagementFactory(advisor=other_advisor, active=True), text="よその提案", adopted=True
    )
    ApplicationFactory(advisor=advisor, offered=True)
    text = _text(signed_in(advisor_user), "/my/")
    for words in ("内定が届いています", "町の放課後", "届けを半分にする", "見送り", "条例の改正が要るため"):
        assert words in text
    assert "よその提案" not in text


def test_my_home_puts_what_to_do_first(
    advisor: AdvisorProfile, advisor_user: User, signed_in: SignedIn
) -> None:
    EngagementFactory(advisor=advisor)
    headings = _headings(signed_in(advisor_user), "/my/")
    assert headings[0] == "要対応（1件）"
    assert {"参加中の活動", "応募の状況", "あなたの分野の募集"} <= set(headings)


def test_calls_are_open_in_my_fields_and_not_answered(advisor: AdvisorProfile) -> None:
    fitting = OpeningFactory(open=True, deadline_date=day(5))
    later = OpeningFactory(open=True, deadline_date=day(9))
    OpeningFactory(open=True, project=ProjectFactory(field=FieldFactory(slug="pr")))
    OpeningFactory(open=True, overdue=True)
    OpeningFactory(selecting=True)
    ApplicationFactory(advisor=advisor)
    assert list(calls_for(advisor, timezone.now())) == [fitting, later]


def test_nothing_sealed_reaches_the_applicant(
    advisor: AdvisorProfile, advisor_user: User, signed_in: SignedIn
) -> None:
    opening = OpeningFactory(result_review=True)
    ApplicationFactory(
        opening=opening, advisor=advisor, submitted=True, outcome="decline", internal_note="経験が足りない"
    )
    text = _text(signed_in(advisor_user), "/my/")
    assert "受付済み" in text
    for words in ("見送り", "経験が足りない", "結果の承認待ち"):
        assert words not in text


# --- 自治体デスク


def test_desk_home_shows_only_the_own_city(
    clerk: User, sanuki: Municipality, takamatsu: Municipality, signed_in: SignedIn
) -> None:
    for city, name in ((sanuki, "ここの"), (takamatsu, "よその")):
        OpeningFactory(municipality=city, title=f"{name}募集", returned=True)
        project = ProjectFactory(municipality=city, title=f"{name}活動")
        engagement = EngagementFactory(municipality=city, project=project, active=True)
        MeetingFactory(engagement=engagement, title=f"{name}会議", starts_at=moment(2))
        OutcomeReportFactory(municipality=city, title=f"{name}報告")
    text = _text(signed_in(clerk), "/desk/")
    for thing in ("募集", "活動", "会議", "報告"):
        assert f"ここの{thing}" in text
        assert f"よその{thing}" not in text


def test_approvals_come_first_for_approvers(
    approver: User, clerk: User, sanuki: Municipality, signed_in: SignedIn
) -> None:
    ApprovalFactory(municipality=sanuki, requested_by=clerk)
    assert _headings(signed_in(approver), "/desk/")[0] == "あなたの承認を待っているもの（1件）"
    assert _headings(signed_in(clerk), "/desk/")[0] == "要対応"


def test_an_empty_desk_says_what_comes_next(clerk: User, signed_in: SignedIn) -> None:
    text = _text(signed_in(clerk), "/desk/")
    for words in (
        "いま、していただくことはありません",
        "進行中の募集はありません",
        "進行中の活動はありません",
    ):
        assert words in text


def test_meetings_are_those_of_the_coming_week(
    clerk: User, sanuki: Municipality, signed_in: SignedIn
) -> None:
    engagement = EngagementFactory(municipality=sanuki, active=True)
    for title, starts_at in (("あした", moment(1)), ("再来週", moment(12)), ("先週", moment(-7))):
        MeetingFactory(engagement=engagement, title=title, starts_at=starts_at)
    MeetingFactory(engagement=engagement, title="とりやめ", starts_at=moment(2), cancelled=True)
    page = BeautifulSoup(signed_in(clerk).get("/desk/").content, "html.parser")
    shown = page.find("section", attrs={"aria-labelledby": "meetings"}).get_text()
    assert "あした" in shown
    assert not [title for title in ("再来週", "先週", "とりやめ") if title in shown]


# --- コーディネーター


def test_coord_home_names_place_reason_and_day(
    coordinator: User, takamatsu: Municipality, signed_in: SignedIn
) -> None:
    EngagementFactory(municipality=takamatsu, active=True, started_at=moment(-40), start_date=day(-40))
    text = _text(signed_in(coordinator), "/coord/")
    assert "要対応 （1件）" in text or "要対応（1件）" in text
    assert "香川県高松市" in text
    assert "30日以上、会議の記録がありません" in text


def test_coord_home_counts_the_days_to_the_end_of_an_agreement(
    coordinator: User, sanuki: Municipality, signed_in: SignedIn
) -> None:
    PartnershipAgreementFactory(concluded=True, municipalities=[sanuki], end_date=day(35))
    PartnershipAgreementFactory(terminated=True, municipalities=[sanuki], end_date=day(3))
    [(_agreement, days)] = agreements_to_watch(coordinator, timezone.now())
    assert days == 35
    assert "あと35日" in _text(signed_in(coordinator), "/coord/")


def test_portfolio_knows_the_last_movement() -> None:
    engagement = EngagementFactory(active=True, started_at=moment(-50), start_date=day(-50))
    MeetingFactory(engagement=engagement, held=True, starts_at=moment(-20))
    MeetingFactory(engagement=engagement, starts_at=moment(5))
    rows = Engagement.objects.select_related("project__field", "advisor__user", "municipality__prefecture")
    Engagement.objects.filter(pk=engagement.pk).update(status="active")
    engagement.application.answered_at = moment(-60)
    engagement.application.save()
    [work] = portfolio(rows)
    assert work.moved == day(-20)
    assert (work.engagement.held_count, work.engagement.planned_count) == (1, 1)  # type: ignore[attr-defined]
    DeliverableFactory(engagement=engagement, delivered_date=day(-3))
    [work] = portfolio(rows)
    assert work.moved == day(-3)


# --- cost


def _fill(city: Municipality, advisor: AdvisorProfile) -> None:
    """One of everything a home can show."""
    ApprovalFactory(municipality=city)
    OpeningFactory(municipality=city, returned=True)
    OpeningFactory(municipality=city, open=True, published_at=moment(-20))
    for state in ("active", "completed"):
        engagement = EngagementFactory(municipality=city, advisor=advisor, **{state: True})
        RecommendationFactory(engagement=engagement)
        RecommendationFactory(engagement=engagement, adopted=True)
        MeetingFactory(engagement=engagement, starts_at=moment(2))
    ApplicationFactory(municipality=city, advisor=advisor, offered=True)
    OutcomeReportFactory(municipality=city)
    PartnershipAgreementFactory(concluded=True, municipalities=[city], end_date=day(9))


@pytest.mark.parametrize(
    ("person", "address", "limit"),
    [
        ("advisor_user", "/my/", 26),
        ("approver", "/desk/", 26),
        ("clerk", "/desk/", 37),
        ("coordinator", "/coord/", 32),
    ],
)
def test_queries_do_not_grow_with_the_rows(
    person: str,
    address: str,
    limit: int,
    request: pytest.FixtureRequest,
    signed_in: SignedIn,
    sanuki: Municipality,
    advisor: AdvisorProfile,
) -> None:
    client = signed_in(request.getfixturevalue(person))
    counts = []
    for rounds in (1, 2):
        for _ in range(rounds):
            _fill(sanuki, advisor)
        client.get(address)  # what is cached is cached
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [query["sql"][:120] for query in queries]
    assert counts[1] <= limit

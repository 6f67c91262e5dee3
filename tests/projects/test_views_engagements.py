"""The workspace of an engagement: who sees it where, the expectations, and the goals."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisors.models import AdvisorProfile
from municipalities.models import Municipality
from projects.models import Engagement, Goal
from tests.factories.base import day, moment
from tests.factories.projects import (
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    OpeningFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory

AREAS = ("my", "desk", "coord")
READERS = ("clerk", "approver", "reviewer", "viewer", "advisor_user", "coordinator")
OTHERS = ("outsider", "other_advisor_user", "stranger")


def url(name: str, *args: Any, area: str = "desk") -> str:
    return reverse(f"{area}_engagements:{name}", args=args)


def typed(engagement: Engagement, **changes: str) -> dict[str, str]:
    """What a browser sends from the form of the expectations."""
    return {
        "expectation": engagement.expectation,
        "not_expected": engagement.not_expected,
        "contact_rule": engagement.contact_rule,
        "start_date": engagement.start_date.isoformat(),
        "end_date": engagement.end_date.isoformat(),
        "version": str(engagement.version),
        **changes,
    }


@pytest.fixture
def preparing(sanuki: Municipality, advisor: AdvisorProfile) -> Engagement:
    return EngagementFactory(municipality=sanuki, advisor=advisor)


@pytest.fixture
def active(sanuki: Municipality, advisor: AdvisorProfile) -> Engagement:
    return EngagementFactory(municipality=sanuki, advisor=advisor, active=True)


@pytest.fixture
def browser(request: Any, signed_in: Callable[..., Client]) -> Callable[[str], Client]:
    return lambda name: signed_in(request.getfixturevalue(name))


class TestList:
    @pytest.mark.parametrize("area", AREAS)
    @pytest.mark.parametrize("person", [*READERS, *OTHERS])
    def test_each_area_has_its_readers(self, area, person, active, browser) -> None:
        staff = person in {"clerk", "approver", "reviewer", "viewer", "outsider"}
        welcome = {"my": True, "desk": staff, "coord": person == "coordinator"}[area]
        response = browser(person).get(url("list", area=area))
        assert response.status_code == (200 if welcome else 403)
        listed = {"my": person == "advisor_user", "desk": staff and person != "outsider", "coord": welcome}
        if welcome:
            assert (active.code in response.content.decode()) == listed[area]

    def test_counts_the_record(self, active, browser) -> None:
        MeetingFactory.create_batch(2, engagement=active, held=True)
        MeetingFactory(engagement=active)
        DeliverableFactory(engagement=active)
        RecommendationFactory(engagement=active)
        RecommendationFactory(engagement=active, adopted=True)
        row = browser("clerk").get(url("list")).context["engagements"][0]
        assert (row.held_count, row.planned_count, row.deliverable_count) == (2, 1, 1)
        assert (row.advice_count, row.undecided_count) == (2, 1)

    def test_filters_by_state(self, active, preparing, browser) -> None:
        client = browser("clerk")
        assert list(client.get(url("list") + "?state=active").context["engagements"]) == [active]
        assert len(client.get(url("list") + "?state=nonsense").context["engagements"]) == 2
        assert "この状態の活動はありません" in client.get(url("list") + "?state=paused").content.decode()

    def test_an_empty_list_says_why(self, browser, clerk) -> None:
        assert "まだ活動はありません" in browser("clerk").get(url("list")).content.decode()

    def test_query_count_does_not_grow(self, sanuki, active, browser) -> None:
        client, counts = browser("clerk"), []
        for _more in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(url("list"))
            counts.append(len(queries))
            for engagement in EngagementFactory.create_batch(2, municipality=sanuki, active=True):
                MeetingFactory.create_batch(2, engagement=engagement)
        assert counts[0] == counts[1]


class TestWorkspace:
    @pytest.mark.parametrize("area", AREAS)
    @pytest.mark.parametrize("person", READERS)
    def test_whoever_may_see_it_sees_it_in_every_area(self, area, person, active, browser) -> None:
        response = browser(person).get(url("detail", active.code, area=area))
        assert response.status_code == 200
        page = response.content.decode()
        own = {"advisor_user": "my", "coordinator": "coord"}.get(person, "desk")
        listed = [each for each in AREAS if f'href="{url("list", area=each)}"' in page]
        assert listed == ([area] if area == own else [])  # no link into an area of others

    @pytest.mark.parametrize("person", OTHERS)
    def test_others_learn_nothing_of_it(self, person, active, browser) -> None:
        assert browser(person).get(url("detail", active.code)).status_code == 404
        assert browser(person).get(url("goal_new", active.code)).status_code == 404
        assert browser(person).get(url("action", active.code, "pause")).status_code == 404

    @pytest.mark.parametrize("person", ["viewer", "coordinator"])
    def test_readers_get_no_buttons(self, person, active, browser) -> None:
        GoalFactory(engagement=active)
        MeetingFactory(engagement=active)
        DeliverableFactory(engagement=active)
        RecommendationFactory(engagement=active)
        page = browser(person).get(url("detail", active.code)).content.decode().split("<main")[1]
        assert "/new/" not in page
        assert "/do/" not in page
        assert 'class="button' not in page

    def test_the_advisor_adds_records_but_decides_nothing(self, active, browser) -> None:
        item = RecommendationFactory(engagement=active)
        page = browser("advisor_user").get(url("detail", active.code, area="my")).content.decode()
        for name in ("meeting_new", "deliverable_new", "recommendation_new"):
            assert url(name, active.code, area="my") in page
        assert url("recommendation_edit", item.code, area="my") in page
        assert url("recommendation_action", item.code, "adopt", area="my") not in page
        assert url("goal_new", active.code, area="my") not in page

    @pytest.mark.parametrize("state", ["preparing", "active", "paused", "completed", "ended_early"])
    def test_opens_in_every_state(self, state, sanuki, browser, clerk) -> None:
        traits = {} if state == "preparing" else {state: True}
        engagement = EngagementFactory(municipality=sanuki, **traits)
        response = browser("clerk").get(url("detail", engagement.code))
        page = response.content.decode()
        assert str(Engagement.workflow.state(state).label) in page
        assert "⟦" not in page.split("<main")[1]

    def test_shows_the_whole_record(self, active, browser) -> None:
        held = MeetingFactory(engagement=active, held=True)
        MeetingFactory(engagement=active, cancelled=True)
        coming = MeetingFactory(engagement=active, place_note="https://meet.example.jp/a")
        thing = DeliverableFactory(engagement=active, specification=True, meeting=held)
        late = RecommendationFactory(engagement=active, due_date=day(-1), meeting=held, deliverable=thing)
        RecommendationFactory(engagement=active, adopted=True, due_date=day(-1))
        response = browser("clerk").get(url("detail", active.code))
        page = response.content.decode()
        assert "⟦" not in page.split("<main")[1]
        for row in (held, coming, thing, late):
            assert f'id="{row.get_absolute_url().partition("#")[2]}"' in page
        assert "仕様書案の作成を支援した人は、その調達に参加できないことがあります。" in page
        assert page.count("（過ぎています）") == 1
        assert response.context["next_meeting"] == coming
        assert '<a href="https://meet.example.jp/a"' in page

    def test_a_meeting_to_come_cannot_be_recorded_yet(self, active, browser) -> None:
        coming = MeetingFactory(engagement=active)
        past = MeetingFactory(engagement=active, starts_at=moment(-1))
        page = browser("clerk").get(url("detail", active.code)).content.decode()
        assert url("meeting_action", past.code, "hold") in page
        assert url("meeting_action", coming.code, "hold") not in page

    def test_query_count_does_not_grow(self, active, browser) -> None:
        client, counts = browser("clerk"), []
        for _more in range(2):
            for factory in (GoalFactory, MeetingFactory, DeliverableFactory, RecommendationFactory):
                factory.create_batch(2, engagement=active)
            with CaptureQueriesContext(connection) as queries:
                client.get(url("detail", active.code))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestReportBlock:
    def test_staff_start_it_from_here(self, active, browser) -> None:
        page = browser("clerk").get(url("detail", active.code)).content.decode()
        assert reverse("desk_report_new", args=[active.code]) in page

    def test_the_advisor_hears_of_it_when_asked(self, active, browser) -> None:
        report = OutcomeReportFactory(engagement=active)
        client = browser("advisor_user")
        assert report.advisor_url not in client.get(url("detail", active.code, area="my")).content.decode()
        report.comment_requested_at, report.status = moment(), "commenting"
        report.save()
        page = client.get(url("detail", active.code, area="my")).content.decode()
        assert f'href="{report.advisor_url}">報告を読んでコメントを書く' in page


class TestExpectations:
    def test_both_sides_agree_and_the_work_starts(self, preparing, browser) -> None:
        city, professional = browser("clerk"), browser("advisor_user")
        page = city.get(url("detail", preparing.code)).content.decode()
        assert url("action", preparing.code, "start") not in page
        city.post(url("action", preparing.code, "confirm_as_city"))
        response = professional.post(url("action", preparing.code, "confirm_as_advisor", area="my"))
        assert response.url == url("detail", preparing.code, area="my")
        page = city.get(url("detail", preparing.code)).content.decode()
        assert url("action", preparing.code, "confirm_as_city") not in page
        assert url("action", preparing.code, "start") in page
        assert city.post(url("action", preparing.code, "start"), follow=True).status_code == 200
        preparing.refresh_from_db()
        assert preparing.status == "active"

    def test_starting_too_early_is_refused_in_words(self, preparing, browser) -> None:
        response = browser("clerk").post(url("action", preparing.code, "start"))
        assert response.status_code == 422
        assert "両方が確認してから" in response.content.decode()

    def test_changing_the_text_asks_both_again(self, sanuki, advisor, browser) -> None:
        engagement = EngagementFactory(municipality=sanuki, advisor=advisor, confirmed=True)
        sent = typed(engagement, expectation="3月までに計画案をまとめる", end_date="令和99年3月31日")
        response = browser("clerk").post(url("edit", engagement.code), sent)
        assert response.url == url("detail", engagement.code)
        engagement.refresh_from_db()
        assert engagement.expectation == "3月までに計画案をまとめる"
        assert not engagement.is_agreed

    def test_a_wrong_term_keeps_what_was_typed(self, preparing, browser) -> None:
        sent = typed(preparing, contact_rule="火曜の夜に電話", end_date="2020/1/1")
        response = browser("clerk").post(url("edit", preparing.code), sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert "終了日は、開始日以降の日付にしてください。" in page
        assert 'value="火曜の夜に電話"' in page
        assert 'value="2020/1/1"' in page

    def test_a_save_in_between_is_a_conflict(self, preparing, browser) -> None:
        sent = typed(preparing, contact_rule="こちらの入力")
        Engagement.objects.filter(pk=preparing.pk).update(version=2, contact_rule="先に保存した内容")
        response = browser("clerk").post(url("edit", preparing.code), sent)
        page = response.content.decode()
        assert response.status_code == 409
        assert "こちらの入力" in page
        assert "先に保存した内容" in page

    @pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("advisor_user", 403), ("clerk", 200)])
    def test_only_the_city_writes_them(self, person, status, preparing, browser) -> None:
        assert browser(person).get(url("edit", preparing.code)).status_code == status


class TestSteps:
    def test_pausing_needs_a_reason_and_shows_it(self, active, browser) -> None:
        client = browser("clerk")
        assert client.post(url("action", active.code, "pause"), {"reason": ""}).status_code == 422
        client.post(url("action", active.code, "pause"), {"reason": "繁忙期のため"})
        assert "繁忙期のため" in client.get(url("detail", active.code)).content.decode()
        client.post(url("action", active.code, "resume"))
        active.refresh_from_db()
        assert active.status == "active"

    def test_completing_waits_for_the_verdicts(self, active, browser) -> None:
        goal = GoalFactory(engagement=active)
        client = browser("clerk")
        response = client.post(url("action", active.code, "complete"))
        assert response.status_code == 422
        assert "判定していない目標があります" in response.content.decode()
        client.post(url("goal_action", goal.code, "achieve_partly"), {"verdict_note": "計画案まで"})
        assert client.post(url("action", active.code, "complete")).url == url("detail", active.code)

    def test_ending_early_is_recorded_with_its_reason(self, active, browser) -> None:
        browser("clerk").post(url("action", active.code, "end_early"), {"reason": "転勤のため"})
        active.refresh_from_db()
        assert (active.status, active.end_reason) == ("ended_early", "転勤のため")

    def test_a_step_somebody_else_took_leads_back(self, active, browser) -> None:
        response = browser("clerk").post(url("action", active.code, "resume"), follow=True)
        assert response.redirect_chain[0][0] == url("detail", active.code)
        assert "ほかの人が先に操作した" in response.content.decode()

    def test_the_advisor_starts_and_ends_nothing(self, active, browser) -> None:
        assert browser("advisor_user").post(url("action", active.code, "pause")).status_code == 403


class TestGoals:
    def test_from_writing_to_verdict(self, active, browser) -> None:
        client = browser("clerk")
        sent = {"text": "DX推進計画をまとめる", "indicator": "3月の庁議"}
        assert client.post(url("goal_new", active.code), sent).url == url("detail", active.code) + "#goals"
        goal = Goal.objects.get(engagement=active)
        client.post(
            url("goal_edit", goal.code), {"text": "計画案をまとめる", "indicator": "", "version": "1"}
        )
        client.post(url("goal_action", goal.code, "miss"), {"verdict_note": "担当者の異動"})
        goal.refresh_from_db()
        assert (goal.text, goal.status, goal.verdict_note) == ("計画案をまとめる", "missed", "担当者の異動")

    def test_a_verdict_needs_its_reason(self, active, browser) -> None:
        goal = GoalFactory(engagement=active)
        response = browser("clerk").post(url("goal_action", goal.code, "achieve"), {"verdict_note": ""})
        assert response.status_code == 422
        assert "判定の理由を入力してください。" in response.content.decode()

    def test_an_empty_goal_keeps_the_other_field(self, active, browser) -> None:
        response = browser("clerk").post(url("goal_new", active.code), {"text": "", "indicator": "3月の庁議"})
        assert response.status_code == 422
        assert 'value="3月の庁議"' in response.content.decode()

    def test_goals_of_another_city_are_not_found(self, browser, clerk) -> None:
        goal = GoalFactory()
        assert browser("clerk").get(url("goal_edit", goal.code)).status_code == 404
        assert browser("clerk").get(url("goal_action", goal.code, "achieve")).status_code == 404


def test_hours_come_from_the_opening(sanuki, advisor, browser) -> None:
    opening = OpeningFactory(municipality=sanuki, decided=True, seats_taken=1, hours_per_month=23)
    engagement = EngagementFactory(application__opening=opening, advisor=advisor, municipality=sanuki)
    assert (
        "月23時間" in browser("advisor_user").get(url("detail", engagement.code, area="my")).content.decode()
    )


def test_advisors_see_their_own_as_cards(active, browser) -> None:
    RecommendationFactory(engagement=active)
    page = browser("advisor_user").get(url("list", area="my")).content.decode()
    assert 'class="card"' in page
    assert "（自治体の回答待ち1件）" in page

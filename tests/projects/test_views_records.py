"""Meetings, deliverables and advice, written and answered through the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from advisors.models import AdvisorProfile
from core.dates import JST, wareki
from municipalities.models import Municipality
from projects.models import Deliverable, Engagement, Meeting, Recommendation
from tests.factories.base import day, moment
from tests.factories.municipalities import DepartmentFactory
from tests.factories.projects import (
    DeliverableFactory,
    EngagementFactory,
    MeetingFactory,
    RecommendationFactory,
)

PLAN = {
    "title": "窓口の現状",
    "starts_at_day": "令和8年11月23日",
    "starts_at_time": "１９時３０分",
    "duration_minutes": "90",
    "place": "online",
    "place_note": "https://meet.example.jp/a",
}
MINUTES = {
    "attendees": "政策課 長尾、アドバイザー",
    "summary": "現状を確認した。",
    "decisions": "転入届から見直す。",
    "next_steps": "市民課が一覧を作る。",
}
THING = {
    "kind": "analysis",
    "title": "窓口業務の分析",
    "description": "待ち時間を調べた。",
    "location": "",
    "delivered_date": "2026/11/20",
    "meeting": "",
}


def url(name: str, *args: Any, area: str = "desk") -> str:
    return reverse(f"{area}_engagements:{name}", args=args)


@pytest.fixture
def active(sanuki: Municipality, advisor: AdvisorProfile) -> Engagement:
    return EngagementFactory(municipality=sanuki, advisor=advisor, active=True)


@pytest.fixture
def browser(request: Any, signed_in: Callable[..., Client]) -> Callable[[str], Client]:
    return lambda name: signed_in(request.getfixturevalue(name))


def advice(active: Engagement, **changes: Any) -> dict[str, Any]:
    return {
        "text": "転入届の記入項目を半分に減らす",
        "grounds": "10項目は市が持っている。",
        "department": active.project.department_id,
        "due_date": "",
        "proposed_date": "2026/11/20",
        "meeting": "",
        "deliverable": "",
        **changes,
    }


@pytest.mark.parametrize("name", ["meeting_new", "deliverable_new", "recommendation_new"])
class TestWhoAdds:
    @pytest.mark.parametrize("person", ["clerk", "advisor_user"])
    def test_both_sides(self, name, person, active, browser) -> None:
        assert browser(person).get(url(name, active.code)).status_code == 200

    @pytest.mark.parametrize("person", ["viewer", "reviewer", "coordinator"])
    def test_readers_may_not(self, name, person, active, browser) -> None:
        assert browser(person).get(url(name, active.code)).status_code == 403
        assert browser(person).post(url(name, active.code), {}).status_code == 403

    @pytest.mark.parametrize("person", ["outsider", "other_advisor_user", "stranger"])
    def test_others_find_nothing(self, name, person, active, browser) -> None:
        assert browser(person).get(url(name, active.code)).status_code == 404


class TestMeetings:
    def test_from_plan_to_minutes(self, active, browser) -> None:
        client = browser("clerk")
        response = client.post(url("meeting_new", active.code), PLAN | {"starts_at_day": wareki(day(-1))})
        meeting = Meeting.objects.get(engagement=active)
        assert response.url == url("detail", active.code) + f"#meeting-{meeting.code}"
        local = meeting.starts_at.astimezone(JST)
        assert (local.date(), local.hour, local.minute) == (day(-1), 19, 30)
        client.post(url("meeting_action", meeting.code, "hold"), MINUTES)
        meeting.refresh_from_db()
        assert (meeting.status, meeting.decisions) == ("held", "転入届から見直す。")

    def test_the_advisor_stays_in_the_own_area(self, active, browser) -> None:
        response = browser("advisor_user").post(url("meeting_new", active.code, area="my"), PLAN)
        assert response.url.startswith(url("detail", active.code, area="my"))

    def test_a_wrong_time_keeps_what_was_typed(self, active, browser) -> None:
        response = browser("clerk").post(url("meeting_new", active.code), PLAN | {"starts_at_time": "夜"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "時刻を正しく入力してください。例：19:00" in page
        assert 'value="令和8年11月23日"' in page
        assert 'value="夜"' in page

    @pytest.mark.parametrize("part", ["starts_at_day", "starts_at_time"])
    def test_day_and_time_are_both_needed(self, part, active, browser) -> None:
        response = browser("clerk").post(url("meeting_new", active.code), PLAN | {part: ""})
        assert response.status_code == 422
        assert "日付と時刻" in response.content.decode()

    def test_the_plan_can_be_moved(self, active, browser) -> None:
        meeting = MeetingFactory(engagement=active)
        client = browser("advisor_user")
        form = client.get(url("meeting_edit", meeting.code)).content.decode()
        assert f'value="{wareki(meeting.starts_at.astimezone(JST).date())}"' in form
        client.post(url("meeting_edit", meeting.code), PLAN | {"version": "1", "place": "onsite"})
        meeting.refresh_from_db()
        assert (meeting.place, meeting.duration_minutes) == ("onsite", 90)

    def test_moving_it_at_the_same_time_is_a_conflict(self, active, browser) -> None:
        meeting = MeetingFactory(engagement=active, version=3, title="先に変えた議題")
        response = browser("clerk").post(url("meeting_edit", meeting.code), PLAN | {"version": "2"})
        assert response.status_code == 409
        assert "先に変えた議題" in response.content.decode()
        assert 'name="version" value="3"' in response.content.decode()

    def test_minutes_need_a_summary_and_keep_the_rest(self, active, browser) -> None:
        meeting = MeetingFactory(engagement=active, starts_at=moment(-1))
        response = browser("clerk").post(
            url("meeting_action", meeting.code, "hold"), MINUTES | {"summary": ""}
        )
        assert response.status_code == 422
        assert "転入届から見直す。" in response.content.decode()

    def test_a_meeting_to_come_has_no_minutes(self, active, browser) -> None:
        meeting = MeetingFactory(engagement=active)
        response = browser("clerk").post(url("meeting_action", meeting.code, "hold"), MINUTES)
        assert response.status_code == 422
        assert "まだ始まっていない会議" in response.content.decode()

    def test_minutes_start_from_who_came_last_time(self, active, browser) -> None:
        MeetingFactory(engagement=active, held=True, attendees="政策課 長尾、市民課 津田")
        meeting = MeetingFactory(engagement=active, starts_at=moment(-1))
        page = browser("clerk").get(url("meeting_action", meeting.code, "hold")).content.decode()
        assert 'value="政策課 長尾、市民課 津田"' in page

    def test_minutes_can_be_corrected(self, active, browser) -> None:
        meeting = MeetingFactory(engagement=active, held=True)
        client = browser("clerk")
        sent = PLAN | MINUTES | {"version": "1"}
        assert client.post(url("meeting_edit", meeting.code), sent | {"summary": ""}).status_code == 422
        assert client.post(url("meeting_edit", meeting.code), sent).status_code == 302
        meeting.refresh_from_db()
        assert meeting.attendees == "政策課 長尾、アドバイザー"

    def test_cancelling_needs_a_reason(self, active, browser) -> None:
        meeting = MeetingFactory(engagement=active)
        client = browser("clerk")
        assert client.post(url("meeting_action", meeting.code, "cancel"), {}).status_code == 422
        client.post(url("meeting_action", meeting.code, "cancel"), {"reason": "台風のため"})
        assert "台風のため" in client.get(url("detail", active.code)).content.decode()


class TestDeliverables:
    def test_from_handing_in_to_acceptance(self, active, browser) -> None:
        city, professional = browser("clerk"), browser("advisor_user")
        professional.post(url("deliverable_new", active.code, area="my"), THING)
        thing = Deliverable.objects.get(engagement=active)
        city.post(url("deliverable_action", thing.code, "return"), {"reason": "出典を書いてください。"})
        page = professional.get(url("detail", active.code, area="my")).content.decode()
        assert "出典を書いてください。" in page
        sent = THING | {"description": "出典を加えた。", "version": "2"}
        professional.post(url("deliverable_edit", thing.code, area="my"), sent)
        professional.post(url("deliverable_action", thing.code, "resubmit", area="my"))
        response = city.post(url("deliverable_action", thing.code, "accept"))
        assert response.url == url("detail", active.code) + f"#deliverable-{thing.code}"
        thing.refresh_from_db()
        assert (thing.status, thing.description) == ("accepted", "出典を加えた。")

    def test_the_advisor_accepts_nothing(self, active, browser) -> None:
        thing = DeliverableFactory(engagement=active)
        assert (
            browser("advisor_user").post(url("deliverable_action", thing.code, "accept")).status_code == 403
        )

    def test_returning_needs_a_reason(self, active, browser) -> None:
        thing = DeliverableFactory(engagement=active)
        response = browser("clerk").post(url("deliverable_action", thing.code, "return"), {"reason": ""})
        assert response.status_code == 422

    def test_only_meetings_of_this_engagement_can_be_named(self, active, browser) -> None:
        own = MeetingFactory(engagement=active, title="この活動の会議")
        other = MeetingFactory(title="よその会議")
        page = browser("clerk").get(url("deliverable_new", active.code)).content.decode()
        assert str(own) in page
        assert "よその会議" not in page
        response = browser("clerk").post(url("deliverable_new", active.code), THING | {"meeting": other.pk})
        assert response.status_code == 422

    def test_the_day_of_delivery_is_today(self, active, browser) -> None:
        page = browser("clerk").get(url("deliverable_new", active.code)).content.decode()
        assert f'value="{wareki(day(0))}"' in page

    def test_accepting_a_specification_warns(self, active, browser) -> None:
        thing = DeliverableFactory(engagement=active, specification=True)
        page = browser("clerk").get(url("deliverable_action", thing.code, "accept")).content.decode()
        assert "その調達に参加できないことがあります" in page


class TestAdvice:
    def test_from_proposal_to_answer(self, active, browser) -> None:
        city, professional = browser("clerk"), browser("advisor_user")
        professional.post(url("recommendation_new", active.code, area="my"), advice(active))
        item = Recommendation.objects.get(engagement=active)
        professional.post(
            url("recommendation_edit", item.code, area="my"),
            advice(active, text="半分以下にする", version="1"),
        )
        response = city.post(
            url("recommendation_action", item.code, "try"),
            {"status_note": "窓口を1つ選んで試す", "evidence": "7さ政第1号"},
        )
        assert response.url == url("detail", active.code) + f"#recommendation-{item.code}"
        item.refresh_from_db()
        assert (item.text, item.status, item.evidence) == ("半分以下にする", "trial", "7さ政第1号")
        page = professional.get(url("detail", active.code, area="my")).content.decode()
        assert "窓口を1つ選んで試す" in page
        assert professional.get(url("recommendation_edit", item.code)).status_code == 403

    def test_declining_needs_a_reason(self, active, browser) -> None:
        item = RecommendationFactory(engagement=active)
        client = browser("clerk")
        sent = {"status_note": "", "evidence": "7さ政第9号"}
        response = client.post(url("recommendation_action", item.code, "decline"), sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert "見送る理由を入力してください。" in page
        assert 'value="7さ政第9号"' in page
        client.post(url("recommendation_action", item.code, "decline"), sent | {"status_note": "条例のため"})
        item.refresh_from_db()
        assert item.status == "declined"

    def test_only_sections_of_the_city_are_offered(self, active, browser, sanuki) -> None:
        DepartmentFactory(municipality=sanuki, name="市民課")
        DepartmentFactory(municipality=sanuki, name="廃止課", closed_date=day(-1))
        foreign = DepartmentFactory(name="よその課")
        page = browser("clerk").get(url("recommendation_new", active.code)).content.decode()
        assert "市民課" in page
        assert "廃止課" not in page
        assert "よその課" not in page
        sent = advice(active, department=foreign.pk)
        assert browser("clerk").post(url("recommendation_new", active.code), sent).status_code == 422

    def test_a_due_date_before_the_proposal_is_refused(self, active, browser) -> None:
        response = browser("clerk").post(
            url("recommendation_new", active.code), advice(active, due_date="R8.11.1")
        )
        assert response.status_code == 422
        assert "対応の期限は、提案日以降の日付にしてください。" in response.content.decode()

    @pytest.mark.parametrize("person", ["advisor_user", "viewer", "coordinator"])
    def test_only_the_city_answers(self, person, active, browser) -> None:
        item = RecommendationFactory(engagement=active)
        assert browser(person).get(url("recommendation_action", item.code, "adopt")).status_code == 403

    def test_rows_of_another_city_are_not_found(self, browser, clerk) -> None:
        client, item = browser("clerk"), RecommendationFactory()
        assert client.get(url("recommendation_edit", item.code)).status_code == 404
        assert client.get(url("recommendation_action", item.code, "adopt")).status_code == 404
        assert client.get(url("meeting_edit", MeetingFactory().code)).status_code == 404
        assert client.get(url("deliverable_action", DeliverableFactory().code, "accept")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "until"),
    [
        ({"kind": "specification"}, 422, None),
        ({"kind": "specification", "restricted_until_date": "令和99年3月31日"}, 302, "2117-03-31"),
        ({"kind": "plan", "restricted_until_date": "令和99年3月31日"}, 302, None),
    ],
)
def test_a_specification_says_until_when_its_author_keeps_out(active, browser, sent, status, until):
    typed = {"title": "案", "description": "窓口", "delivered_date": "令和8年11月30日", **sent}
    response = browser("clerk").post(url("deliverable_new", active.code), typed)
    assert response.status_code == status
    if status == 302:
        found = Deliverable.objects.get().restricted_until_date
        assert (found and found.isoformat()) == until

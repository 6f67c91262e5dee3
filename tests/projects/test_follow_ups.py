"""その後の確認: asked when its day has come, of who is in charge then, answered by one press."""

from datetime import datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from core import dates
from core.errors import DomainError
from core.workflow import IllegalTransition
from municipalities.enums import StaffRole
from notifications.models import Delivery, Notice
from projects.answer_links import VALID, answer_link
from projects.models import FollowUp
from projects.operations.follow_up import answer_follow_up, ask_follow_ups
from projects.queries.follow_up import people_in_charge
from projects.tasks import ask_follow_ups as task
from tests.factories.accounts import UserFactory
from tests.factories.base import moment
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import EngagementFactory, RecommendationFactory
from tests.factories.work import FollowUpFactory

END = datetime(2026, 11, 30, 17, tzinfo=dates.JST)


@pytest.fixture
def ended(sanuki, advisor):
    return EngagementFactory(municipality=sanuki, advisor=advisor, completed=True, ended_at=END)


@pytest.fixture
def advice(ended):
    return RecommendationFactory(engagement=ended, studying=True)


def _ask_on(*day: int) -> int:
    return ask_follow_ups(datetime(*day, 9, 10, tzinfo=dates.JST))


def _asked() -> list[tuple[int, str]]:
    return list(FollowUp.objects.order_by("months").values_list("months", "status"))


class TestAsking:
    def test_at_three_six_and_twelve_months_and_once_each(self, advice, clerk):
        assert _ask_on(2027, 2, 28) == 0
        assert (_ask_on(2027, 3, 1), _ask_on(2027, 3, 2)) == (1, 0)  # February has no 30th
        assert _ask_on(2027, 5, 30) == 1
        assert _asked() == [(3, "lapsed"), (6, "waiting")]
        assert (_ask_on(2027, 11, 30), _ask_on(2027, 12, 1)) == (1, 0)
        assert _asked() == [(3, "lapsed"), (6, "lapsed"), (12, "waiting")]

    @pytest.mark.parametrize("state", ["adopted", "declined", "existing"])
    def test_what_is_settled_is_asked_about_after_a_year_only(self, ended, clerk, state):
        RecommendationFactory(engagement=ended, **{state: True})
        assert (_ask_on(2027, 3, 1), _ask_on(2027, 5, 30), _ask_on(2027, 11, 30)) == (0, 0, 1)

    def test_after_an_outage_the_newest_step_alone(self, advice, clerk):
        assert _ask_on(2027, 6, 20) == 1
        assert _asked() == [(6, "waiting")]
        assert _ask_on(2027, 6, 21) == 0

    def test_not_of_activities_that_ended_long_ago_or_go_on(self, advice, sanuki, clerk):
        RecommendationFactory(engagement=EngagementFactory(municipality=sanuki, active=True))
        assert _ask_on(2029, 4, 1) == 0

    def test_the_section_hears_and_nobody_twice(self, advice, sanuki, clerk, time_machine):
        there = UserFactory()
        StaffMembershipFactory(municipality=sanuki, user=there, department=advice.department)
        time_machine.move_to(datetime(2027, 3, 1, 9, 10, tzinfo=dates.JST))
        assert (task(), task()) == (1, 0)
        (mail,) = Delivery.objects.filter(kind="projects.follow_up_asked")
        assert mail.recipient == there
        assert answer_link(FollowUp.objects.get(), there).split("/")[1] in mail.text

    def test_who_left_is_not_asked_and_who_came_is(self, advice, sanuki):
        left, came = UserFactory(), UserFactory()
        here = {"municipality": sanuki, "department": advice.department}
        membership = StaffMembershipFactory(user=left, **here)
        assert list(people_in_charge(advice)) == [left]
        membership.status, membership.ended_date = "ended", dates.today()
        membership.save()
        StaffMembershipFactory(user=came, **here)
        assert list(people_in_charge(advice)) == [came]

    def test_without_anybody_in_the_section_whoever_drafts(self, advice, sanuki, clerk, approver):
        StaffMembershipFactory(municipality=sanuki, department=advice.department, roles=[StaffRole.VIEWER])
        assert list(people_in_charge(advice)) == [clerk]

    def test_two_questions_at_once_cannot_be(self, advice):
        FollowUpFactory(recommendation=advice)
        with pytest.raises(IntegrityError):
            FollowUpFactory(recommendation=advice, months=6)


class TestAnswering:
    def test_unchanged_is_recorded_and_the_advisor_told(self, advice, clerk):
        row = answer_follow_up(
            FollowUpFactory(recommendation=advice), by=clerk, at=moment(), outcome="studying"
        )
        advice.refresh_from_db()
        assert (row.status, row.outcome, row.answered_by) == ("answered", "studying", clerk)
        assert (advice.status, advice.status_note) == ("studying", "来年度の予算に入れます。")
        notice = Notice.objects.get(kind="projects.follow_up_answered")
        assert notice.recipient == advice.engagement.advisor.user
        assert "今の状態：検討" in notice.body

    def test_another_state_moves_the_advice_and_tells_once(self, advice, clerk):
        follow_up = FollowUpFactory(recommendation=advice)
        answer_follow_up(
            follow_up,
            by=clerk,
            at=moment(),
            outcome="adopted",
            remark="全窓口で使っています。",
            evidence="7さ政第9号",
        )
        advice.refresh_from_db()
        assert (advice.status, advice.status_note) == ("adopted", "全窓口で使っています。")
        assert advice.evidence == "7さ政第9号"
        assert not Notice.objects.filter(kind="projects.recommendation_decided").exists()

    def test_declined_needs_its_reason(self, advice, clerk):
        follow_up = FollowUpFactory(recommendation=advice)
        with pytest.raises(DomainError, match="見送る理由"):
            answer_follow_up(follow_up, by=clerk, at=moment(), outcome="declined", remark=" ")
        follow_up.refresh_from_db()
        assert follow_up.status == "waiting"

    def test_not_back_to_a_mere_proposal_and_not_twice(self, advice, clerk):
        follow_up = FollowUpFactory(recommendation=advice)
        with pytest.raises(DomainError, match="選び直して"):
            answer_follow_up(follow_up, by=clerk, at=moment(), outcome="proposed")
        answer_follow_up(follow_up, by=clerk, at=moment(), outcome="trial")
        with pytest.raises(IllegalTransition):
            answer_follow_up(follow_up, by=clerk, at=moment(), outcome="trial")

    @pytest.mark.parametrize(
        "person", ["clerk", "approver", "viewer", "outsider", "advisor_user", "coordinator"]
    )
    @pytest.mark.parametrize("state", ["waiting", "answered", "lapsed"])
    def test_who_may_answer(self, request, advice, person, state):
        traits = {} if state == "waiting" else {state: True}
        row = FollowUpFactory(recommendation=advice, **traits)
        user = request.getfixturevalue(person)
        may = user.has_perm("projects.answer_followup", row)
        assert may is (person == "clerk" and state == "waiting")
        assert user.has_perm("projects.view_followup", row) is (person != "outsider")


class TestTheLinkInTheMail:
    def test_one_press_without_signing_in(self, client, advice, clerk):
        row = FollowUpFactory(recommendation=advice)
        link = answer_link(row, clerk)
        page = client.get(link)
        assert page.context["form"]["outcome"].value() == "studying"
        row.refresh_from_db()
        assert row.status == "waiting"  # opening it is no answer
        done = client.post(link, {"outcome": "studying"}, follow=True)
        assert "もう答えなくてよくなりました" in done.content.decode()
        row.refresh_from_db()
        assert (row.status, row.answered_by) == ("answered", clerk)
        assert client.post(link, {"outcome": "adopted"}).status_code == 404

    def test_a_changed_old_or_foreign_link_opens_nothing(self, client, advice, clerk, outsider, time_machine):
        row = FollowUpFactory(recommendation=advice)
        link = answer_link(row, clerk)
        assert client.get(link[:-3] + "xx/").status_code == 404
        assert client.get(answer_link(row, outsider)).status_code == 404
        time_machine.move_to(timezone.now() + VALID)
        assert client.get(link).status_code == 404

    def test_whoever_left_the_city_answers_no_more(self, client, advice, clerk):
        row = FollowUpFactory(recommendation=advice)
        link = answer_link(row, clerk)
        clerk.staff_memberships.update(status="ended", ended_date=dates.today())
        assert client.post(link, {"outcome": "studying"}).status_code == 404
        row.refresh_from_db()
        assert row.status == "waiting"

    def test_a_reason_that_lacks_is_asked_for(self, client, advice, clerk):
        answer = client.post(
            answer_link(FollowUpFactory(recommendation=advice), clerk), {"outcome": "declined"}
        )
        assert answer.status_code == 422
        assert "見送る理由を入力してください" in answer.content.decode()


class TestTheLedger:
    def _get(self, client, area="desk_engagements", **query):
        return client.get(reverse("engagements:advice", current_app=area), query)

    def test_each_area_shows_its_own(self, signed_in, advice, clerk, advisor_user, coordinator, outsider):
        FollowUpFactory(recommendation=advice, answered=True)
        for person, area in (
            (clerk, "desk_engagements"),
            (advisor_user, "my_engagements"),
            (coordinator, "coord_engagements"),
        ):
            text = self._get(signed_in(person), area).content.decode()
            assert advice.text in text
            assert "3か月後：実施" in text
        assert advice.text not in self._get(signed_in(outsider)).content.decode()
        assert self._get(signed_in(advisor_user)).status_code == 403

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"state": "studying"}, 1),
            ({"state": "adopted"}, 1),
            ({"follow": "waiting"}, 1),
            ({"follow": "never"}, 1),
            ({"year": "1999"}, 2),
            ({}, 2),
        ],
    )
    def test_it_is_narrowed(self, signed_in, ended, advice, clerk, query, count):
        RecommendationFactory(engagement=ended, adopted=True)
        FollowUpFactory(recommendation=advice)
        assert self._get(signed_in(clerk), **query).context["total"] == count

    def test_queries_do_not_grow(
        self, signed_in, ended, clerk, django_assert_num_queries, django_assert_max_num_queries
    ):
        browser = signed_in(clerk)
        FollowUpFactory(recommendation=RecommendationFactory(engagement=ended, studying=True))
        with django_assert_max_num_queries(40) as first:
            self._get(browser)
        for _number in range(5):
            FollowUpFactory(recommendation=RecommendationFactory(engagement=ended, studying=True))
        with django_assert_num_queries(len(first)):
            self._get(browser)

    def test_a_section_is_one_of_those_in_the_list(self, signed_in, advice, clerk):
        page = self._get(signed_in(clerk), section=advice.department.code)
        assert page.context["total"] == 1
        assert str(dates.fiscal_year(advice.proposed_date)) in page.content.decode()

"""The months of work: agreed expectations, records, advice and its answers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from advisors.enums import EmployerPermission
from core.errors import DomainError
from core.workflow import IllegalTransition
from notifications.models import Notice
from projects.models import Engagement, Goal, Recommendation
from projects.operations import engagement as op
from projects.operations import meeting as meeting_ops
from projects.operations import record
from tests.factories.base import day, moment
from tests.factories.municipalities import DepartmentFactory
from tests.factories.projects import (
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    RecommendationFactory,
)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def engagement(sanuki, advisor):
    return EngagementFactory(municipality=sanuki, advisor=advisor)


@pytest.fixture
def active(sanuki, advisor):
    return EngagementFactory(active=True, municipality=sanuki, advisor=advisor)


class TestStart:
    def test_both_sides_confirm_before_it_starts(self, engagement, clerk, advisor_user, now):
        row = op.confirm_as_city(engagement, by=clerk, at=now)
        with pytest.raises(DomainError, match="両方が確認"):
            op.start_engagement(row, by=clerk, at=now)
        row = op.confirm_as_advisor(row, by=advisor_user, at=now)
        row = op.start_engagement(row, by=clerk, at=now)

        assert (row.status, row.started_at, row.city_confirmed_by) == ("active", now, clerk)
        row.project.refresh_from_db()
        assert row.project.status == "running"

    def test_a_changed_expectation_asks_both_again(self, sanuki, clerk, now):
        row = EngagementFactory(confirmed=True, municipality=sanuki)

        row = op.edit_expectation(row, by=clerk, at=now, version=1, expectation="別の期待")

        assert not row.is_agreed

    def test_saving_the_same_expectation_keeps_the_confirmations(self, sanuki, clerk, now):
        row = EngagementFactory(confirmed=True, municipality=sanuki)

        row = op.edit_expectation(row, by=clerk, at=now, version=1, expectation=row.expectation)

        assert row.is_agreed

    def test_the_employers_permission_must_be_settled(self, sanuki, advisor, clerk, now):
        advisor.employer_permission = EmployerPermission.PENDING
        advisor.save()
        row = EngagementFactory(confirmed=True, municipality=sanuki, advisor=advisor)

        with pytest.raises(DomainError, match="副業許可"):
            op.start_engagement(row, by=clerk, at=now)

    def test_the_database_refuses_a_start_without_agreement(self, engagement, now):
        with pytest.raises(IntegrityError, match="engagement_agreed_before_start"), transaction.atomic():
            Engagement.objects.update(status="active", started_at=now)


class TestEnd:
    def test_goals_are_judged_before_completion(self, active, clerk, now):
        goal = op.set_goal(active, by=clerk, at=now, text="計画を作る")
        with pytest.raises(DomainError, match="判定していない目標"):
            op.complete_engagement(active, by=clerk, at=now)

        op.judge_goal("achieve")(goal, by=clerk, at=now, verdict_note="計画案がまとまった")
        row = op.complete_engagement(active, by=clerk, at=now)

        assert (row.status, row.ended_at) == ("completed", now)

    def test_the_project_completes_with_its_last_advisor(self, sanuki, clerk, now):
        first = EngagementFactory(active=True, municipality=sanuki, project__running=True)
        project = first.project
        project.status = "running"
        project.save()
        second = EngagementFactory(active=True, municipality=sanuki)
        second.project = project
        second.save()

        op.complete_engagement(first, by=clerk, at=now)
        project.refresh_from_db()
        assert project.status == "running"

        op.end_engagement_early(second, by=clerk, at=now, reason="転勤のため")
        project.refresh_from_db()
        assert project.status == "completed"

    def test_pausing_and_resuming(self, active, clerk, now):
        row = op.pause_engagement(active, by=clerk, at=now, reason="本業の繁忙期")
        with pytest.raises(IllegalTransition):
            op.complete_engagement(row, by=clerk, at=now)
        row = op.resume_engagement(row, by=clerk, at=now)

        assert (row.status, row.end_reason) == ("active", "")

    def test_numbers_of_goals_follow_each_other(self, active, clerk, now):
        for text in ("一", "二", "三"):
            op.set_goal(active, by=clerk, at=now, text=text)

        assert list(Goal.objects.order_by("pk").values_list("position", flat=True)) == [1, 2, 3]


class TestRecords:
    def test_a_planned_meeting_is_told_to_the_other_side(self, active, clerk, advisor_user, now):
        meeting_ops.plan_meetings(active, by=clerk, at=now, title="初回", starts_at=moment(3))
        meeting_ops.plan_meetings(active, by=advisor_user, at=now, title="次回", starts_at=moment(9))

        told = list(Notice.objects.order_by("pk").values_list("recipient__email", flat=True))
        assert told == [advisor_user.email, clerk.email]

    def test_a_meeting_is_not_recorded_before_it_began(self, active, clerk, now):
        meeting = MeetingFactory(engagement=active, starts_at=now + timedelta(minutes=1))

        with pytest.raises(DomainError, match="まだ始まっていない"):
            meeting_ops.hold_meeting(meeting, by=clerk, at=now, summary="話しました")

    def test_a_held_meeting_keeps_its_minutes(self, active, clerk, now):
        meeting = MeetingFactory(engagement=active, starts_at=now)

        row = meeting_ops.hold_meeting(meeting, by=clerk, at=now, summary="話した", decisions="決めた")

        assert (row.status, row.summary, row.decisions) == ("held", "話した", "決めた")

    def test_a_deliverable_comes_back_once(self, active, clerk, advisor_user, now):
        thing = DeliverableFactory(engagement=active)

        thing = record.return_deliverable(thing, by=clerk, at=now, reason="出典を書いてください。")
        thing = record.resubmit_deliverable(thing, by=advisor_user, at=now)
        thing = record.accept_deliverable(thing, by=clerk, at=now)

        assert thing.status == "accepted"
        assert Notice.objects.get(kind="projects.deliverable_returned").recipient == advisor_user

    def test_only_a_specification_raises_the_procurement_flag(self, active):
        assert DeliverableFactory(engagement=active, specification=True).raises_procurement_flag
        assert not DeliverableFactory(engagement=active).raises_procurement_flag


class TestAdvice:
    def test_the_advisor_hears_every_answer(self, active, clerk, advisor_user, now):
        department = DepartmentFactory(municipality=active.municipality)
        advice = record.add_recommendation(
            active,
            by=advisor_user,
            at=now,
            text="窓口を一つにする",
            grounds="待ち時間が半分になります。",
            department=department,
            proposed_date=day(0),
        )

        advice = record.decide_recommendation("try")(advice, by=clerk, at=now, status_note="一か月試す")
        advice = record.decide_recommendation("adopt")(advice, by=clerk, at=now, status_note="続ける")

        assert (advice.number, advice.status, advice.decided_at) == (1, "adopted", now)
        told = Notice.objects.filter(kind="projects.recommendation_decided")
        assert [notice.recipient for notice in told] == [advisor_user, advisor_user]

    def test_a_decline_needs_its_reason(self, active, clerk, now):
        advice = RecommendationFactory(engagement=active)

        with pytest.raises(DomainError, match="見送る理由"):
            record.decide_recommendation("decline")(advice, by=clerk, at=now, status_note=" ")

        advice.refresh_from_db()
        assert advice.status == "proposed"

    def test_the_database_refuses_a_decline_without_reason(self, active, now):
        RecommendationFactory(engagement=active)

        with pytest.raises(IntegrityError, match="decline_has_reason"), transaction.atomic():
            Recommendation.objects.update(status="declined", decided_at=now)

    @pytest.mark.parametrize("goal_state", ["achieved", "partly", "missed"])
    def test_a_verdict_may_be_corrected(self, active, clerk, now, goal_state):
        goal = GoalFactory(engagement=active, **{goal_state: True})
        other = "miss" if goal_state != "missed" else "achieve"

        row = op.judge_goal(other)(goal, by=clerk, at=now, verdict_note="見直しました")

        assert row.verdict_note == "見直しました"

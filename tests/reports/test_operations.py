"""A report starts from the record, hears both voices, and is published once it is approved."""

import pytest
from django.utils import timezone

from core.dates import today
from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from notifications.models import Notice
from reports.enums import NameDisplay
from reports.models import OutcomeReport
from reports.operations import joint, outcome
from tests.factories.base import day
from tests.factories.projects import (
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    ProgramFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import JointReportFactory, OutcomeReportFactory

DECISION = {"decider_title": "総務部長", "document_number": "3政策第45号"}
VOICES = {
    "summary": "計画案がまとまりました。",
    "problem": "知識が足りませんでした。",
    "activities": "研修をしました。",
    "outcomes": "計画案ができました。",
    "next_steps": "計画を策定します。",
    "staff_comment": "勉強になりました。",
}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def engagement(sanuki, advisor):
    return EngagementFactory(completed=True, municipality=sanuki, advisor=advisor)


def test_the_draft_is_filled_from_the_record(engagement, clerk, now):
    MeetingFactory(engagement=engagement, held=True, title="現状の確認", decisions="三課から始める")
    MeetingFactory(engagement=engagement, cancelled=True, title="流れた回")
    GoalFactory(engagement=engagement, achieved=True, text="計画を作る", verdict_note="策定した")
    DeliverableFactory(engagement=engagement, accepted=True, title="計画案")
    DeliverableFactory(engagement=engagement, title="まだ受け取っていないもの")
    RecommendationFactory(engagement=engagement, adopted=True, text="窓口を一つに", status_note="4月から")
    RecommendationFactory(engagement=engagement, declined=True, text="見送った提案")

    report = outcome.start_report(engagement, by=clerk, at=now)

    assert report.problem == engagement.project.challenge
    assert "会議を1回行いました。" in report.activities
    assert "現状の確認：三課から始める" in report.activities
    assert "流れた回" not in report.activities
    assert "・計画を作る：達成（策定した）" in report.outcomes
    assert "計画案" in report.outcomes
    assert "まだ受け取っていないもの" not in report.outcomes
    assert "・窓口を一つに：実施（4月から）" in report.next_steps
    assert "見送った提案" not in report.next_steps
    assert (report.staff_comment, report.advisor_comment) == ("", "")


def test_starting_twice_gives_the_same_report(engagement, clerk, now):
    first = outcome.start_report(engagement, by=clerk, at=now)
    first = outcome.edit_report(first, by=clerk, at=now, version=first.version, summary="書いた")

    assert outcome.start_report(engagement, by=clerk, at=now).summary == "書いた"
    assert OutcomeReport.objects.count() == 1


def test_a_report_needs_an_activity(sanuki, clerk, now):
    with pytest.raises(DomainError, match="活動が始まってから"):
        outcome.start_report(EngagementFactory(municipality=sanuki), by=clerk, at=now)


def test_from_draft_to_public(engagement, clerk, approver, advisor_user, now):
    report = outcome.start_report(engagement, by=clerk, at=now)
    report = outcome.edit_report(report, by=clerk, at=now, version=report.version, **VOICES)
    report = outcome.request_comment(report, by=clerk, at=now, due_date=day(7))
    report = outcome.add_comment(
        report,
        by=advisor_user,
        at=now,
        advisor_comment="楽しい半年でした。",
        name_display=NameDisplay.HEADLINE,
    )
    report = outcome.submit_report(report, by=clerk, at=now)
    report = outcome.approve_report(report, by=approver, at=now, decision_date=today(), **DECISION)
    report = outcome.publish_report(report, by=clerk, at=now)

    assert (report.status, report.published_at) == ("published", now)
    assert report.advisor_name == engagement.advisor.headline
    told = list(Notice.objects.order_by("pk").values_list("kind", "recipient__email"))
    assert told == [
        ("reports.comment_requested", advisor_user.email),
        ("reports.commented", clerk.email),
        ("municipalities.approval_requested", approver.email),
        ("municipalities.approval_decided", clerk.email),
        ("reports.published", advisor_user.email),
    ]


@pytest.mark.parametrize("missing", sorted(VOICES))
def test_the_advisor_is_not_asked_about_half_a_report(engagement, clerk, now, missing):
    report = OutcomeReportFactory(engagement=engagement, **{**VOICES, missing: ""})

    with pytest.raises(DomainError, match="まだ書いていない項目"):
        outcome.request_comment(report, by=clerk, at=now, due_date=day(7))


def test_advice_without_an_answer_blocks_the_report(engagement, clerk, now):
    RecommendationFactory(engagement=engagement)
    report = OutcomeReportFactory(engagement=engagement, commented=True)

    with pytest.raises(DomainError, match="対応が決まっていない提案"):
        outcome.submit_report(report, by=clerk, at=now)


def test_a_goal_without_a_verdict_blocks_the_report(engagement, clerk, now):
    GoalFactory(engagement=engagement)
    report = OutcomeReportFactory(engagement=engagement, commented=True)

    with pytest.raises(DomainError, match="判定していない目標"):
        outcome.submit_report(report, by=clerk, at=now)


def test_a_report_under_review_cannot_be_edited(engagement, clerk, now):
    report = OutcomeReportFactory(engagement=engagement, in_review=True)

    with pytest.raises(IllegalTransition):
        outcome.edit_report(report, by=clerk, at=now, version=report.version, summary="別の文")


def test_two_people_writing_at_once(engagement, clerk, now):
    report = OutcomeReportFactory(engagement=engagement)
    outcome.edit_report(report, by=clerk, at=now, version=1, summary="先の文")

    with pytest.raises(EditConflict):
        outcome.edit_report(report, by=clerk, at=now, version=1, summary="後の文")


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (NameDisplay.FULL, "髙橋 さくら（{headline}）"),
        (NameDisplay.HEADLINE, "{headline}"),
        (NameDisplay.ANONYMOUS, ""),
    ],
)
def test_the_advisor_is_named_as_chosen(engagement, choice, name):
    report = OutcomeReportFactory(engagement=engagement, published=True, name_display=choice)

    assert report.advisor_name == name.format(headline=engagement.advisor.headline)


class TestJointReport:
    def test_it_waits_for_every_part(self, sanuki, clerk, now):
        program = ProgramFactory(running=True, municipality=sanuki)
        ProjectFactory(program=program, title="広報プロジェクト")
        report = JointReportFactory(program=program)

        with pytest.raises(DomainError, match="広報プロジェクト"):
            joint.submit_joint_report(report, by=clerk, at=now)

    def test_it_is_published_after_approval(self, sanuki, clerk, approver, now):
        part = OutcomeReportFactory(published=True, municipality=sanuki)
        program = part.engagement.project.program
        report = joint.start_joint_report(program, by=clerk, at=now)
        report = joint.edit_joint_report(
            report,
            by=clerk,
            at=now,
            version=1,
            introduction="はじめに",
            closing="まとめ",
            meeting_date=day(-3),
        )

        report = joint.submit_joint_report(report, by=clerk, at=now)
        report = joint.approve_joint_report(report, by=approver, at=now, decision_date=today(), **DECISION)
        report = joint.publish_joint_report(report, by=clerk, at=now)

        assert (report.status, report.municipality) == ("published", sanuki)

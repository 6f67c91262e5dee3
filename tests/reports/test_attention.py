"""Each rule of 要対応 for city staff and professionals: present when it should be, absent when not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from advisors.models import AdvisorProfile
from core.dates import today
from municipalities.enums import StaffRole
from municipalities.models import Municipality
from reports.queries.attention import (
    Attention,
    attention_for_advisor,
    attention_for_staff,
    waiting_approvals,
)
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import day, moment
from tests.factories.municipalities import (
    ApprovalFactory,
    StaffMembershipFactory,
)
from tests.factories.projects import (
    ApplicationFactory,
    DeliverableFactory,
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
    RecommendationFactory,
)
from tests.factories.reports import JointReportFactory, OutcomeReportFactory

pytestmark = pytest.mark.django_db

City = Municipality
Build = Callable[[City], Any]


def _staff(user: User) -> list[Attention]:
    return attention_for_staff(User.objects.get(pk=user.pk), timezone.now())


def _advisor(profile: AdvisorProfile) -> list[Attention]:
    return attention_for_advisor(profile.user, timezone.now())


def _actions(items: list[Attention]) -> list[str]:
    return [str(item.action) for item in items]


# --- the city


def test_approvals_wait_for_approvers_alone(
    clerk: User, approver: User, outsider: User, sanuki: City
) -> None:
    approval = ApprovalFactory(municipality=sanuki, requested_by=clerk)
    ApprovalFactory(municipality=sanuki, approved=True)
    [item] = waiting_approvals(approver, today())
    assert (item.subject, item.url) == (approval.subject, approval.get_absolute_url())
    assert waiting_approvals(clerk, today()) == []
    assert waiting_approvals(outsider, today()) == []


def _selecting(city: City, *outcomes: str) -> Any:
    opening = OpeningFactory(municipality=city, selecting=True)
    for outcome in outcomes:
        ApplicationFactory(opening=opening, submitted=True, outcome=outcome)
    return opening


def test_missing_outcomes_concern_drafters_and_reviewers(
    clerk: User, reviewer: User, approver: User, viewer: User, sanuki: City
) -> None:
    _selecting(sanuki, "hire", "", "")
    for person in (clerk, reviewer):
        [item] = _staff(person)
        assert "2件" in str(item.reason)
    assert _staff(approver) == _staff(viewer) == []


def test_once_everybody_has_an_outcome_the_drafter_asks_for_approval(
    clerk: User, reviewer: User, sanuki: City
) -> None:
    _selecting(sanuki, "hire", "decline")
    assert _actions(_staff(clerk)) == ["承認を申請する"]
    assert _staff(reviewer) == []


CITY_RULES: list[tuple[str, Build, str]] = [
    ("returned opening", lambda city: OpeningFactory(municipality=city, returned=True), "内容を直す"),
    ("approved opening", lambda city: OpeningFactory(municipality=city, approved=True), "公開する"),
    (
        "unconfirmed expectation",
        lambda city: EngagementFactory(municipality=city),
        "期待値を確認する",
    ),
    (
        "agreed engagement",
        lambda city: EngagementFactory(municipality=city, confirmed=True),
        "活動を始める",
    ),
    (
        "term is over",
        lambda city: EngagementFactory(municipality=city, active=True, end_date=day(-1)),
        "目標を判定し、完了する",
    ),
    ("no report", lambda city: EngagementFactory(municipality=city, completed=True), "報告を作成する"),
    ("unanswered advice", lambda city: RecommendationFactory(municipality=city), "対応を決める"),
    (
        "advice studied for too long",
        lambda city: RecommendationFactory(municipality=city, studying=True, due_date=day(-1)),
        "対応を決める",
    ),
    ("unread deliverable", lambda city: DeliverableFactory(municipality=city), "成果物を確認する"),
    (
        "meeting without minutes",
        lambda city: MeetingFactory(municipality=city, starts_at=moment(-1)),
        "会議を記録する",
    ),
    ("draft report", lambda city: OutcomeReportFactory(municipality=city), "続きを書く"),
    (
        "commented report",
        lambda city: OutcomeReportFactory(municipality=city, commented=True),
        "承認を申請する",
    ),
    ("returned report", lambda city: OutcomeReportFactory(municipality=city, returned=True), "内容を直す"),
    ("approved report", lambda city: OutcomeReportFactory(municipality=city, approved=True), "公開する"),
    ("approved joint report", lambda city: JointReportFactory(municipality=city, approved=True), "公開する"),
]


@pytest.mark.parametrize(
    ("build", "action"), [rule[1:] for rule in CITY_RULES], ids=[rule[0] for rule in CITY_RULES]
)
def test_city_rule_appears_for_its_drafter_only(
    build: Build, action: str, clerk: User, viewer: User, outsider: User, sanuki: City
) -> None:
    build(sanuki)
    assert _actions(_staff(clerk)) == [action]
    assert _staff(viewer) == []
    assert _staff(outsider) == []


QUIET_FOR_CITY: list[tuple[str, Build]] = [
    ("draft opening", lambda city: OpeningFactory(municipality=city)),
    ("open opening", lambda city: OpeningFactory(municipality=city, open=True)),
    ("the advisor's turn", lambda city: _confirmed_by_city(city)),
    ("work under way", lambda city: EngagementFactory(municipality=city, active=True)),
    (
        "advice studied in time",
        lambda city: RecommendationFactory(municipality=city, studying=True, due_date=day(3)),
    ),
    ("settled advice", lambda city: RecommendationFactory(municipality=city, declined=True)),
    ("accepted deliverable", lambda city: DeliverableFactory(municipality=city, accepted=True)),
    ("returned deliverable", lambda city: DeliverableFactory(municipality=city, returned=True)),
    ("coming meeting", lambda city: MeetingFactory(municipality=city, starts_at=moment(1))),
    ("held meeting", lambda city: MeetingFactory(municipality=city, held=True)),
    ("report with the advisor", lambda city: OutcomeReportFactory(municipality=city, commenting=True)),
    ("report in review", lambda city: OutcomeReportFactory(municipality=city, in_review=True)),
    ("published report", lambda city: OutcomeReportFactory(municipality=city, published=True)),
]


def _confirmed_by_city(city: City) -> Any:
    row = EngagementFactory(municipality=city, confirmed=True)
    row.advisor_confirmed_at = None
    row.save()
    return row


@pytest.mark.parametrize(
    "build", [rule[1] for rule in QUIET_FOR_CITY], ids=[rule[0] for rule in QUIET_FOR_CITY]
)
def test_nothing_for_the_city_to_do(build: Build, clerk: User, sanuki: City) -> None:
    build(sanuki)
    assert _staff(clerk) == []


def test_a_free_seat_concerns_the_approver_while_a_reserve_waits(
    approver: User, clerk: User, sanuki: City
) -> None:
    opening = OpeningFactory(municipality=sanuki, decided=True)
    ApplicationFactory(opening=opening, refused=True)
    assert _staff(approver) == []
    ApplicationFactory(opening=opening, reserved=True)
    assert _actions(_staff(approver)) == ["応募者を見る"]
    assert _staff(clerk) == []
    ApplicationFactory(opening=opening, offered=True)
    assert _staff(approver) == [], "the seat is on offer again"


def test_roles_of_one_city_give_nothing_in_another(clerk: User, takamatsu: City) -> None:
    """A drafter here who only reads there has nothing to do there."""
    StaffMembershipFactory(user=clerk, municipality=takamatsu, roles=[StaffRole.VIEWER])
    OpeningFactory(municipality=takamatsu, returned=True)
    RecommendationFactory(municipality=takamatsu)
    assert _staff(clerk) == []


def test_advice_waits_since_the_oldest_and_is_due_with_the_first(clerk: User, sanuki: City) -> None:
    engagement = EngagementFactory(municipality=sanuki, active=True)
    RecommendationFactory(engagement=engagement, proposed_date=day(-9), due_date=day(5))
    RecommendationFactory(engagement=engagement, proposed_date=day(-2), due_date=day(-1))
    [item] = _staff(clerk)
    assert "2件" in str(item.reason)
    assert (item.since, item.due) == (day(-9), day(-1))
    assert item.overdue(day(0))


def test_oldest_comes_first(clerk: User, sanuki: City) -> None:
    for age in (-3, -30, -12):
        RecommendationFactory(municipality=sanuki, proposed_date=day(age))
    assert [item.since for item in _staff(clerk)] == [day(-30), day(-12), day(-3)]


# --- the professional

Offer = Callable[[AdvisorProfile], Any]
ADVISOR_RULES: list[tuple[str, Offer, str]] = [
    ("offer", lambda me: ApplicationFactory(advisor=me, offered=True), "承諾か辞退を選ぶ"),
    ("draft", lambda me: ApplicationFactory(advisor=me), "続きを書く"),
    ("unconfirmed expectation", lambda me: EngagementFactory(advisor=me), "内容を確認する"),
    (
        "report to comment",
        lambda me: OutcomeReportFactory(
            engagement=EngagementFactory(advisor=me, completed=True), commenting=True
        ),
        "コメントを書く",
    ),
    (
        "returned deliverable",
        lambda me: DeliverableFactory(engagement=EngagementFactory(advisor=me, active=True), returned=True),
        "直して、もう一度提出する",
    ),
]


@pytest.mark.parametrize(
    ("build", "action"), [rule[1:] for rule in ADVISOR_RULES], ids=[rule[0] for rule in ADVISOR_RULES]
)
def test_advisor_rule_appears_for_that_advisor_only(
    build: Offer, action: str, advisor: AdvisorProfile, other_advisor: AdvisorProfile
) -> None:
    build(advisor)
    assert _actions(_advisor(advisor)) == [action]
    assert _advisor(other_advisor) == []


QUIET_FOR_ADVISOR: list[tuple[str, Offer]] = [
    ("waiting application", lambda me: ApplicationFactory(advisor=me, submitted=True)),
    ("sealed outcome", lambda me: _sealed(me)),
    ("draft for a closed call", lambda me: _late_draft(me)),
    ("confirmed expectation", lambda me: EngagementFactory(advisor=me, confirmed=True)),
    ("unwritten expectation", lambda me: EngagementFactory(advisor=me, expectation="")),
    (
        "report still being written",
        lambda me: OutcomeReportFactory(engagement=EngagementFactory(advisor=me, completed=True)),
    ),
]


def _sealed(me: AdvisorProfile) -> Any:
    opening = OpeningFactory(result_review=True)
    return ApplicationFactory(opening=opening, advisor=me, submitted=True, outcome="hire")


def _late_draft(me: AdvisorProfile) -> Any:
    return ApplicationFactory(opening=OpeningFactory(open=True, overdue=True), advisor=me)


@pytest.mark.parametrize(
    "build", [rule[1] for rule in QUIET_FOR_ADVISOR], ids=[rule[0] for rule in QUIET_FOR_ADVISOR]
)
def test_nothing_for_the_advisor_to_do(build: Offer, advisor: AdvisorProfile) -> None:
    build(advisor)
    assert _advisor(advisor) == []


def test_an_open_question_about_the_main_job_blocks_the_start(advisor_user: User) -> None:
    profile = AdvisorProfileFactory(user=advisor_user, active=True, unsettled=True)
    EngagementFactory(advisor=profile, confirmed=True)
    assert _actions(_advisor(profile)) == ["プロフィールを直す"]


# --- cost


def test_queries_do_not_grow_with_the_rows(
    clerk: User, advisor: AdvisorProfile, sanuki: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        for _name, build, _action in CITY_RULES:
            build(sanuki)
        for _name, offer, _action in ADVISOR_RULES:
            offer(advisor)
    person = User.objects.get(pk=clerk.pk)
    now = timezone.now() + timedelta(seconds=1)
    with django_assert_max_num_queries(18):
        assert len(attention_for_staff(person, now)) >= 3 * len(CITY_RULES)
    with django_assert_max_num_queries(11):
        assert len(attention_for_advisor(advisor.user, now)) >= 3 * len(ADVISOR_RULES)

"""Reminders: asked of the rows each morning, told once for each day and distance."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from advisors.models import AdvisorProfile
from core.dates import today
from municipalities.models import Municipality
from notifications.models import Notice
from notifications.reminders import send_reminders
from tests.factories.base import day, moment
from tests.factories.projects import (
    ApplicationFactory,
    MeetingFactory,
    OpeningFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db


def _told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def _run(after: int = 0) -> None:
    send_reminders(today() + timedelta(days=after), at=timezone.now())


@pytest.mark.parametrize(("days", "told"), [(8, 0), (7, 1), (6, 0), (3, 1), (2, 0), (1, 1), (0, 0)])
def test_a_draft_is_reminded_7_3_and_1_days_before(days: int, told: int) -> None:
    opening = OpeningFactory(open=True, deadline_date=day(days), answer_date=day(days + 9))
    ApplicationFactory(opening=opening)
    ApplicationFactory(opening=opening, submitted=True)
    _run()
    assert _told("projects.draft_unfinished") == told


def test_a_second_run_tells_nobody_twice_but_a_new_deadline_does() -> None:
    opening = OpeningFactory(open=True, deadline_date=day(3), answer_date=day(30))
    ApplicationFactory(opening=opening)
    _run()
    _run()
    assert _told("projects.draft_unfinished") == 1
    opening.deadline_date = day(7)
    opening.save()
    _run()
    assert _told("projects.draft_unfinished") == 2


def test_both_sides_hear_of_a_meeting_the_day_before(
    sanuki: Municipality, clerk: User, advisor: AdvisorProfile
) -> None:
    meeting = MeetingFactory(municipality=sanuki, starts_at=moment(1))
    MeetingFactory(municipality=sanuki, starts_at=moment(1), cancelled=True)
    _run()
    rows = dict(Notice.objects.filter(kind="projects.meeting_tomorrow").values_list("recipient", "path"))
    engagement = meeting.engagement
    assert rows == {
        clerk.pk: engagement.get_absolute_url(),
        engagement.advisor.user_id: engagement.advisor_url,
    }


@pytest.mark.parametrize(("after", "told"), [(0, 0), (1, 1), (2, 0), (8, 1), (9, 0), (29, 0)])
def test_overdue_advice_is_reminded_weekly_for_a_month(
    sanuki: Municipality, clerk: User, after: int, told: int
) -> None:
    RecommendationFactory(municipality=sanuki, due_date=day(0))
    RecommendationFactory(municipality=sanuki, due_date=day(0), adopted=True)
    _run(after)
    assert _told("projects.advice_overdue") == told


def test_applicants_hear_once_when_the_promised_day_has_passed(sanuki: Municipality) -> None:
    opening = OpeningFactory(municipality=sanuki, selecting=True, deadline_date=day(-9), answer_date=day(-1))
    waiting = ApplicationFactory(opening=opening, submitted=True)
    ApplicationFactory(opening=opening, withdrawn=True)
    _run()
    _run()
    _run(after=1)
    (notice,) = Notice.objects.filter(kind="projects.answer_late")
    assert notice.recipient == waiting.applicant.user
    assert notice.path == waiting.get_absolute_url()


@pytest.mark.parametrize(("days", "told"), [(6, 0), (7, 1), (8, 0)])
def test_coordinators_hear_after_a_week(coordinator: User, days: int, told: int) -> None:
    OpeningFactory(selecting=True, deadline_date=day(-days - 9), answer_date=day(-days))
    OpeningFactory(decided=True, deadline_date=day(-days - 9), answer_date=day(-days))
    _run()
    assert _told("projects.answer_overdue") == told

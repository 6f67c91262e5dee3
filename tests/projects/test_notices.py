"""Who hears what while the work goes on. The texts themselves are tested with the notifications."""

import pytest

from accounts.models import User
from municipalities.models import Municipality
from notifications.models import Notice
from projects.models import Meeting
from projects.operations import engagement as engagements
from projects.operations import meeting as meeting_ops
from projects.operations import record as records
from tests.factories.base import moment
from tests.factories.projects import DeliverableFactory, EngagementFactory, MeetingFactory

pytestmark = pytest.mark.django_db


def _told(kind: str) -> list[User]:
    return [notice.recipient for notice in Notice.objects.filter(kind=f"projects.{kind}").order_by("pk")]


def test_each_side_hears_when_the_other_confirmed(clerk: User, sanuki: Municipality) -> None:
    engagement = EngagementFactory(municipality=sanuki)
    advisor = engagement.advisor.user
    engagement = engagements.confirm_as_city(engagement, by=clerk, at=moment())
    assert _told("expectation_confirmed") == [advisor]
    engagements.confirm_as_advisor(engagement, by=advisor, at=moment())
    assert _told("expectation_confirmed") == [advisor, clerk]


def test_a_cancelled_meeting_is_told_to_the_other_side(clerk: User, sanuki: Municipality) -> None:
    meeting = MeetingFactory(municipality=sanuki)
    meeting_ops.cancel_meeting(meeting, by=meeting.engagement.advisor.user, at=moment(), reason="急用のため")
    assert _told("meeting_changed") == [clerk]
    assert "急用のため" in Notice.objects.get(kind="projects.meeting_changed").body


def test_a_moved_meeting_is_told_even_when_a_form_has_touched_the_row(
    clerk: User, sanuki: Municipality
) -> None:
    meeting = MeetingFactory(municipality=sanuki)
    version, starts_at = meeting.version, moment(9)
    meeting.starts_at = starts_at  # what a model form does while it validates
    meeting_ops.edit_meeting(meeting, by=clerk, at=moment(), version=version, starts_at=starts_at)
    assert _told("meeting_changed") == [meeting.engagement.advisor.user]


def test_other_corrections_of_a_meeting_disturb_nobody(clerk: User, sanuki: Municipality) -> None:
    coming = MeetingFactory(municipality=sanuki)
    meeting_ops.edit_meeting(coming, by=clerk, at=moment(), version=coming.version, title="議題を直した")
    held = MeetingFactory(municipality=sanuki, held=True)
    meeting_ops.edit_meeting(held, by=clerk, at=moment(), version=held.version, starts_at=moment(-4))
    assert Meeting.objects.get(pk=coming.pk).title == "議題を直した"
    assert _told("meeting_changed") == []


def test_the_city_hears_of_the_second_try(clerk: User, sanuki: Municipality) -> None:
    thing = DeliverableFactory(municipality=sanuki, returned=True)
    records.resubmit_deliverable(thing, by=thing.engagement.advisor.user, at=moment())
    assert _told("deliverable_submitted") == [clerk]

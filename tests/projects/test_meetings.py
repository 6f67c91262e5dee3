"""Series of meetings, their entries in calendars, addresses of calendars, and やること."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from core import dates
from core.errors import DomainError, EditConflict
from municipalities.enums import StaffRole
from notifications.models import Delivery, Notice
from projects.handover import _pass_on
from projects.models import ActionItem, CalendarFeed, Meeting
from projects.operations import action_item as items
from projects.operations import engagement as engagements
from projects.operations import meeting as meeting_ops
from projects.operations.calendar import open_feed, revoke_feed
from tests.factories.accounts import UserFactory
from tests.factories.base import day, moment
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import EngagementFactory, MeetingFactory
from tests.factories.selection import InterviewFactory
from tests.factories.work import ActionItemFactory

FIRST = datetime(2027, 1, 12, 19, tzinfo=dates.JST)


@pytest.fixture
def active(sanuki, advisor):
    return EngagementFactory(
        municipality=sanuki, advisor=advisor, active=True, start_date=day(-30), end_date=day(240)
    )


@pytest.fixture
def team(active, sanuki):
    """Two people of the project, one of them its lead; and a viewer who has nothing to do with it."""
    lead, member = StaffMembershipFactory(municipality=sanuki), StaffMembershipFactory(municipality=sanuki)
    active.project.lead = lead
    active.project.save()
    active.project.team.add(member)
    return lead.user, member.user


def _plan(engagement, by, **values):
    return meeting_ops.plan_meetings(engagement, by=by, at=moment(), title="定例", starts_at=FIRST, **values)


def _events(text) -> list[dict]:
    calendar = Calendar.from_ical(text)
    assert all(
        len(line) <= 75 for line in (text if isinstance(text, bytes) else text.encode()).split(b"\r\n")
    )
    return [dict(event) for event in calendar.walk("VEVENT")]


class TestSeries:
    def test_the_same_hour_every_two_weeks_numbered_on(self, active, clerk):
        MeetingFactory(engagement=active)
        rows = _plan(active, clerk, weeks=2, times=3)
        assert [row.number for row in rows] == [2, 3, 4]
        assert [row.starts_at - FIRST for row in rows] == [timedelta(weeks=weeks) for weeks in (0, 2, 4)]

    def test_not_beyond_the_end_of_the_activity(self, active, clerk):
        with pytest.raises(DomainError, match="終了日より後"):
            _plan(active, clerk, weeks=4, times=26)
        assert not Meeting.objects.exists()

    def test_everybody_in_the_project_hears_once_with_all_entries(self, active, team, clerk, advisor_user):
        _plan(active, team[0], weeks=1, times=3, agenda="1 宿題の確認")
        told = Notice.objects.filter(kind="projects.meeting_planned")
        assert {notice.recipient for notice in told} == {advisor_user, team[1]}
        for mail in Delivery.objects.filter(kind="projects.meeting_planned"):
            events = _events(mail.calendar)
            assert [int(event["SEQUENCE"]) for event in events] == [1, 1, 1]
            assert "1 宿題の確認" in events[0]["DESCRIPTION"]
            assert mail.text.count("日時：") == 3

    def test_moving_raises_the_sequence_and_cancelling_takes_it_out(self, active, clerk, advisor_user):
        (row,) = _plan(active, clerk)
        row = meeting_ops.edit_meeting(
            row, by=clerk, at=moment(), version=row.version, starts_at=FIRST + timedelta(days=1)
        )
        row = meeting_ops.cancel_meeting(row, by=clerk, at=moment(), reason="都合が合わないため")
        mails = Delivery.objects.filter(recipient=advisor_user).order_by("pk")
        first, moved, gone = (_events(mail.calendar)[0] for mail in mails)
        assert first["UID"] == moved["UID"] == gone["UID"]
        assert int(first["SEQUENCE"]) < int(moved["SEQUENCE"]) < int(gone["SEQUENCE"])
        assert gone["STATUS"] == "CANCELLED"

    def test_on_the_page_a_series_needs_its_number(self, active, signed_in, clerk):
        url = reverse("engagements:meeting_new", args=[active.code], current_app="desk_engagements")
        typed = {
            "title": "定例",
            "starts_at_day": "令和9年1月12日",
            "starts_at_time": "19:00",
            "duration_minutes": "60",
            "place": "online",
            "weeks": "1",
        }
        browser = signed_in(clerk)
        refused = browser.post(url, typed)
        assert refused.status_code == 422
        assert "全部で何回か" in refused.content.decode()
        done = browser.post(url, {**typed, "times": "4"})
        assert done.status_code == 302, done.context["form"].errors
        assert Meeting.objects.count() == 4

    def test_the_end_takes_coming_meetings_out_of_the_calendars(self, active, clerk, advisor_user):
        (row,) = _plan(active, clerk)
        held = MeetingFactory(engagement=active, held=True)
        engagements.complete_engagement(active, by=clerk, at=moment())
        row.refresh_from_db(), held.refresh_from_db()
        assert (row.status, held.status) == ("cancelled", "held")
        mail = Delivery.objects.filter(kind="projects.meeting_changed", recipient=advisor_user).get()
        assert _events(mail.calendar)[0]["STATUS"] == "CANCELLED"


class TestFeeds:
    def _fetch(self, client, token):
        return client.get(reverse("calendar_feed", args=[token]))

    def test_what_the_owner_attends_without_what_was_cancelled(self, client, active, advisor, advisor_user):
        (coming,) = _plan(active, advisor_user)
        MeetingFactory(engagement=active, cancelled=True)
        MeetingFactory(engagement=active, starts_at=moment(-200))
        MeetingFactory()
        interview = InterviewFactory(
            application__advisor=advisor, application__submitted=True, fixed=True, starts_at=moment(2)
        )
        _feed, token = open_feed(by=advisor_user, at=moment())
        answer = self._fetch(client, token)
        uids = {str(event["UID"]).split("@")[0] for event in _events(answer.content)}
        assert uids == {f"meeting-{coming.code}", f"interview-{interview.code}"}
        assert answer["Content-Type"].startswith("text/calendar")
        assert "no-store" in answer["Cache-Control"]

    def test_one_activity_alone(self, client, active, sanuki, clerk):
        (coming,) = _plan(active, clerk)
        MeetingFactory(municipality=sanuki)
        _feed, token = open_feed(by=clerk, at=moment(), engagement=active)
        assert len(_events(self._fetch(client, token).content)) == 1
        assert coming.title in self._fetch(client, token).content.decode().replace("\r\n ", "")

    def test_stopped_unknown_or_of_a_closed_account(self, client, active, clerk):
        feed, token = open_feed(by=clerk, at=moment())
        assert token not in CalendarFeed.objects.get().token_hash
        assert self._fetch(client, token).status_code == 200
        feed = revoke_feed(feed, by=clerk, at=moment())
        revoke_feed(feed, by=clerk, at=moment())
        assert self._fetch(client, token).status_code == 404
        assert self._fetch(client, "x" * 43).status_code == 404
        _feed, token = open_feed(by=clerk, at=moment())
        clerk.is_active = False
        clerk.save()
        assert self._fetch(client, token).status_code == 404

    def test_who_left_the_city_reads_nothing_more(self, client, active, team):
        _plan(active, team[0])
        _feed, token = open_feed(by=team[1], at=moment())
        assert len(_events(self._fetch(client, token).content)) == 1
        team[1].staff_memberships.update(status="ended", ended_date=day(0))
        assert _events(self._fetch(client, token).content) == []

    def test_queries_do_not_grow(self, client, active, clerk, django_assert_num_queries):
        _plan(active, clerk)
        _feed, token = open_feed(by=clerk, at=moment(), engagement=active)
        self._fetch(client, token)  # notes the day it was read
        with django_assert_num_queries(3) as first:
            self._fetch(client, token)
        _plan(active, clerk, weeks=1, times=5)
        with django_assert_num_queries(len(first)):
            self._fetch(client, token)

    def test_shown_once_and_stopped_on_the_page(self, signed_in, active, clerk, outsider):
        browser = signed_in(clerk)
        page = browser.post(reverse("calendar_new"))
        assert page.context["address"].startswith("http")
        assert (
            page.context["address"].split("/")[-1] not in browser.get(reverse("calendars")).content.decode()
        )
        url = reverse("calendar_revoke", args=[CalendarFeed.objects.get().code])
        assert signed_in(outsider).get(url).status_code == 404
        assert browser.post(url, follow=True).status_code == 200
        assert not CalendarFeed.objects.get().is_usable

    def test_of_an_activity_only_for_those_who_see_it(self, signed_in, active, advisor_user, outsider):
        url = reverse("engagements:calendar", args=[active.code], current_app="my_engagements")
        assert signed_in(advisor_user).post(url).status_code == 200
        other = reverse("engagements:calendar", args=[active.code], current_app="desk_engagements")
        assert signed_in(outsider).post(other).status_code == 404


class TestActionItems:
    def _add(self, active, by, owner, **values):
        values = {"text": "待ち時間を数える", "due_date": day(7), "owner": owner, **values}
        return items.add_action_item(active, by=by, at=moment(), **values)

    def test_the_owner_is_told_unless_it_is_oneself(self, active, clerk, advisor_user):
        self._add(active, clerk, advisor_user)
        self._add(active, clerk, clerk)
        assert Notice.objects.get(kind="projects.action_assigned").recipient == advisor_user

    def test_only_who_takes_part_takes_on(self, active, clerk, outsider, team):
        for stranger in (outsider, UserFactory(), clerk):  # the clerk is not in the project's team
            with pytest.raises(DomainError, match="参加している人"):
                self._add(active, clerk, stranger)

    def test_a_new_owner_is_told(self, active, clerk, advisor_user):
        row = self._add(active, clerk, clerk)
        row = items.edit_action_item(row, by=clerk, at=moment(), version=row.version, owner=advisor_user)
        assert Notice.objects.get(kind="projects.action_assigned").recipient == advisor_user
        with pytest.raises(EditConflict):
            items.edit_action_item(row, by=clerk, at=moment(), version=1, text="別の内容")

    def test_the_activity_is_not_complete_before(self, active, clerk):
        row = ActionItemFactory(engagement=active)
        with pytest.raises(DomainError, match="やること"):
            engagements.complete_engagement(active, by=clerk, at=moment())
        items.finish_action_item(row, by=clerk, at=moment(), result="平均12分でした。")
        assert engagements.complete_engagement(active, by=clerk, at=moment()).status == "completed"

    def test_an_early_end_drops_them_with_the_reason(self, active, clerk):
        row = ActionItemFactory(engagement=active)
        engagements.end_engagement_early(active, by=clerk, at=moment(), reason="都合により")
        row.refresh_from_db()
        assert (row.status, row.result) == ("dropped", "活動が途中で終わったため")

    def test_a_transfer_passes_them_on(self, active, team, sanuki, approver):
        giver = active.project.team.get()
        row = ActionItemFactory(engagement=active, owner=giver.user)
        taker = StaffMembershipFactory(municipality=sanuki, roles=[StaffRole.DRAFTER])
        _pass_on(row, giver=giver, taker=taker, by=approver, at=moment())
        row.refresh_from_db()
        assert row.owner == taker.user
        _pass_on(row, giver=taker, taker=None, by=approver, at=moment())
        row.refresh_from_db()
        assert row.owner == active.project.lead.user

    def test_on_the_page_from_adding_to_the_result(self, active, signed_in, clerk, advisor_user):
        meeting = MeetingFactory(engagement=active, held=True)
        browser = signed_in(clerk)
        desk = "desk_engagements"
        url = reverse("engagements:action_item_new", args=[active.code], current_app=desk)
        page = browser.get(f"{url}?meeting={meeting.code}")
        assert page.context["form"]["meeting"].value() == meeting.pk
        typed = {"text": "待ち時間を数える", "owner": "advisor", "due_date": "令和9年1月20日"}
        assert browser.post(url, typed).status_code == 302
        row = ActionItem.objects.get()
        assert row.owner == advisor_user
        edit = reverse("engagements:action_item_edit", args=[row.code], current_app=desk)
        assert browser.get(edit).context["form"]["owner"].value() == "advisor"
        done = reverse(
            "engagements:action_item_action", args=[row.code, "finish"], current_app="my_engagements"
        )
        page = signed_in(advisor_user).post(done, {"result": "平均12分でした。"}, follow=True)
        assert "平均12分でした。" in page.content.decode()

    def test_the_owner_stays_choosable_after_leaving_the_team(self, active, team, signed_in, clerk):
        row = ActionItemFactory(engagement=active, owner=UserFactory(family_name="前任"))
        url = reverse("engagements:action_item_edit", args=[row.code], current_app="desk_engagements")
        browser = signed_in(clerk)
        page = browser.get(url)
        assert page.context["form"]["owner"].value() == "now"
        typed = {"text": "新しい言葉", "owner": "now", "due_date": "令和9年1月20日", "version": "1"}
        assert browser.post(url, typed).status_code == 302
        row.refresh_from_db()
        assert (row.text, row.owner.family_name) == ("新しい言葉", "前任")

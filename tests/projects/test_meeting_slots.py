"""候補の日時: one side offers moments for a meeting, the other chooses or offers others."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import dates
from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from notifications.models import Delivery, Notice
from projects.models import Meeting
from projects.operations import meeting as op
from projects.operations.engagement import hide_from_profile, show_on_profile
from projects.queries.calendar import meetings_of
from reports.queries.track_record import published_feats
from tests.api.conftest import Program
from tests.factories.base import moment
from tests.factories.projects import DeliverableFactory, EngagementFactory, MeetingFactory
from tests.factories.reports import OutcomeReportFactory
from tests.factories.work import CalendarFeedFactory

FIRST, SECOND = moment(5), moment(7)


@pytest.fixture
def work(sanuki, advisor):
    return EngagementFactory(municipality=sanuki, advisor=advisor, active=True)


@pytest.fixture
def offered(work, clerk):
    return op.propose_meeting(work, by=clerk, at=moment(), slots=[SECOND, FIRST, FIRST], title="窓口の現状")


def test_an_offer_is_no_meeting_yet(offered, clerk, advisor_user):
    assert (offered.status, offered.slots, offered.starts_at) == ("proposed", [FIRST, SECOND], FIRST)
    assert not offered.by_advisor
    [notice] = Notice.objects.filter(kind="projects.meeting_proposed")
    assert notice.recipient == advisor_user
    feed = CalendarFeedFactory(owner=advisor_user)
    assert list(meetings_of(feed, moment())) == []


def test_the_chosen_moment_goes_into_everybodys_calendar(offered, clerk, advisor_user):
    row = op.choose_moment(offered, by=advisor_user, at=moment(), starts_at=SECOND)
    assert (row.status, row.starts_at) == ("planned", SECOND)
    mail = Delivery.objects.get(notice__recipient=clerk, notice__kind="projects.meeting_planned")
    assert f"{SECOND.astimezone(dates.JST):%Y%m%d}" in mail.calendar
    assert list(meetings_of(CalendarFeedFactory(owner=advisor_user), moment())) == [row]


def test_only_what_is_offered_and_still_to_come(offered, advisor_user):
    for at, starts_at in ((moment(), moment(6)), (FIRST + timedelta(minutes=1), FIRST)):
        with pytest.raises(DomainError, match="候補ではなくなりました"):
            op.choose_moment(offered, by=advisor_user, at=at, starts_at=starts_at)


@pytest.mark.parametrize("slots", [[], [moment(-1)], [moment(-1), moment(3)]])
def test_moments_that_have_passed_are_not_offered(work, clerk, slots):
    with pytest.raises(DomainError, match="今より後"):
        op.propose_meeting(work, by=clerk, at=moment(), slots=slots, title="x")


def test_whoever_finds_none_suitable_offers_others(offered, clerk, advisor_user, signed_in):
    again = op.propose_again(
        offered, by=advisor_user, at=moment(), version=offered.version, slots=[moment(9)], title="窓口"
    )
    assert again.by_advisor
    assert clerk.has_perm("projects.choose_meeting", again)
    assert not advisor_user.has_perm("projects.choose_meeting", again)
    with pytest.raises(EditConflict):
        op.propose_again(offered, by=clerk, at=moment(), version=offered.version, slots=[moment(9)])
    with pytest.raises(IllegalTransition):
        op.hold_meeting(again, by=clerk, at=moment(20), summary="話した")


def test_a_planned_meeting_can_be_arranged_anew(work, clerk, advisor_user):
    [row] = op.plan_meetings(work, by=clerk, at=moment(), title="定例", starts_at=moment(3))
    row = op.propose_again(row, by=clerk, at=moment(), version=row.version, slots=[FIRST], title="定例")
    assert row.status == "proposed"
    mail = Delivery.objects.get(notice__recipient=advisor_user, notice__kind="projects.meeting_proposed")
    assert "STATUS:CANCELLED" in mail.calendar
    assert f"SEQUENCE:{row.version}" in mail.calendar


def test_offers_end_with_the_activity(offered, clerk):
    op.cancel_coming_meetings(offered.engagement, by=clerk, at=moment())
    offered.refresh_from_db()
    assert offered.status == "cancelled"


def test_the_database_refuses_an_offer_without_moments(work):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(engagement=work, status="proposed", slots=[])


def test_both_sides_do_it_on_the_pages(work, clerk, advisor_user, signed_in):
    desk, mine = signed_in(clerk), signed_in(advisor_user)
    form = {
        "title": "窓口の現状",
        "duration_minutes": "60",
        "place": "online",
        "slot1_day": f"{FIRST.astimezone(dates.JST):%Y/%m/%d}",
        "slot1_time": "19:00",
    }
    answer = desk.post(f"/desk/engagements/{work.code}/meetings/propose/", form)
    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    page = mine.get(f"/my/engagements/{work.code}/").content.decode()
    assert "アドバイザーが1つ選びます" in page
    assert "予定を直す" not in page
    choose = f"/my/engagements/meetings/{meeting.code}/choose/"
    assert desk.get(choose.replace("/my/", "/desk/")).status_code == 403
    assert mine.post(choose, {}).status_code == 422
    assert mine.post(choose, {"starts_at": meeting.slots[0].isoformat()}).status_code == 302
    page = desk.get(f"/desk/engagements/{work.code}/").content.decode()
    assert "キックオフ" in page
    assert "まだ決まっていません。最初の会議" not in page


def test_other_moments_by_the_page(offered, advisor_user, signed_in):
    mine = signed_in(advisor_user)
    address = f"/my/engagements/meetings/{offered.code}/propose_again/"
    assert f"{FIRST.astimezone(dates.JST).day}" in mine.get(address).content.decode()
    form = {"version": offered.version, "title": "x", "duration_minutes": "30", "place": "online"}
    wrong = mine.post(address, {**form, "slot1_day": "2020/01/01", "slot1_time": "10:00"})
    assert "今より後" in wrong.content.decode()


class TestWhatIsPublicOfTheRecord:
    @pytest.fixture
    def done(self, sanuki, advisor):
        work = EngagementFactory(municipality=sanuki, advisor=advisor, completed=True)
        OutcomeReportFactory(engagement=work, published=True)
        return work

    def test_the_professional_decides(self, done, advisor, advisor_user):
        assert len(list(published_feats(advisor))) == 1
        hide_from_profile(done, by=advisor_user, at=moment())
        assert list(published_feats(advisor)) == []
        done.refresh_from_db()
        show_on_profile(done, by=advisor_user, at=moment())
        assert len(list(published_feats(advisor))) == 1

    def test_the_city_does_not(self, done, clerk, advisor_user, signed_in):
        action = f"/engagements/{done.code}/do/hide_from_profile/"
        assert signed_in(clerk).post("/desk" + action).status_code == 403
        mine = signed_in(advisor_user)
        assert "実績に載せない" in mine.get(f"/my/engagements/{done.code}/").content.decode()
        assert mine.post("/my" + action).status_code == 302
        assert (
            "アドバイザーの希望で" in signed_in(clerk).get(f"/desk/engagements/{done.code}/").content.decode()
        )


class TestFilesByTheApi:
    @pytest.fixture
    def address(self, work):
        row = DeliverableFactory(engagement=work, municipality=work.municipality)
        return reverse("api:deliverables_files_new", args=[row.code])

    def _send(self, client, token, address, file, **headers):
        return client.post(
            address,
            {"file": file, "note": "初版"},
            headers={"Authorization": token, **headers},
        )

    def test_a_file_is_added_and_named_in_the_answer(self, client, clerk, address):
        token = Program(clerk).headers["Authorization"]
        file = SimpleUploadedFile("議事録.txt", "話したこと".encode())
        answer = self._send(client, token, address, file)
        assert answer.status_code == 201
        [told] = answer.json()["files"]
        assert (told["name"], told["number"]) == ("議事録.txt", 1)

    def test_what_is_refused_on_the_page_is_refused_here(self, client, clerk, address):
        token = Program(clerk).headers["Authorization"]
        answer = self._send(client, token, address, SimpleUploadedFile("x.exe", b"MZ\x90"))
        assert answer.status_code == 422
        assert "預かれません" in answer.json()["detail"]

    def test_the_same_key_adds_it_once(self, client, clerk, address):
        token, key = Program(clerk).headers["Authorization"], {"Idempotency-Key": "upload-0001"}
        for _ in range(2):
            file = SimpleUploadedFile("議事録.txt", "話したこと".encode())
            assert self._send(client, token, address, file, **key).status_code == 201
        other = SimpleUploadedFile("議事録.txt", "別の話".encode())
        assert self._send(client, token, address, other, **key).status_code == 422

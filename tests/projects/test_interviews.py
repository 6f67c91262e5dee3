"""面談: moments offered and chosen, and an entry in the calendar that follows every change."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from icalendar import Calendar

from core.dates import JST
from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from notifications.models import Delivery, Notice
from projects.models import Interview
from projects.operations import interview as op
from projects.operations.application import withdraw_application
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import InterviewFactory


@pytest.fixture
def application(sanuki, clerk, reviewer, advisor):
    opening = OpeningFactory(municipality=sanuki, selecting=True)
    return ApplicationFactory(opening=opening, advisor=advisor, submitted=True)


@pytest.fixture
def slots():
    return [moment(5), moment(3)]


@pytest.fixture
def offered(application, clerk, slots):
    return op.propose_interview(
        application, by=clerk, at=moment(), slots=slots, duration_minutes=30, place_note="第一会議室"
    )


@pytest.fixture
def fixed(offered, advisor, slots):
    return op.choose_slot(offered, by=advisor.user, at=moment(), starts_at=slots[1])


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=f"projects.{kind}").values_list("recipient__email", flat=True))


def entries(kind: str) -> list[Calendar]:
    mails = Delivery.objects.filter(kind=f"projects.{kind}").order_by("id")
    return [Calendar.from_ical(mail.calendar) for mail in mails if mail.calendar]


class TestOffering:
    def test_the_applicant_is_told_and_finds_the_moments_in_order(self, offered, slots, advisor):
        assert offered.slots == sorted(slots)
        assert told("interview_proposed") == {advisor.user.email}

    def test_one_at_a_time(self, offered, application, clerk, slots):
        with pytest.raises(DomainError, match="すでに調整しています"):
            op.propose_interview(application, by=clerk, at=moment(), slots=slots)

    def test_another_round_after_the_first_was_held(self, application, clerk, slots):
        InterviewFactory(application=application, held=True)
        assert op.propose_interview(application, by=clerk, at=moment(), slots=slots).status == "proposed"

    def test_not_for_the_past_and_not_after_the_selection(self, application, clerk, slots):
        with pytest.raises(DomainError, match="今より後"):
            op.propose_interview(application, by=clerk, at=moment(), slots=[moment(-1)])
        application.opening.__class__.objects.update(status="result_review")
        with pytest.raises(DomainError, match="選考中の応募だけ"):
            op.propose_interview(application, by=clerk, at=moment(), slots=slots)


class TestChoosing:
    def test_both_sides_get_the_entry(self, fixed, slots, advisor, clerk, reviewer):
        assert told("interview_fixed") == {advisor.user.email, clerk.email, reviewer.email}
        (event,) = entries("interview_fixed")[0].walk("VEVENT")
        assert event["dtstart"].dt == slots[1].astimezone(JST).replace(microsecond=0)
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=30)
        assert "第一会議室" in event["location"]

    def test_the_operator_only_when_asked_for(self, application, clerk, advisor, coordinator, slots):
        row = op.propose_interview(application, by=clerk, at=moment(), slots=slots, with_operator=True)
        op.choose_slot(row, by=advisor.user, at=moment(), starts_at=row.slots[0])
        assert coordinator.email in told("interview_fixed")
        body = Notice.objects.filter(recipient=coordinator).get(kind="projects.interview_fixed").body
        assert str(advisor) not in body

    def test_an_operator_who_is_not_wanted_any_more_hears_that_it_is_off(
        self, application, clerk, advisor, coordinator, slots
    ):
        row = op.propose_interview(application, by=clerk, at=moment(), slots=slots, with_operator=True)
        row = op.choose_slot(row, by=advisor.user, at=moment(), starts_at=row.slots[0])
        again = {"version": row.version, "slots": [moment(5)], "with_operator": False}
        op.propose_again(row, by=clerk, at=moment(), **again)
        assert coordinator.email in told("interview_cancelled")

    def test_staff_with_a_conflict_hear_nothing(self, offered, application, advisor, reviewer):
        application.declarations.filter(reviewer=reviewer).update(has_conflict=True, note="同級生")
        op.choose_slot(offered, by=advisor.user, at=moment(), starts_at=offered.slots[0])
        assert reviewer.email not in told("interview_fixed")

    @pytest.mark.parametrize("offset", [1, 10])
    def test_only_what_is_offered_and_still_to_come(self, offered, advisor, offset):
        with pytest.raises(DomainError, match="候補ではなくなりました"):
            op.choose_slot(offered, by=advisor.user, at=moment(), starts_at=moment(offset))
        with pytest.raises(DomainError, match="候補ではなくなりました"):
            op.choose_slot(offered, by=advisor.user, at=moment(4), starts_at=offered.slots[0])

    def test_none_may_suit_and_the_city_offers_others(self, offered, advisor, clerk):
        row = op.refuse_slots(offered, by=advisor.user, at=moment(), reason="平日は19時以降")
        assert clerk.email in told("slots_refused")
        again = op.propose_again(row, by=clerk, at=moment(), version=row.version, slots=[moment(8)])
        assert (again.status, again.refusal, len(again.slots)) == ("proposed", "", 1)


class TestCalendars:
    def test_a_change_takes_the_old_entry_out_and_puts_a_later_one_in(self, fixed, clerk, advisor):
        again = op.propose_again(fixed, by=clerk, at=moment(), version=fixed.version, slots=[moment(9)])
        op.choose_slot(again, by=advisor.user, at=moment(), starts_at=again.slots[0])
        first, *_others, second = (each.walk("VEVENT")[0] for each in entries("interview_fixed"))
        (gone,) = entries("interview_proposed")
        assert gone["method"] == "CANCEL"
        out = gone.walk("VEVENT")[0]
        assert out["status"] == "CANCELLED"
        assert first["uid"] == out["uid"] == second["uid"]
        assert first["sequence"] < out["sequence"] < second["sequence"]

    def test_calling_it_off_takes_the_entry_out_for_everybody(self, fixed, clerk, advisor, reviewer):
        op.cancel_interview(fixed, by=clerk, at=moment(), reason="担当者が急病のため")
        assert told("interview_cancelled") == {advisor.user.email, clerk.email, reviewer.email}
        assert {each["method"] for each in entries("interview_cancelled")} == {"CANCEL"}

    def test_withdrawing_ends_it(self, fixed, application, advisor):
        withdraw_application(application, by=advisor.user, at=moment())
        fixed.refresh_from_db()
        assert fixed.status == "cancelled"

    def test_the_mail_carries_the_file(self, fixed, mail_server):
        from notifications.tasks import sweep

        Delivery.objects.update(due_at=moment(-1))
        sweep()
        mails = [
            message for _address, message in mail_server.received if "面談の日程決定" in message["Subject"]
        ]
        (part,) = [each for each in mails[0].walk() if each.get_content_type() == "text/calendar"]
        assert part.get_param("method") == "PUBLISH"
        assert part.get_filename() == "invite.ics"
        text = part.get_payload(decode=True)
        assert all(len(line) <= 75 for line in text.split(b"\r\n"))

    def test_both_sides_can_fetch_it_and_nobody_else(
        self, fixed, signed_in, clerk, advisor_user, other_advisor_user
    ):
        desk, mine = (reverse(name, args=[fixed.code]) for name in ("interview_dates", "my_interview_dates"))
        for user, url in ((clerk, desk), (advisor_user, mine)):
            found = Calendar.from_ical(signed_in(user).get(url).content)
            assert len(found.walk("VEVENT")) == 1
        assert signed_in(other_advisor_user).get(mine).status_code == 404


class TestPages:
    def test_from_the_request_to_the_record(self, application, signed_in, clerk, advisor_user, time_machine):
        desk, mine = signed_in(clerk), signed_in(advisor_user)
        url = reverse("desk_interview_new", args=[application.code])
        day = moment(3).astimezone(JST)
        sent = {
            "slot1_day": f"{day:%Y/%m/%d}",
            "slot1_time": "19時",
            "duration_minutes": "30",
            "place": "online",
        }
        desk.post(url, sent)
        row = Interview.objects.get()
        assert f"{row.slots[0].astimezone(JST):%H:%M}" == "19:00"
        choose = reverse("my_interview_action", args=[row.code, "choose"])
        assert "19:00" in mine.get(choose).content.decode()
        mine.post(choose, {"starts_at": row.slots[0].isoformat()})
        row.refresh_from_db()
        assert row.status == "fixed"
        time_machine.move_to(row.starts_at + timedelta(hours=1))
        desk, mine = signed_in(clerk), signed_in(advisor_user)
        desk.post(reverse("desk_interview_action", args=[row.code, "hold"]), {"record": "説明が具体的だった"})
        assert "説明が具体的だった" in desk.get(row.desk_url).content.decode()
        page = mine.get(row.get_absolute_url()).content.decode()
        assert "実施済み" in page
        assert "説明が具体的だった" not in page

    def test_every_button_of_the_page_leads_somewhere(self, offered, fixed, signed_in, clerk, advisor_user):
        """Also the one that has a page of its own."""
        again = op.propose_again(fixed, by=clerk, at=moment(), version=fixed.version, slots=[moment(8)])
        for user, url in ((clerk, again.desk_url), (advisor_user, again.get_absolute_url())):
            client = signed_in(user)
            soup = BeautifulSoup(client.get(url).content, "html.parser")
            links = [each["href"] for each in soup.main.find_all("a") if again.code in each["href"]]
            assert len(links) >= 2
            assert {client.get(link).status_code for link in links} == {200}

    def test_two_colleagues_do_not_overwrite_each_other(self, offered, clerk):
        op.propose_again(offered, by=clerk, at=moment(), version=offered.version, slots=[moment(8)])
        with pytest.raises(EditConflict):
            op.propose_again(offered, by=clerk, at=moment(), version=offered.version, slots=[moment(9)])

    def test_a_record_is_not_written_beforehand(self, fixed, clerk):
        with pytest.raises(DomainError, match="日時になってから"):
            op.hold_interview(fixed, by=clerk, at=moment(), record="記録")

    def test_what_is_over_cannot_be_changed(self, application, clerk):
        held = InterviewFactory(application=application, held=True)
        with pytest.raises(IllegalTransition):
            op.cancel_interview(held, by=clerk, at=moment(), reason="理由")

    def test_moments_to_choose_from_are_on_the_home(self, offered, signed_in, advisor_user):
        page = signed_in(advisor_user).get(reverse("my_home")).content.decode()
        assert offered.get_absolute_url() in page


@pytest.mark.parametrize(
    ("state", "city", "applicant"),
    [
        ("proposed", {"propose_again", "cancel"}, {"choose", "refuse_slots"}),
        ("unsuitable", {"propose_again", "cancel"}, set()),
        ("fixed", {"propose_again", "hold", "cancel"}, set()),
        ("held", set(), set()),
        ("cancelled", set(), set()),
    ],
)
def test_who_may_do_what(
    application, clerk, reviewer, approver, viewer, outsider, advisor_user, state, city, applicant
):
    traits = {} if state == "proposed" else {state: True}
    row = InterviewFactory(application=application, **traits)
    every = {"propose_again", "hold", "cancel", "choose", "refuse_slots"}

    def may(user) -> set[str]:
        return {each for each in every if user.has_perm(f"projects.{each}_interview", row)}

    assert may(clerk) == may(reviewer) == city
    assert may(advisor_user) == applicant
    assert may(viewer) == may(outsider) == set()

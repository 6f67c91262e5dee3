"""スカウト: a city asks a person, within limits; the person answers, and an answer leads to an application."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.personal_data import SOURCES
from core.errors import DomainError
from notifications.models import Notice
from projects.models import Scout
from projects.operations import scout as op
from projects.operations.application import submit_application
from projects.operations.opening import close_opening
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import day, moment
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import ScoutFactory


@pytest.fixture
def opening(sanuki):
    return OpeningFactory(municipality=sanuki, open=True)


@pytest.fixture
def person(db):
    return AdvisorProfileFactory(findable=True)


def send(opening, clerk, person, message="ぜひご応募ください。"):
    return op.send_scout(opening, by=clerk, at=moment(), advisor=person, message=message)


class TestSending:
    def test_the_person_is_told_once(self, opening, clerk, person):
        scout = send(opening, clerk, person)
        notice = Notice.objects.get(kind="projects.scout_received")
        assert notice.recipient == person.user
        assert notice.path == scout.get_absolute_url()
        with pytest.raises(DomainError, match="すでに送りました"):
            send(opening, clerk, person)

    def test_not_to_whom_the_city_may_not_find(self, opening, clerk):
        hidden = AdvisorProfileFactory(active=True)
        with pytest.raises(DomainError, match="見つけられる設定ではなく"):
            send(opening, clerk, hidden)

    def test_not_to_who_is_away(self, opening, clerk):
        away = AdvisorProfileFactory(findable=True, absent_from=day(-1), absent_until=day(10))
        with pytest.raises(DomainError, match="休みの期間"):
            send(opening, clerk, away)

    def test_not_to_who_has_applied(self, opening, clerk, person):
        ApplicationFactory(opening=opening, advisor=person, submitted=True)
        with pytest.raises(DomainError, match="すでにこの募集に応募"):
            send(opening, clerk, person)

    def test_a_draft_is_no_answer_yet_and_nobody_learns_of_it(self, opening, clerk, person):
        ApplicationFactory(opening=opening, advisor=person)
        assert send(opening, clerk, person).status == "sent"

    def test_not_for_a_call_that_is_over(self, sanuki, clerk, person):
        with pytest.raises(DomainError, match="受け付けている募集だけ"):
            send(OpeningFactory(municipality=sanuki, selecting=True), clerk, person)

    def test_twenty_for_a_call(self, opening, clerk, person):
        ScoutFactory.create_batch(20, opening=opening)
        with pytest.raises(DomainError, match="20人まで"):
            send(opening, clerk, person)

    @pytest.mark.parametrize(("days", "refused"), [(6, True), (7, False)])
    def test_three_a_week_for_a_person_whoever_sends(self, opening, clerk, person, days, refused):
        earlier = moment(-days) - timedelta(minutes=1)
        ScoutFactory.create_batch(3, advisor=person, sent_at=earlier)
        if refused:
            with pytest.raises(DomainError, match="今週受け取れる数"):
                send(opening, clerk, person)
        else:
            assert send(opening, clerk, person)


class TestAnswering:
    def test_accepting_leads_to_the_form_and_applying_ends_it(self, opening, signed_in, person):
        scout = ScoutFactory(opening=opening, advisor=person)
        client = signed_in(person.user)
        response = client.post(reverse("my_scout_action", args=[scout.code, "accept"]))
        assert response["Location"] == reverse("opening_apply", args=[opening.code])
        draft = ApplicationFactory(opening=opening, advisor=person)
        submit_application(draft, by=person.user, at=moment())
        scout.refresh_from_db()
        assert scout.status == "applied"

    def test_whoever_asked_hears_of_a_refusal_with_its_reason(self, opening, clerk, signed_in, person):
        scout = send(opening, clerk, person)
        url = reverse("my_scout_action", args=[scout.code, "decline"])
        signed_in(person.user).post(url, {"reason": "今期は予定が埋まっています。"})
        notice = Notice.objects.get(kind="projects.scout_declined")
        assert notice.recipient == clerk
        assert "予定が埋まっています" in notice.body

    def test_the_end_of_the_call_ends_it(self, opening):
        waiting, refused = ScoutFactory(opening=opening), ScoutFactory(opening=opening, declined=True)
        close_opening(opening, by=None, at=moment())
        waiting.refresh_from_db()
        refused.refresh_from_db()
        assert (waiting.status, refused.status) == ("expired", "declined")

    def test_the_city_sees_that_it_was_read(self, opening, clerk, signed_in, person):
        scout = send(opening, clerk, person)
        desk = reverse("desk_scouts", args=[opening.code])
        assert "まだ" in signed_in(clerk).get(desk).content.decode()
        page = signed_in(person.user).get(scout.get_absolute_url()).content.decode()
        assert scout.message in page
        scout.refresh_from_db()
        assert scout.read_at is not None


class TestPages:
    def test_from_the_candidates_to_the_sent_invitation(self, opening, clerk, signed_in, person):
        client = signed_in(clerk)
        url = reverse("desk_scout_new", args=[opening.code])
        page = client.get(url, {"to": person.code}).content.decode()
        assert person.headline in page
        response = client.post(url, {"advisor": person.code, "message": "ぜひご応募ください。"}, follow=True)
        assert "スカウトを送りました" in response.content.decode()
        assert Scout.objects.get().sent_by == clerk

    def test_a_refusal_keeps_the_text(self, opening, clerk, signed_in, person):
        ScoutFactory(opening=opening, advisor=person)
        url = reverse("desk_scout_new", args=[opening.code])
        response = signed_in(clerk).post(url, {"advisor": person.code, "message": "長い文面"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "すでに送りました" in page
        assert "長い文面" in page

    def test_from_the_page_of_a_person_to_the_calls_one_may_invite_to(
        self, opening, clerk, signed_in, person
    ):
        OpeningFactory(municipality=opening.municipality, selecting=True, title="締め切った募集")
        page = signed_in(clerk).get(reverse("desk_scout_choose", args=[person.code])).content.decode()
        assert reverse("desk_scout_new", args=[opening.code]) in page
        assert "締め切った募集" not in page

    def test_a_waiting_invitation_is_on_the_home_of_the_person(self, opening, signed_in, person):
        scout = ScoutFactory(opening=opening, advisor=person)
        page = signed_in(person.user).get(reverse("my_home")).content.decode()
        assert scout.get_absolute_url() in page


def test_what_a_person_received_is_exported_and_goes_with_the_person(person):
    ScoutFactory(advisor=person)
    source = SOURCES["scouts"]
    assert source.export(person.user)[0]["お願いの文面"].startswith("窓口の見直し")
    source.erase(person.user, moment())
    assert not Scout.objects.exists()


@pytest.mark.parametrize(("months", "kept"), [(10, 1), (13, 0)])
def test_invitations_to_calls_long_over_are_forgotten(sanuki, months, kept):
    call = OpeningFactory(
        municipality=sanuki, decided=True, deadline_date=day(-30 * months), answer_date=day(-30 * months)
    )
    ScoutFactory(opening=call, expired=True)
    op.forget_scouts(at=moment())
    assert Scout.objects.count() == kept

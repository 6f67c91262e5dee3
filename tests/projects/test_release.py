"""From the request to decide about the applicants to the moment in which all of them hear."""

from datetime import datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from core.dates import JST, jst_date
from core.errors import DomainError
from core.workflow import IllegalTransition
from notifications.models import Delivery, Notice
from projects import notices
from projects.enums import Outcome
from projects.models import Application
from projects.operations import release as op
from projects.operations.application import withdraw_application
from projects.queries.release import release_progress
from projects.tasks import expire_due_reserves, release_due_results
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory, PositionFactory
from tests.factories.selection import (
    ConflictDeclarationFactory,
    InterviewFactory,
    ReviewFactory,
    ScoreFactory,
)


@pytest.fixture
def now():
    return moment()


@pytest.fixture
def decision(now):
    return {"decision_date": jst_date(now), "decider_title": "総務部長"}


@pytest.fixture
def opening(sanuki, clerk, approver):
    return OpeningFactory(selecting=True, municipality=sanuki, seats=1)


@pytest.fixture
def applications(opening):
    return {
        outcome: ApplicationFactory(
            submitted=True, opening=opening, outcome=outcome, message=f"文面 {outcome}"
        )
        for outcome in Outcome.values
    }


@pytest.fixture
def approved(opening, applications, clerk, approver, now, decision):
    asked = op.submit_result(opening, by=clerk, at=now)
    return op.approve_result(asked, by=approver, at=now, **decision)


@pytest.fixture
def announced(approved, clerk, now):
    return op.announce(approved, by=clerk, at=now)


def answered() -> set[str]:
    return set(Notice.objects.filter(kind="projects.answer").values_list("recipient__email", flat=True))


def statuses(opening) -> dict[str, str]:
    return dict(opening.applications.values_list("outcome", "status"))


class TestDeciding:
    def test_an_undecided_application_blocks_the_result(self, opening, applications, clerk, now):
        ApplicationFactory(submitted=True, opening=opening)
        with pytest.raises(DomainError, match="結果の案が決まっていない"):
            op.submit_result(opening, by=clerk, at=now)

    def test_a_returned_result_can_be_changed(self, opening, applications, clerk, approver, now):
        asked = op.submit_result(opening, by=clerk, at=now)
        back = op.return_result(asked, by=approver, at=now, reason="理由を詳しく書いてください。")
        assert back.status == "selecting"

    def test_until_the_release_nobody_hears_anything(self, announced):
        assert announced.status == "releasing"
        assert answered() == set()
        assert set(statuses(announced).values()) == {"submitted"}

    def test_what_was_decided_stays_on_record_when_the_selection_goes_on(self, approved, clerk, now):
        first = approved.result_approval
        back = op.reselect(approved, by=clerk, at=now, reason="面談の記録が漏れていたため")
        again = op.submit_result(back, by=clerk, at=now)
        first.refresh_from_db()
        assert (first.status, again.status) == ("approved", "result_review")
        assert again.result_approval != first


class TestMoreSeats:
    @pytest.fixture
    def crowded(self, opening, applications):
        ApplicationFactory(submitted=True, opening=opening, outcome=Outcome.HIRE)
        return opening

    def test_more_hires_than_seats_need_a_reason(self, crowded, clerk, now):
        with pytest.raises(DomainError, match="採用候補が2人"):
            op.submit_result(crowded, by=clerk, at=now)

    def test_the_approver_reads_the_reason_and_the_public_sees_no_seat_before_the_release(
        self, crowded, clerk, approver, now, decision, signed_in, client
    ):
        asked = op.submit_result(crowded, by=clerk, at=now, increase_reason="二つの課で分けて進めるため")
        page = signed_in(approver).get(asked.result_approval.get_absolute_url()).content.decode()
        assert "二つの課で分けて進めるため" in page
        approved = op.approve_result(asked, by=approver, at=now, **decision)
        assert approved.seats == 1
        released = op.release_result(op.announce(approved, by=clerk, at=now), at=now)
        assert released.seats == 2

    def test_a_post_grows_with_its_opening(self, opening, clerk, approver, now, decision):
        post = PositionFactory(opening=opening, seats=1)
        ApplicationFactory.create_batch(2, submitted=True, opening=opening, position=post, outcome="hire")
        asked = op.submit_result(opening, by=clerk, at=now, increase_reason="二人で分担するため")
        approved = op.approve_result(asked, by=approver, at=now, **decision)
        op.release_result(op.announce(approved, by=clerk, at=now), at=now)
        post.refresh_from_db()
        assert post.seats == 2

    def test_a_reason_nobody_needs_changes_nothing(self, opening, applications, clerk, now):
        asked = op.submit_result(opening, by=clerk, at=now, increase_reason="念のため")
        assert asked.increase_reason == ""


class TestOutbox:
    def test_one_text_is_changed_and_seen_as_it_will_arrive(self, approved, applications, signed_in, clerk):
        row = applications["decline"]
        url = reverse("desk_letter", args=[row.code])
        client = signed_in(clerk)
        page = client.get(url).content.decode()
        assert "今回は見送りとなりました" in page
        row.refresh_from_db()
        client.post(url, {"message": "新しい文面", "version": row.version})
        row.refresh_from_db()
        assert row.message == "新しい文面"

    def test_one_text_for_everybody_with_an_outcome(self, approved, applications, signed_in, clerk):
        extra = ApplicationFactory(submitted=True, opening=approved, outcome="decline")
        url = reverse("desk_letters_fill", args=[approved.code])
        response = signed_in(clerk).post(url, {"outcome": "decline", "message": "皆さまへ"}, follow=True)
        assert "2件を変更しました" in response.content.decode()
        texts = dict(approved.applications.values_list("pk", "message"))
        assert texts[extra.pk] == texts[applications["decline"].pk] == "皆さまへ"
        assert texts[applications["hire"].pk] == "文面 hire"

    def test_who_has_a_conflict_neither_reads_nor_writes_the_text(
        self, approved, applications, signed_in, clerk
    ):
        row = applications["decline"]
        row.declarations.filter(reviewer=clerk).delete()
        ConflictDeclarationFactory(application=row, reviewer=clerk, has_conflict=True)
        client = signed_in(clerk)
        assert client.get(reverse("desk_letter", args=[row.code])).status_code == 404
        listed = client.get(reverse("desk_letters", args=[approved.code])).content.decode()
        assert row.code not in listed
        fill = reverse("desk_letters_fill", args=[approved.code])
        client.post(fill, {"outcome": "decline", "message": "皆さまへ"})
        row.refresh_from_db()
        assert row.message == "文面 decline"

    def test_texts_on_their_way_cannot_be_changed(self, announced, applications, clerk, now):
        with pytest.raises(DomainError, match="文面を直せるのは"):
            op.write_letter(applications["hire"], by=clerk, at=now, message="別の文面")
        with pytest.raises(DomainError, match="文面を直せるのは"):
            op.write_letters(announced, announced.applications.all(), by=clerk, at=now, message="別の文面")

    def test_the_list_costs_the_same_however_long_it_is(self, approved, signed_in, clerk):
        client, url = signed_in(clerk), reverse("desk_letters", args=[approved.code])

        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            return len(queries)

        cost()
        before = cost()
        ApplicationFactory.create_batch(5, submitted=True, opening=approved, outcome="decline")
        assert cost() == before


class TestRelease:
    def test_everybody_hears_at_the_same_moment(self, announced, applications, now):
        opening = op.release_result(announced, at=now)
        assert opening.status == "decided"
        assert statuses(opening) == {"hire": "offered", "reserve": "reserved", "decline": "declined"}
        assert set(opening.applications.values_list("answered_at", flat=True)) == {now}
        assert answered() == {row.advisor.user.email for row in applications.values()}
        bodies = " ".join(Notice.objects.filter(kind="projects.answer").values_list("body", flat=True))
        assert all(f"文面 {outcome}" in bodies for outcome in Outcome.values)
        assert Event.objects.filter(action="offer", subject_id=applications["hire"].pk).count() == 1

    def test_only_when_its_moment_has_come(self, announced, time_machine, now):
        time_machine.move_to(announced.release_at - timedelta(seconds=1), tick=False)
        assert release_due_results() == 0
        time_machine.move_to(announced.release_at, tick=False)
        assert (release_due_results(), release_due_results()) == (1, 0)

    def test_it_can_be_taken_back_until_then(self, announced, clerk, now, time_machine):
        held = op.hold(announced, by=clerk, at=now)
        time_machine.move_to(now + timedelta(days=1), tick=False)
        assert (held.status, held.release_at, release_due_results()) == ("result_approved", None, 0)
        with pytest.raises(IllegalTransition):
            op.release_result(announced, at=now)
        assert answered() == set()

    def test_there_is_always_time_to_take_it_back(self, approved, clerk, now):
        with pytest.raises(DomainError, match="10分より後"):
            op.announce(approved, by=clerk, at=now, release_at=now + timedelta(minutes=9))
        chosen = now + timedelta(days=1)
        assert op.announce(approved, by=clerk, at=now, release_at=chosen).release_at == chosen

    def test_one_that_breaks_off_has_told_nobody(self, announced, now):
        with patch.object(notices, "send_each", side_effect=RuntimeError), pytest.raises(RuntimeError):
            op.release_result(announced, at=now)
        announced.refresh_from_db()
        assert announced.status == "releasing"
        assert set(statuses(announced).values()) == {"submitted"}
        assert answered() == set()
        op.release_result(announced, at=now)
        assert len(answered()) == 3

    def test_who_withdraws_meanwhile_gets_no_answer(self, announced, applications, now):
        gone = applications["hire"]
        withdraw_application(gone, by=gone.advisor.user, at=now)
        opening = op.release_result(announced, at=now)
        assert opening.status == "decided"  # there is a reserve
        assert gone.advisor.user.email not in answered()

    def test_an_interview_that_was_still_to_come_is_called_off(self, announced, applications, now):
        row = InterviewFactory(application=applications["decline"], fixed=True)
        op.release_result(announced, at=now)
        row.refresh_from_db()
        assert row.status == "cancelled"

    def test_nobody_chosen_is_no_match(self, opening, clerk, approver, now, decision):
        ApplicationFactory(submitted=True, opening=opening, outcome=Outcome.DECLINE)
        asked = op.submit_result(opening, by=clerk, at=now)
        approved = op.approve_result(asked, by=approver, at=now, **decision)
        assert op.release_result(op.announce(approved, by=clerk, at=now), at=now).status == "no_match"

    def test_many_cost_hardly_more_statements_than_few(self, opening, clerk, approver, now, decision):
        def released(count: int) -> int:
            call = OpeningFactory(selecting=True, municipality=opening.municipality)
            ApplicationFactory.create_batch(count, submitted=True, opening=call, outcome="decline")
            approved = op.approve_result(
                op.submit_result(call, by=clerk, at=now), by=approver, at=now, **decision
            )
            announced = op.announce(approved, by=clerk, at=now)
            with CaptureQueriesContext(connection) as queries:
                op.release_result(announced, at=now)
            return len(queries)

        assert released(12) == released(3)

    def test_the_desk_says_how_far_the_mails_are(self, announced, now):
        opening = op.release_result(announced, at=now)
        first = Delivery.objects.filter(notice__kind="projects.answer").first()
        Delivery.objects.filter(pk=first.pk).update(status="sent", sent_at=now)
        told = release_progress(opening, answer_kind="projects.answer", at=now)
        assert (told.answered, told.sent, told.waiting, told.failed) == (3, 1, 2, 0)
        later = now + timedelta(days=8)
        assert release_progress(opening, answer_kind="projects.answer", at=later) is None


class TestFeedback:
    @pytest.fixture
    def asked(self, opening, clerk, applications, reviewer, now):
        for outcome, points in (("decline", 2), ("reserve", 5), ("hire", 5)):
            row = applications[outcome]
            if outcome == "decline":
                Application.objects.filter(pk=row.pk).update(feedback_reason="time")
            review = ReviewFactory(application=row, reviewer=reviewer)
            ScoreFactory(review=review, criterion=opening.criteria.get(), points=points)
        return op.submit_result(opening, by=clerk, at=now)

    def released(self, asked, clerk, approver, now, decision, **options):
        approved = op.approve_result(asked, by=approver, at=now, **decision)
        return op.release_result(op.announce(approved, by=clerk, at=now, **options), at=now)

    def test_who_is_not_chosen_learns_why(
        self, asked, applications, clerk, approver, now, decision, signed_in
    ):
        self.released(asked, clerk, approver, now, decision, shares_bands=True)
        row = applications["decline"]
        body = Notice.objects.get(kind="projects.answer", recipient=row.advisor.user).body
        page = signed_in(row.advisor.user).get(row.get_absolute_url()).content.decode()
        for place in (body, page):
            assert "活動できる時間や時期が合わなかったため" in place
            assert "基準の一部を満たしている" in place
        assert "/openings/?field=" in page

    def test_the_rating_is_told_only_when_the_city_wants_it(
        self, asked, applications, clerk, approver, now, decision
    ):
        self.released(asked, clerk, approver, now, decision)
        assert set(Application.objects.values_list("feedback_band", flat=True)) == {""}

    def test_who_is_hired_gets_no_rating(self, asked, applications, clerk, approver, now, decision):
        self.released(asked, clerk, approver, now, decision, shares_bands=True)
        bands = dict(Application.objects.values_list("outcome", "feedback_band"))
        assert bands == {"hire": "", "reserve": "fully", "decline": "partly"}

    def test_a_refusal_without_a_reason_is_not_noted(self, opening, signed_in, clerk):
        row = ApplicationFactory(submitted=True, opening=opening)
        url = reverse("desk_application_assess", args=[row.code])
        response = signed_in(clerk).post(
            url, {"outcome": "decline", "message": "見送ります", "version": row.version}
        )
        assert response.status_code == 422
        assert "見送りの理由を選んでください" in response.content.decode()


class TestReserves:
    def test_they_wait_until_the_activity_begins_unless_the_city_says_otherwise(self, approved, clerk, now):
        assert op.announce(approved, by=clerk, at=now).reserve_until == approved.start_date

    def test_the_city_cannot_ask_to_wait_into_the_past(self, approved, clerk, now):
        with pytest.raises(DomainError, match="補欠の期限"):
            op.announce(approved, by=clerk, at=now, reserve_until=jst_date(now))

    def test_afterwards_they_are_free_and_told_so(self, announced, applications, now, time_machine):
        opening = op.release_result(announced, at=now)
        last = datetime.combine(opening.reserve_until, time(12), tzinfo=JST)
        time_machine.move_to(last)
        assert expire_due_reserves() == 0
        time_machine.move_to(last + timedelta(days=1))
        assert (expire_due_reserves(), expire_due_reserves()) == (1, 0)
        row = applications["reserve"]
        row.refresh_from_db()
        assert row.status == "declined"
        assert Notice.objects.filter(kind="projects.answer", recipient=row.advisor.user).count() == 2


def test_coordinators_hear_when_nobody_met_the_criteria(opening, clerk, approver, coordinator, now, decision):
    ApplicationFactory(submitted=True, opening=opening, outcome=Outcome.DECLINE)
    asked = op.submit_result(opening, by=clerk, at=now)
    approved = op.approve_result(asked, by=approver, at=now, **decision)
    op.release_result(op.announce(approved, by=clerk, at=now), at=now)
    assert Notice.objects.get(kind="projects.no_match").recipient == coordinator

"""訂正, 延長, 早期の締切, 取下げ, 再募集: what may change, and who is told."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from notifications.models import Notice
from projects import notices
from projects.forms.opening import question_days
from projects.models import Amendment
from projects.operations import amendment as operations
from projects.operations.application import revise_application
from projects.operations.opening import withdraw_opening
from reports.queries.places import answer_record
from tests.factories.base import day, moment
from tests.factories.dialogue import AmendmentFactory, InterestFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory

DECISION = {"document_number": "8政策第30号", "decision_date": day(0), "decider_title": "総務部長"}


@pytest.fixture
def call(sanuki):
    return OpeningFactory(open=True, asking=True, paid=True, municipality=sanuki, answer_date=day(30))


def told(kind):
    rows = Notice.objects.filter(kind=f"projects.{kind}").select_related("recipient")
    return sorted((row.recipient for row in rows), key=lambda user: user.pk)


def correct(call, by, **values):
    values = {"version": call.version, "reason": "書き間違えていました。", **values}
    return operations.correct_opening(call, by=by, at=moment(), **values)


def extend(call, by, **values):
    values = {"version": call.version, "reason": "応募が少ないため", **values}
    return operations.extend_opening(call, by=by, at=moment(), **values)


def shorten(call, by, **values):
    values = {"version": call.version, "reason": "予算の都合のため", **values}
    return operations.shorten_opening(call, by=by, at=moment(), **values)


@pytest.mark.django_db
class TestCorrection:
    def test_keeps_both_sides_of_what_changed_and_nothing_else(self, call, clerk):
        amendment = correct(call, clerk, summary=call.summary, place_note="オンライン")
        assert (amendment.number, amendment.before, amendment.after) == (
            1,
            {"place_note": ""},
            {"place_note": "オンライン"},
        )
        assert not amendment.affects_terms
        call.refresh_from_db()
        assert (call.place_note, call.status) == ("オンライン", "open")
        assert Event.objects.filter(action="correct", subject_id=call.pk).count() == 1

    def test_everybody_who_follows_is_told_once(self, call, clerk):
        applied = ApplicationFactory(opening=call, submitted=True).advisor.user
        interested = InterestFactory(opening=call).person
        InterestFactory(opening=call, person=applied)
        correct(call, clerk, place_note="オンライン")
        assert told("opening_amended") == sorted([applied, interested], key=lambda user: user.pk)

    def test_terms_need_the_citys_decision(self, call, clerk):
        with pytest.raises(DomainError, match="決裁の文書番号"):
            correct(call, clerk, pay_amount=4000)
        with pytest.raises(DomainError, match="決裁日が先"):
            correct(call, clerk, pay_amount=4000, decision={**DECISION, "decision_date": day(1)})
        amendment = correct(call, clerk, pay_amount=6000, decision=DECISION)
        assert (amendment.affects_terms, amendment.document_number) == (True, "8政策第30号")

    def test_a_decision_is_not_claimed_for_a_text(self, call, clerk):
        amendment = correct(call, clerk, place_note="オンライン", decision=DECISION)
        assert (amendment.affects_terms, amendment.document_number) == (False, "")

    def test_seats_never_become_fewer(self, sanuki, clerk):
        call = OpeningFactory(open=True, municipality=sanuki, seats=2)
        with pytest.raises(DomainError, match="減らせません"):
            correct(call, clerk, seats=1, decision=DECISION)
        correct(call, clerk, seats=3, decision=DECISION)
        call.refresh_from_db()
        assert call.seats == 3

    def test_nothing_changed_is_no_correction(self, call, clerk):
        with pytest.raises(DomainError, match="変わった項目がありません"):
            correct(call, clerk, title=call.title)

    def test_two_clerks(self, call, clerk):
        correct(call, clerk, place_note="オンライン")
        with pytest.raises(EditConflict):
            correct(call, clerk, place_note="本庁")
        assert Amendment.objects.count() == 1

    def test_not_on_or_after_the_end(self, call, clerk):
        late = call.closes_at + timedelta(microseconds=1)
        with pytest.raises(DomainError, match="締切を過ぎた"):
            operations.correct_opening(
                call, by=clerk, at=late, version=call.version, reason="遅い", place_note="本庁"
            )


@pytest.mark.django_db
class TestDeadline:
    def test_later_with_the_days_for_questions(self, call, clerk):
        interested = InterestFactory(opening=call).person
        amendment = extend(
            call,
            clerk,
            deadline_date=day(20),
            answer_date=day(30),
            question_deadline_date=day(12),
            question_answer_date=day(15),
        )
        assert amendment.kind == "extension"
        assert set(amendment.after) == {"deadline_date", "question_deadline_date", "question_answer_date"}
        call.refresh_from_db()
        assert (call.deadline_date, call.question_deadline_date) == (day(20), day(12))
        assert told("opening_amended") == [interested]

    @pytest.mark.parametrize(
        "values",
        [
            {"deadline_date": day(14)},
            {"deadline_date": day(20), "answer_date": day(29)},
            {"deadline_date": day(20), "question_deadline_date": None},
            {"deadline_date": day(20), "question_answer_date": day(9)},
        ],
        ids=["the same day", "an earlier answer", "no more questions", "earlier answers to questions"],
    )
    def test_nothing_moves_backwards(self, call, clerk, values):
        with pytest.raises(DomainError):
            extend(call, clerk, **values)
        assert not Amendment.objects.exists()

    @pytest.mark.parametrize(("offset", "allowed"), [(2, False), (3, True), (13, True), (14, False)])
    def test_an_early_close_is_announced_three_days_ahead(self, call, clerk, offset, allowed):
        if not allowed:
            with pytest.raises(DomainError):
                shorten(call, clerk, deadline_date=day(offset))
            return
        assert shorten(call, clerk, deadline_date=day(offset)).kind == "shortening"
        call.refresh_from_db()
        assert call.deadline_date == day(offset)
        assert call.question_deadline_date == min(day(7), day(offset))
        assert call.question_answer_date == min(day(10), day(offset))


class TestThePromisedDay:
    @pytest.fixture
    def closed(self, sanuki):
        return OpeningFactory(municipality=sanuki, selecting=True, answer_date=day(3))

    def postpone(self, call, by, on):
        reason = "面談の日程を調整しているため"
        return operations.postpone_answer(
            call, by=by, at=moment(), version=call.version, reason=reason, answer_date=on
        )

    def test_everybody_who_waits_hears_the_new_day(self, closed, clerk):
        waiting = ApplicationFactory(opening=closed, submitted=True)
        self.postpone(closed, clerk, day(10))
        closed.refresh_from_db()
        assert closed.answer_date == day(10)
        assert told("opening_amended") == [waiting.advisor.user]

    @pytest.mark.parametrize("offset", [-1, 0, 3])
    def test_it_only_moves_ahead(self, closed, clerk, offset):
        with pytest.raises(DomainError, match="今の予定日と今日より後"):
            self.postpone(closed, clerk, day(offset))

    @pytest.mark.parametrize("state", ["result_review", "result_approved"])
    def test_a_sealed_decision_does_not_hinder_it(self, sanuki, clerk, state):
        call = OpeningFactory(municipality=sanuki, answer_date=day(3), **{state: True})
        assert self.postpone(call, clerk, day(9)).after == {"answer_date": day(9).isoformat()}

    def test_an_open_call_is_extended_instead(self, call, clerk):
        with pytest.raises(IllegalTransition):
            self.postpone(call, clerk, day(40))

    def test_the_rate_of_answers_in_time_counts_it_as_late(self, sanuki):
        answered = {"municipality": sanuki, "decided": True, "answer_date": day(20)}
        OpeningFactory(**answered)
        late = OpeningFactory(**answered)
        AmendmentFactory(opening=late, postponement=True)
        record = answer_record(sanuki, day(0))
        assert (record.due, record.on_time) == (2, 1)


@pytest.mark.django_db
class TestTheDatabase:
    def test_amendments_stay(self):
        AmendmentFactory()
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            Amendment.objects.update(reason="書き換え")
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            Amendment.objects.all()._raw_delete("default")

    @pytest.mark.parametrize(
        ("facts", "name"),
        [
            ({"terms": True, "document_number": ""}, "amendment_terms_decided"),
            ({"reason": ""}, "amendment_has_reason"),
            ({"after": {}}, "amendment_changes_something"),
            ({"kind": "other"}, "amendment_kind_known"),
        ],
    )
    def test_what_it_refuses(self, facts, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            AmendmentFactory(**facts)

    @pytest.mark.parametrize(
        "days",
        [(day(3), None), (None, day(3)), (day(5), day(4)), (day(10), day(15))],
        ids=["no answer day", "no last day", "wrong order", "after the deadline"],
    )
    def test_days_for_questions_come_in_order(self, days):
        with pytest.raises(IntegrityError, match="opening_question_dates"), transaction.atomic():
            OpeningFactory(question_deadline_date=days[0], question_answer_date=days[1])


@pytest.mark.django_db
class TestWithdrawalAndNewRound:
    def test_interested_people_hear_the_reason_and_applicants_their_answer(self, call, clerk):
        applied = ApplicationFactory(opening=call, submitted=True).advisor.user
        InterestFactory(opening=call, person=applied)
        interested = InterestFactory(opening=call).person
        writing = ApplicationFactory(opening=call).advisor.user
        withdraw_opening(call, by=clerk, at=moment(), reason="予算の見直しのため")
        assert told("opening_withdrawn") == sorted([interested, writing], key=lambda user: user.pk)
        assert told("answer") == [applied]

    def test_a_new_round_is_told_to_who_was_not_chosen(self, sanuki):
        first = OpeningFactory(decided=True, municipality=sanuki)
        second = OpeningFactory(open=True, municipality=sanuki)
        passed_over = ApplicationFactory(opening=first, declined=True).advisor.user
        ApplicationFactory(opening=first, offered=True)
        interested = InterestFactory(opening=first).person
        for _twice in range(2):
            notices.tell_new_round(second, previous=first, at=moment())
        assert told("new_round") == sorted([passed_over, interested], key=lambda user: user.pk)

    @pytest.mark.parametrize("outcome", ["", "hire", "reserve", "decline"])
    def test_a_sealed_result_does_not_show_through(self, sanuki, outcome):
        first = OpeningFactory(result_review=True, municipality=sanuki)
        second = OpeningFactory(open=True, municipality=sanuki)
        waiting = ApplicationFactory(opening=first, submitted=True, outcome=outcome).advisor.user
        notices.tell_new_round(second, previous=first, at=moment())
        assert told("new_round") == [waiting]


@pytest.mark.django_db
class TestRevision:
    def test_an_application_comes_back_without_its_outcome(self, call):
        application = ApplicationFactory(opening=call, submitted=True, outcome="hire")
        row = revise_application(application, by=application.advisor.user, at=moment())
        assert (row.status, row.submitted_at, row.outcome) == ("draft", None, "")

    def test_not_after_the_deadline(self, call):
        application = ApplicationFactory(opening=call, submitted=True)
        late = call.closes_at + timedelta(microseconds=1)
        with pytest.raises(DomainError, match="締切を過ぎた"):
            revise_application(application, by=application.advisor.user, at=late)


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@given(DAYS, st.integers(0, 120))
def test_days_for_questions_lie_inside_the_call(first, length):
    deadline = first + timedelta(days=length)
    days = question_days(first, deadline)
    last, told_on = days["question_deadline_date"], days["question_answer_date"]
    assert first <= last <= told_on <= deadline
    if length >= 7:
        assert (deadline - last, told_on - last) == (timedelta(days=7), timedelta(days=3))

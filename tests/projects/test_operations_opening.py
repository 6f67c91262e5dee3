"""From draft to release: what changes, who is told, and what never happens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from core.dates import end_of_day, today
from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from notifications.models import Notice
from projects.operations import opening as op
from projects.tasks import close_due_openings
from tests.factories.base import day
from tests.factories.projects import ApplicationFactory, OpeningFactory

DECISION = {"decision_date": None, "decider_title": "総務部長", "document_number": "8政策第12号"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def decision():
    return {**DECISION, "decision_date": today()}


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def actions_on(row) -> list[str]:
    rows = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)
    return list(rows.order_by("id").values_list("action", flat=True))


def test_an_opening_goes_from_draft_to_public(sanuki, clerk, approver, now, decision):
    opening = OpeningFactory(municipality=sanuki)

    opening = op.submit_opening(opening, by=clerk, at=now)
    opening = op.approve_opening(opening, by=approver, at=now, **decision)
    opening = op.publish_opening(opening, by=clerk, at=now)

    assert (opening.status, opening.published_at) == ("open", now)
    assert opening.approval.decider_title == "総務部長"
    assert actions_on(opening) == ["submit", "ask_approval", "approve", "publish"]
    assert told("municipalities.approval_requested") == {approver.email}
    assert told("municipalities.approval_decided") == {clerk.email}


def test_a_returned_opening_can_be_mended_and_submitted_again(sanuki, clerk, approver, now):
    opening = op.submit_opening(OpeningFactory(municipality=sanuki), by=clerk, at=now)

    opening = op.return_opening(opening, by=approver, at=now, reason="謝礼の根拠を書いてください。")
    opening = op.edit_opening(opening, by=clerk, at=now, version=opening.version, pay_note="予算なし")
    opening = op.submit_opening(opening, by=clerk, at=now)

    assert opening.status == "in_review"
    assert opening.approval.status == "pending"


def test_an_opening_under_review_cannot_be_edited(sanuki, clerk, now):
    opening = OpeningFactory(in_review=True, municipality=sanuki)

    with pytest.raises(IllegalTransition):
        op.edit_opening(opening, by=clerk, at=now, version=opening.version, title="別の題")

    opening.refresh_from_db()
    assert opening.title == "DX推進アドバイザー"


def test_the_second_of_two_editors_is_told(sanuki, clerk, now):
    opening = OpeningFactory(municipality=sanuki)
    op.edit_opening(opening, by=clerk, at=now, version=1, title="先に保存した題")

    with pytest.raises(EditConflict) as conflict:
        op.edit_opening(opening, by=clerk, at=now, version=1, title="後から保存した題")

    assert conflict.value.current.title == "先に保存した題"


def test_a_decision_in_the_future_undoes_the_whole_approval(sanuki, clerk, approver, now):
    opening = op.submit_opening(OpeningFactory(municipality=sanuki), by=clerk, at=now)

    with pytest.raises(DomainError, match="決裁日"):
        op.approve_opening(opening, by=approver, at=now, decision_date=day(1), decider_title="総務部長")

    opening.refresh_from_db()
    assert opening.status == "in_review"
    assert told("municipalities.approval_decided") == set()


def test_a_call_with_a_past_deadline_is_not_submitted(sanuki, clerk, now):
    opening = OpeningFactory(municipality=sanuki, deadline_date=day(-1))

    with pytest.raises(DomainError, match="締切日"):
        op.submit_opening(opening, by=clerk, at=now)


@pytest.mark.parametrize(
    ("offset", "closed"),
    [(timedelta(0), 0), (timedelta(microseconds=1), 1)],
    ids=["last moment", "a moment later"],
)
def test_a_call_closes_when_its_last_day_has_ended(sanuki, clerk, time_machine, offset, closed):
    opening = OpeningFactory(open=True, municipality=sanuki)
    time_machine.move_to(end_of_day(opening.deadline_date) + offset, tick=False)

    assert close_due_openings() == closed
    assert close_due_openings() == 0

    opening.refresh_from_db()
    assert opening.status == ("selecting" if closed else "open")


class TestWithdrawal:
    @pytest.fixture
    def opening(self, sanuki):
        return OpeningFactory(selecting=True, municipality=sanuki, seats=1)

    def test_withdrawing_answers_everybody_who_waits(self, opening, clerk, now):
        waiting = ApplicationFactory(submitted=True, opening=opening)
        ApplicationFactory(withdrawn=True, opening=opening)

        op.withdraw_opening(opening, by=clerk, at=now, reason="事業が中止になりました。")

        waiting.refresh_from_db()
        assert (waiting.status, waiting.message) == ("declined", "事業が中止になりました。")
        assert told("projects.answer") == {waiting.advisor.user.email}

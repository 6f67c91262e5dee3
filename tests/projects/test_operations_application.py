"""応募: drafts are never lost, one application a person, a seat is never given twice."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from core.errors import DomainError
from core.workflow import IllegalTransition
from notifications.models import Notice
from projects.models import Application, Engagement, Opening
from projects.operations import application as op
from projects.operations.opening import withdraw_opening
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory

ANSWERS = {
    "motivation": "地元の役に立ちたいです。",
    "approach": "まず話を聞きます。",
    "availability": "平日の夜",
    "has_conflict": False,
}


@pytest.fixture
def now():
    return timezone.now()


def test_an_application_is_saved_twice_and_sent_once(sanuki, advisor, clerk, now):
    opening, user = OpeningFactory(open=True, municipality=sanuki), advisor.user

    op.save_application(opening, by=user, at=now, advisor=advisor, motivation="書きかけ")
    draft = op.save_application(opening, by=user, at=now, advisor=advisor, **ANSWERS)
    sent = op.submit_application(draft, by=user, at=now)

    assert Application.objects.count() == 1
    assert (sent.status, sent.submitted_at, sent.motivation) == ("submitted", now, ANSWERS["motivation"])
    kinds = dict(Notice.objects.values_list("recipient__email", "kind"))
    assert kinds == {
        user.email: "projects.application_received",
        clerk.email: "projects.application_arrived",
    }


def test_sending_twice_is_refused_and_tells_nobody_again(sanuki, advisor, now):
    opening = OpeningFactory(open=True, municipality=sanuki)
    draft = op.save_application(opening, by=advisor.user, at=now, advisor=advisor, **ANSWERS)
    op.submit_application(draft, by=advisor.user, at=now)

    with pytest.raises(IllegalTransition):
        op.submit_application(draft, by=advisor.user, at=now)

    assert Notice.objects.filter(kind="projects.application_received").count() == 1


def test_after_the_deadline_a_draft_is_kept_but_not_sent(sanuki, advisor, now):
    opening = OpeningFactory(open=True, overdue=True, municipality=sanuki)
    draft = op.save_application(opening, by=advisor.user, at=now, advisor=advisor, **ANSWERS)

    with pytest.raises(DomainError, match="下書きとして残っています"):
        op.submit_application(draft, by=advisor.user, at=now)

    draft.refresh_from_db()
    assert (draft.status, draft.motivation) == ("draft", ANSWERS["motivation"])


@pytest.mark.parametrize("missing", ["motivation", "approach", "availability", "has_conflict"])
def test_an_incomplete_application_is_not_sent(sanuki, advisor, now, missing):
    opening = OpeningFactory(open=True, municipality=sanuki)
    answers = {name: value for name, value in ANSWERS.items() if name != missing}
    draft = op.save_application(opening, by=advisor.user, at=now, advisor=advisor, **answers)

    with pytest.raises(DomainError, match="入力していない項目"):
        op.submit_application(draft, by=advisor.user, at=now)


def test_a_sent_application_is_not_overwritten(sanuki, advisor, now):
    sent = ApplicationFactory(submitted=True, municipality=sanuki, advisor=advisor)

    with pytest.raises(DomainError, match="すでに応募しています"):
        op.save_application(sent.opening, by=advisor.user, at=now, advisor=advisor, motivation="別の文")


def test_assessing_is_refused_once_results_wait_for_approval(sanuki, clerk, now):
    opening = OpeningFactory(result_review=True, municipality=sanuki)
    application = ApplicationFactory(submitted=True, opening=opening, outcome="hire")

    with pytest.raises(DomainError):
        op.assess_application(application, by=clerk, at=now, outcome="decline")

    application.refresh_from_db()
    assert application.outcome == "hire"


def test_accepting_prepares_an_engagement_with_the_terms_of_the_call(sanuki, advisor, clerk, now):
    application = ApplicationFactory(offered=True, municipality=sanuki, advisor=advisor)

    engagement = op.accept_offer(application, by=advisor.user, at=now)

    opening = Opening.objects.get()
    assert (engagement.status, opening.seats_taken) == ("preparing", 1)
    assert engagement.start_date == opening.start_date
    assert engagement.expectation == opening.request
    assert Notice.objects.get(kind="projects.offer_accepted").recipient == clerk


def test_a_full_call_leaves_the_offer_untouched(sanuki, advisor, now):
    opening = OpeningFactory(decided=True, municipality=sanuki, seats=1, seats_taken=1)
    application = ApplicationFactory(offered=True, opening=opening, advisor=advisor)

    with pytest.raises(op.SeatsTaken):
        op.accept_offer(application, by=advisor.user, at=now)

    application.refresh_from_db()
    assert application.status == "offered"
    assert not Engagement.objects.exists()


def test_a_reserve_moves_up_after_a_refusal(sanuki, advisor, other_advisor, approver, now):
    opening = OpeningFactory(decided=True, municipality=sanuki, seats=1)
    offered = ApplicationFactory(offered=True, opening=opening, advisor=advisor)
    reserve = ApplicationFactory(reserved=True, opening=opening, advisor=other_advisor)

    with pytest.raises(DomainError, match="空いている席がありません"):
        op.promote_reserve(reserve, by=approver, at=now)
    op.refuse_offer(offered, by=advisor.user, at=now, reason="転職のため")
    promoted = op.promote_reserve(reserve, by=approver, at=now)

    assert promoted.status == "offered"
    assert Notice.objects.filter(kind="projects.answer", recipient=other_advisor.user).exists()


def test_a_failed_withdrawal_tells_nobody(sanuki, advisor, clerk, now, monkeypatch):
    application = ApplicationFactory(submitted=True, municipality=sanuki, advisor=advisor)

    def broken(*_args, **_options):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(op.notices, "tell_results", broken)
    with pytest.raises(RuntimeError):
        withdraw_opening(application.opening, by=clerk, at=now, reason="中止")

    application.refresh_from_db()
    assert (application.status, application.opening.status) == ("submitted", "open")
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once_to_many_who_accept_at_the_same_moment(sanuki):
    opening = OpeningFactory(decided=True, municipality=sanuki, seats=1)
    offers = [
        ApplicationFactory(offered=True, opening=opening, advisor=AdvisorProfileFactory(active=True))
        for _ in range(8)
    ]
    results: list[str] = []
    together = threading.Barrier(len(offers))

    def accept(application):
        try:
            together.wait()
            op.accept_offer(application, by=application.advisor.user, at=timezone.now())
            results.append("accepted")
        except op.SeatsTaken:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[offer]) for offer in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["accepted"] + ["refused"] * 7
    assert Opening.objects.get().seats_taken == Engagement.objects.count() == 1

"""One call, its applications and its seats, beside a model of a few lines: whatever people press, in
whatever order, both agree on what is refused and on what is then the case.

SELECTION_RUNS=500 takes long; without it there are enough runs to meet every rule.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import User
from core.dates import jst_date
from core.errors import DomainError
from projects.models import Application, Opening
from projects.operations import application as applications
from projects.operations import opening as openings
from projects.operations import release
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import moment
from tests.factories.projects import OpeningFactory

RUNS = int(os.environ.get("SELECTION_RUNS", "8"))
STEPS = 50
PEOPLE = 5
SELECTING, BEFORE_RESULT = {"open", "selecting"}, {"open", "selecting"}
ANSWERS = {"hire": "offered", "reserve": "reserved", "decline": "declined"}
PERSON = st.integers(0, PEOPLE - 1)


class Model:
    """What should be the case: no more than dictionaries."""

    def __init__(self, seats: int) -> None:
        self.status, self.seats, self.taken, self.grows = "open", seats, 0, False
        self.states: dict[int, str] = {}
        self.outcomes: dict[int, str] = {}

    def waiting(self) -> list[int]:
        return [person for person, state in self.states.items() if state == "submitted"]

    def hires(self) -> int:
        return sum(self.outcomes[person] == "hire" for person in self.waiting())

    def offers(self) -> int:
        return sum(state == "offered" for state in self.states.values())

    def release(self) -> None:
        answered = self.waiting()
        if self.grows:
            self.seats = max(self.seats, self.taken + self.hires())
        chosen = any(self.outcomes[person] in ("hire", "reserve") for person in answered)
        for person in answered:
            self.states[person] = ANSWERS[self.outcomes[person]]
        self.status = "decided" if chosen else "no_match"


class Selection(RuleBasedStateMachine):
    clerk: User
    approver: User
    people: list[Any]
    make: Callable[[], Opening]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.opening = type(self).make()
        self.model = Model(self.opening.seats)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def row(self, person: int) -> Application:
        return Application.objects.get(opening=self.opening, advisor=self.people[person])

    def call(self) -> Opening:
        return Opening.objects.get(pk=self.opening.pk)

    def attempt(self, allowed: bool, work: Callable[[], Any]) -> bool:
        """Runs it, and insists that it is refused exactly when the model refuses."""
        refusal = None
        try:
            work()
        except DomainError as error:
            refusal = error
        assert (refusal is None) == allowed, refusal
        return allowed

    def by(self, user: User, operation: Any, subject: Any, **values: Any) -> Callable[[], Any]:
        return lambda: operation(subject, by=user, at=moment(), **values)

    @rule(person=PERSON)
    def write(self, person: int) -> None:
        advisor = self.people[person]
        texts = {"motivation": "理由", "approach": "案", "availability": "夜", "has_conflict": False}
        work = self.by(advisor.user, applications.save_application, self.call(), advisor=advisor, **texts)
        if self.attempt(self.model.states.get(person, "draft") == "draft", work):
            self.model.states.setdefault(person, "draft")
            self.model.outcomes.setdefault(person, "")

    def own(self, person: int, operation: Any, sources: set[str], target: str, *, only: bool = True) -> bool:
        if person not in self.model.states:
            return False
        allowed = self.model.states[person] in sources and only
        row = self.row(person)
        done = self.attempt(allowed, self.by(row.applicant.user, operation, row))
        if done:
            self.model.states[person] = target
        return done

    @rule(person=PERSON)
    def send(self, person: int) -> None:
        is_open = self.model.status == "open"
        self.own(person, applications.submit_application, {"draft"}, "submitted", only=is_open)

    @rule(person=PERSON)
    def revise(self, person: int) -> None:
        is_open = self.model.status == "open"
        if self.own(person, applications.revise_application, {"submitted"}, "draft", only=is_open):
            self.model.outcomes[person] = ""

    @rule(person=PERSON)
    def withdraw(self, person: int) -> None:
        sources = {"draft", "submitted", "reserved"}
        self.own(person, applications.withdraw_application, sources, "withdrawn")

    @rule(person=PERSON)
    def accept(self, person: int) -> None:
        free = self.model.taken < self.model.seats
        if self.own(person, applications.accept_offer, {"offered"}, "accepted", only=free):
            self.model.taken += 1

    @rule(person=PERSON)
    def refuse(self, person: int) -> None:
        self.own(person, applications.refuse_offer, {"offered"}, "refused")

    @rule(person=PERSON, outcome=st.sampled_from(["", *ANSWERS]))
    def assess(self, person: int, outcome: str) -> None:
        if person not in self.model.states:
            return
        allowed = self.model.states[person] == "submitted" and self.model.status in SELECTING
        operation = applications.assess_application
        if self.attempt(allowed, self.by(self.clerk, operation, self.row(person), outcome=outcome)):
            self.model.outcomes[person] = outcome

    @rule(outcome=st.sampled_from([*ANSWERS]))
    def assess_all(self, outcome: str) -> None:
        rows = Application.objects.filter(opening=self.opening)

        def work() -> None:
            applications.assess_applications(
                self.call(), rows, by=self.clerk, at=moment(), outcome=outcome, message="文面"
            )

        if self.attempt(self.model.status in SELECTING, work):
            self.model.outcomes |= dict.fromkeys(self.model.waiting(), outcome)

    @rule(person=PERSON)
    def promote(self, person: int) -> None:
        if person not in self.model.states:
            return
        free = self.model.seats - self.model.taken
        allowed = self.model.states[person] == "reserved" and self.model.offers() < free
        if self.attempt(allowed, self.by(self.approver, applications.promote_reserve, self.row(person))):
            self.model.states[person] = "offered"

    def step(self, operation: Any, source: str, target: str, user: User, **values: Any) -> bool:
        done = self.attempt(self.model.status == source, self.by(user, operation, self.call(), **values))
        if done:
            self.model.status = target
        return done

    @rule()
    def close(self) -> None:
        self.step(openings.close_opening, "open", "selecting", self.clerk)

    @rule(reason=st.sampled_from(["", "二つの課で分けるため"]))
    def submit_result(self, reason: str) -> None:
        model = self.model
        complete = all(model.outcomes[person] for person in model.waiting())
        exceeds = model.hires() > model.seats - model.taken
        allowed = model.status == "selecting" and complete and (not exceeds or bool(reason))
        work = self.by(self.clerk, release.submit_result, self.call(), increase_reason=reason)
        if self.attempt(allowed, work):
            model.status, model.grows = "result_review", exceeds

    @rule()
    def approve(self) -> None:
        decision = {"decision_date": jst_date(moment()), "decider_title": "市長"}
        self.step(release.approve_result, "result_review", "result_approved", self.approver, **decision)

    @rule()
    def return_result(self) -> None:
        self.step(release.return_result, "result_review", "selecting", self.approver, reason="理由")

    @rule()
    def recall(self) -> None:
        self.step(release.recall_result, "result_review", "selecting", self.clerk)

    @rule()
    def reselect(self) -> None:
        self.step(release.reselect, "result_approved", "selecting", self.clerk, reason="理由")

    @rule()
    def announce(self) -> None:
        self.step(release.announce, "result_approved", "releasing", self.clerk)

    @rule()
    def hold(self) -> None:
        self.step(release.hold, "releasing", "result_approved", self.clerk)

    @rule()
    def tell(self) -> None:
        call = self.call()
        if self.attempt(self.model.status == "releasing", lambda: release.release_result(call, at=moment())):
            self.model.release()

    @rule()
    def give_up(self) -> None:
        waiting = {"submitted", "reserved"}
        operation = openings.withdraw_opening
        work = self.by(self.clerk, operation, self.call(), reason="予算がなくなったため")
        if self.attempt(self.model.status in BEFORE_RESULT, work):
            self.model.status = "withdrawn"
            for person, state in self.model.states.items():
                if state in waiting:
                    self.model.states[person] = "declined"

    @invariant()
    def both_agree(self) -> None:
        call, model = self.call(), self.model
        rows = Application.objects.filter(opening=self.opening).values_list("advisor", "status", "outcome")
        found = {advisor: (status, outcome) for advisor, status, outcome in rows}
        expected = {
            self.people[person].pk: (state, model.outcomes[person]) for person, state in model.states.items()
        }
        assert found == expected
        assert (call.status, call.seats, call.seats_taken) == (model.status, model.seats, model.taken)
        assert call.seats_taken <= call.seats


@pytest.mark.django_db
def test_no_order_of_events_leads_them_apart(sanuki, clerk, approver):
    people = AdvisorProfileFactory.create_batch(PEOPLE, active=True)
    made = {"clerk": clerk, "approver": approver, "people": people}
    make = staticmethod(lambda: OpeningFactory(municipality=sanuki, open=True, seats=2))
    machine = type("SelectionHere", (Selection,), {**made, "make": make})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=RUNS < 100,
            suppress_health_check=list(HealthCheck),
        ),
    )

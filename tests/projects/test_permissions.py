"""Who may do what in which state: the table is written out, the code is asked for every cell."""

from typing import Any

import pytest

from projects import workflow
from projects.models import Application
from tests.factories.clearing import clear
from tests.factories.projects import (
    ApplicationFactory,
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    OpeningFactory,
    ProgramFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.selection import ScoutFactory
from tests.factories.work import ActionItemFactory, RevisionFactory

CAST = (
    "clerk",
    "approver",
    "reviewer",
    "viewer",
    "outsider",
    "advisor_user",
    "other_advisor_user",
    "coordinator",
    "stranger",
)
STAFF = {"clerk", "approver", "reviewer", "viewer"}
CITY_AND_COORDINATOR = STAFF | {"coordinator"}
OUTSIDE = {"outsider", "advisor_user", "other_advisor_user", "stranger"}
ANY = None  # every state

SEALED = {"result_review", "result_approved", "releasing"}
PUBLIC_OPENING = {"open", "selecting", "decided", "no_match"} | SEALED
UNDECIDED_OPENING = {"draft", "in_review", "returned", "approved", "open", "selecting"}

# permission → (roles, states) in which it is granted; refused everywhere else.
OPENING = {
    "manage": (CITY_AND_COORDINATOR, ANY),
    "edit": ({"clerk"}, {"draft", "returned"}),
    "assign": ({"clerk"}, ANY),
    "submit": ({"clerk"}, {"draft", "returned"}),
    "approve": ({"approver"}, {"in_review"}),
    "return": ({"approver"}, {"in_review"}),
    "recall": ({"clerk"}, {"in_review"}),
    "publish": ({"clerk"}, {"approved"}),
    "schedule": ({"clerk"}, {"approved"}),
    "unschedule": (set(), ANY),  # nothing is planned
    "correct": ({"clerk"}, {"open"}),
    "extend": ({"clerk"}, {"open"}),
    "shorten": ({"clerk"}, {"open"}),
    "postpone": ({"clerk"}, {"selecting", "result_review", "result_approved"}),
    "show_names": (set(), ANY),  # nothing is hidden
    "clear_conflicts": ({"clerk"}, {"open", "selecting"}),
    "read_result": (STAFF, {"selecting", "decided", "no_match"} | SEALED),
    "answer": ({"clerk"}, {"open"}),
    "ask": (OUTSIDE, PUBLIC_OPENING),
    "follow": (OUTSIDE, PUBLIC_OPENING),
    "scout": ({"clerk"}, {"open"}),
    "submit_result": ({"clerk"}, {"selecting"}),
    "return_result": ({"approver"}, {"result_review"}),
    "recall_result": ({"clerk"}, {"result_review"}),
    "approve_result": ({"approver"}, {"result_review"}),
    "read_letters": (STAFF, {"result_approved", "releasing"}),
    "write_letters": ({"clerk"}, {"result_approved"}),
    "announce": ({"clerk"}, {"result_approved"}),
    "hold": ({"clerk", "approver"}, {"releasing"}),
    "reselect": ({"clerk"}, {"result_approved"}),
    "assess_applications": ({"clerk", "reviewer"}, {"open", "selecting"}),
    "withdraw": ({"clerk"}, UNDECIDED_OPENING),
    "add_round": ({"clerk"}, {"decided", "no_match"}),
    "read_applications": (STAFF, ANY),
    "apply": ({"advisor_user", "other_advisor_user"}, PUBLIC_OPENING),
}
SENT_APPLICATION = {"submitted", "offered", "reserved", "declined", "accepted", "refused", "withdrawn"}
APPLICATION = {
    "edit": ({"advisor_user"}, {"draft"}),
    "submit": ({"advisor_user"}, {"draft"}),
    "revise": ({"advisor_user"}, {"submitted"}),
    "accept": ({"advisor_user"}, {"offered"}),
    "refuse": ({"advisor_user"}, {"offered"}),
    "withdraw": ({"advisor_user"}, {"draft", "submitted", "reserved"}),
    "join_pool": ({"advisor_user"}, {"declined", "reserved", "refused"}),
    "promote": ({"approver"}, {"reserved"}),
    "assess": (
        {"clerk", "reviewer"},
        SENT_APPLICATION,
    ),
    "review": ({"clerk", "reviewer"}, {"submitted"}),
    "agree": ({"clerk", "reviewer"}, {"submitted"}),
    "interview": ({"clerk", "reviewer"}, {"submitted"}),
    "write_letter": (set(), ANY),  # nothing is decided
    "recuse": (STAFF, SENT_APPLICATION),
    "note": ({"clerk", "approver", "reviewer"}, SENT_APPLICATION),
    "copy": ({"advisor_user"}, SENT_APPLICATION),
}
AT_WORK = {"preparing", "active", "paused"}
STARTED = {"active", "paused", "completed", "ended_early"}
ENGAGEMENT = {
    "view": (CITY_AND_COORDINATOR | {"advisor_user"}, ANY),
    "edit": ({"clerk"}, {"preparing"}),
    "propose_revision": ({"clerk", "advisor_user"}, {"active", "paused"}),
    "confirm_as_city": ({"clerk"}, {"preparing"}),
    "confirm_as_advisor": ({"advisor_user"}, {"preparing"}),
    "ask_decision": (set(), ANY),  # the city has set no route for engagements
    "approve": (set(), ANY),
    "return": (set(), ANY),
    "recall": (set(), ANY),
    "start": ({"clerk"}, {"preparing"}),
    "pause": ({"clerk"}, {"active"}),
    "resume": ({"clerk"}, {"paused"}),
    "complete": ({"clerk"}, {"active"}),
    "end_early": ({"clerk"}, AT_WORK),
    "hide_from_profile": ({"advisor_user"}, {"completed", "ended_early"}),
    "show_on_profile": (set(), ANY),  # it is shown
    "set_goal": ({"clerk"}, AT_WORK),
    "plan_meeting": ({"clerk", "advisor_user"}, AT_WORK),
    "add_action_item": ({"clerk", "advisor_user"}, AT_WORK),
    "write_message": ({"clerk", "advisor_user"}, AT_WORK),
    "add_record": ({"clerk", "advisor_user"}, STARTED),
    "issue_certificate": ({"clerk"}, {"active", "paused", "completed", "ended_early"}),
}
GOAL = {
    "achieve": ({"clerk"}, {"open", "partly", "missed"}),
    "achieve_partly": ({"clerk"}, {"open", "achieved", "missed"}),
    "miss": ({"clerk"}, {"open", "achieved", "partly"}),
}
MEETING = {
    "edit": ({"clerk", "advisor_user"}, {"planned", "held", "cancelled"}),
    "choose": ({"advisor_user"}, {"proposed"}),  # the city offered
    "propose_again": ({"clerk", "advisor_user"}, {"planned", "proposed"}),
    "hold": ({"clerk", "advisor_user"}, {"planned"}),
    "cancel": ({"clerk", "advisor_user"}, {"planned", "proposed"}),
}
DELIVERABLE = {
    "edit": ({"clerk", "advisor_user"}, {"returned"}),
    "accept": ({"clerk"}, {"submitted"}),
    "return": ({"clerk"}, {"submitted"}),
    "resubmit": ({"clerk", "advisor_user"}, {"returned"}),
}
RECOMMENDATION = {
    "edit": ({"clerk", "advisor_user"}, {"proposed"}),
    "adopt": ({"clerk"}, {"proposed", "trial", "studying", "declined", "existing"}),
    "try": ({"clerk"}, {"proposed", "adopted", "studying", "declined", "existing"}),
    "study": ({"clerk"}, {"proposed", "adopted", "trial", "declined", "existing"}),
    "decline": ({"clerk"}, {"proposed", "adopted", "trial", "studying", "existing"}),
    "mark_existing": ({"clerk"}, {"proposed", "adopted", "trial", "studying", "declined"}),
}
PROGRAM = {
    "view": (CITY_AND_COORDINATOR, ANY),
    "edit": ({"clerk"}, {"planned", "running"}),
    "add_project": ({"clerk"}, {"planned", "running"}),
    "start": ({"clerk"}, {"planned"}),
    "complete": ({"clerk"}, {"running"}),
    "cancel": ({"clerk"}, {"planned", "running"}),
}
PROJECT = {
    "view": (CITY_AND_COORDINATOR, ANY),
    "edit": ({"clerk"}, {"planned", "running"}),
    "assign": ({"clerk"}, ANY),
    "add_opening": ({"clerk"}, {"planned", "running"}),
    "cancel": ({"clerk"}, {"planned", "running"}),
}


def build(factory: Any, state: str, initial: str, **owner: Any) -> Any:
    """A row in the state: the factories name a trait after each state but the first."""
    return factory(**owner) if state == initial else factory(**owner, **{state: True})


def granted(request: pytest.FixtureRequest, row: Any, table: dict[str, Any]) -> dict[str, set[str]]:
    meta = row._meta
    people = {name: request.getfixturevalue(name) for name in CAST}
    if isinstance(row, Application) and row.submitted_at:
        clear(row)
    return {
        action: {
            name
            for name, user in people.items()
            if user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}", row)
        }
        for action in table
    }


def expected(table: dict[str, Any], state: str) -> dict[str, set[str]]:
    return {
        action: set(roles) if states is None or state in states else set()
        for action, (roles, states) in table.items()
    }


CASES = [
    *[
        ("opening", OpeningFactory, workflow.OPENING, OPENING, state.code)
        for state in workflow.OPENING.states
    ],
    *[
        ("program", ProgramFactory, workflow.PROGRAM, PROGRAM, state.code)
        for state in workflow.PROGRAM.states
    ],
    *[
        ("project", ProjectFactory, workflow.PROJECT, PROJECT, state.code)
        for state in workflow.PROJECT.states
    ],
]
ACTION_ITEM = {
    "view": (CITY_AND_COORDINATOR | {"advisor_user"}, ANY),
    "edit": ({"clerk", "advisor_user"}, {"open"}),
    "finish": ({"clerk", "advisor_user"}, {"open"}),
    "drop": ({"clerk", "advisor_user"}, {"open"}),
    "reopen": ({"clerk", "advisor_user"}, {"done", "dropped"}),
}
REVISION = {
    "view": (CITY_AND_COORDINATOR | {"advisor_user"}, ANY),
    "agree": ({"advisor_user"}, {"proposed"}),
    "decline": ({"advisor_user"}, {"proposed"}),
    "withdraw": ({"clerk"}, {"proposed"}),
}
SCOUT = {
    "view": (STAFF | {"advisor_user"}, ANY),
    "accept": ({"advisor_user"}, {"sent"}),
    "decline": ({"advisor_user"}, {"sent", "interested"}),
}
ADVISED = [
    *[("scout", ScoutFactory, workflow.SCOUT, SCOUT, state.code) for state in workflow.SCOUT.states],
    *[
        ("application", ApplicationFactory, workflow.APPLICATION, APPLICATION, state.code)
        for state in workflow.APPLICATION.states
    ],
    *[
        ("engagement", EngagementFactory, workflow.ENGAGEMENT, ENGAGEMENT, state.code)
        for state in workflow.ENGAGEMENT.states
    ],
]
RECORDS = [
    (name, factory, flow, table, state.code)
    for name, factory, flow, table in (
        ("goal", GoalFactory, workflow.GOAL, GOAL),
        ("meeting", MeetingFactory, workflow.MEETING, MEETING),
        ("deliverable", DeliverableFactory, workflow.DELIVERABLE, DELIVERABLE),
        ("recommendation", RecommendationFactory, workflow.RECOMMENDATION, RECOMMENDATION),
        ("action_item", ActionItemFactory, workflow.ACTION_ITEM, ACTION_ITEM),
        ("revision", RevisionFactory, workflow.REVISION, REVISION),
    )
    for state in flow.states
]


def _ids(cases: list[Any]) -> list[str]:
    return [f"{name}-{state}" for name, _factory, _flow, _table, state in cases]


@pytest.fixture
def profiles(advisor: Any, other_advisor: Any) -> None:
    """Both professionals have active profiles."""


@pytest.mark.parametrize(("name", "factory", "flow", "table", "state"), CASES, ids=_ids(CASES))
def test_city_rows(request, sanuki, profiles, name, factory, flow, table, state):
    row = build(factory, state, flow.initial, municipality=sanuki)

    assert granted(request, row, table) == expected(table, state)


@pytest.mark.parametrize(("name", "factory", "flow", "table", "state"), ADVISED, ids=_ids(ADVISED))
def test_rows_of_an_advisor(request, sanuki, advisor, other_advisor, name, factory, flow, table, state):
    row = build(factory, state, flow.initial, municipality=sanuki, advisor=advisor)

    assert granted(request, row, table) == expected(table, state)


@pytest.mark.parametrize(("name", "factory", "flow", "table", "state"), RECORDS, ids=_ids(RECORDS))
def test_parts_of_an_engagement(request, sanuki, advisor, other_advisor, name, factory, flow, table, state):
    engagement = EngagementFactory(active=True, municipality=sanuki, advisor=advisor)
    row = build(factory, state, flow.initial, engagement=engagement)

    assert granted(request, row, table) == expected(table, state)


def test_an_applicants_draft_is_invisible_to_the_city(sanuki, advisor, clerk, advisor_user):
    application = ApplicationFactory(municipality=sanuki, advisor=advisor)

    assert advisor_user.has_perm("projects.view_application", application)
    assert not clerk.has_perm("projects.view_application", application)


def test_operators_do_not_read_what_applicants_write(sanuki, advisor, coordinator):
    application = ApplicationFactory(submitted=True, municipality=sanuki, advisor=advisor)

    assert not coordinator.has_perm("projects.view_application", application)


def test_a_former_staff_member_loses_every_right(sanuki, clerk):
    opening = OpeningFactory(municipality=sanuki)
    clerk.staff_memberships.update(status="ended", ended_date="2999-01-01")

    assert not clerk.has_perm("projects.edit_opening", opening)
    assert not clerk.has_perm("projects.manage_opening", opening)

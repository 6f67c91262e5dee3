"""Every endpoint × method × person: let in, 401, 403 or 404. The table is written out by hand.

Whoever is let in gets what the request deserves (often 422 or 428, since it is sent without a body and
without If-Match), so that nothing changes while all are asked.
"""

from typing import Any

import pytest
from django.urls import reverse

from tests.api.routes import METHODS
from tests.api.scene import key_of, noun_of, row_for

CAST = (
    *("clerk", "approver", "reviewer", "viewer", "outsider"),
    *("advisor_user", "other_advisor_user", "coordinator", "stranger"),
)
EVERYBODY = {*CAST}
STAFF = {"clerk", "approver", "reviewer", "viewer"}
ANY_STAFF = STAFF | {"outsider"}
CITY_AND_COORDINATOR = STAFF | {"coordinator"}
INVOLVED = CITY_AND_COORDINATOR | {"advisor_user"}
CLERK, APPROVER, ADVISOR, COORDINATOR = {"clerk"}, {"approver"}, {"advisor_user"}, {"coordinator"}
BOTH_SIDES = CLERK | ADVISOR
FINDERS = {"clerk", "approver", "reviewer", "outsider", "coordinator"}
NOBODY: set[str] = set()
OUTSIDE = {"advisor_user", "other_advisor_user", "stranger", "outsider"}

# Noun → who finds its row; to all others it does not exist.
FINDS = {
    "figures": COORDINATOR,
    "municipalities": EVERYBODY,
    "fields": EVERYBODY,
    "openings": EVERYBODY,
    "reports": EVERYBODY,
    "joint-reports": EVERYBODY,
    "desk-municipalities": STAFF,
    "departments": STAFF,
    "staff": STAFF,
    "approvals": STAFF,
    "agreements": CITY_AND_COORDINATOR,
    "programs": CITY_AND_COORDINATOR,
    "projects": CITY_AND_COORDINATOR,
    "desk-openings": CITY_AND_COORDINATOR,
    "desk-candidates": FINDERS - {"outsider"},
    "my-matches": ADVISOR,
    "match-weights": COORDINATOR,
    "desk-advisors": FINDERS - {"outsider"},  # the person hides from the other city
    "desk-applications": STAFF,
    "desk-reports": CITY_AND_COORDINATOR,
    "desk-joint-reports": CITY_AND_COORDINATOR,
    "desk-report-photos": CITY_AND_COORDINATOR,
    "documents": CLERK,
    "imports": CLERK,
    "engagements": INVOLVED,
    "goals": INVOLVED,
    "meetings": INVOLVED,
    "deliverables": INVOLVED,
    "recommendations": INVOLVED,
    "certificates": INVOLVED,
    "follow-ups": INVOLVED,
    "action-items": INVOLVED,
    "revisions": INVOLVED,
    "messages": INVOLVED,
    "pulses": ADVISOR | COORDINATOR,
    "work-entries": INVOLVED,
    "honorarium-sheets": INVOLVED,
    "invitations": CLERK,
    "handovers": CLERK,
    "desk-questions": CITY_AND_COORDINATOR,
    "my-questions": ADVISOR,
    "my-interests": ADVISOR,
    "my-saved-searches": ADVISOR,
    "my-experiences": ADVISOR,
    "my-profiles": ADVISOR,
    "my-applications": ADVISOR,
    "my-scouts": ADVISOR,
    "my-interviews": ADVISOR,
    "my-pool": ADVISOR,
    "desk-pool": STAFF,
    "desk-interviews": STAFF,
    "desk-scouts": STAFF,
    "my-reports": ADVISOR,
}
# The city alone begins the report of an activity; its advisor is asked later.
FINDS_BELOW = {"engagements_report_new": CITY_AND_COORDINATOR}
PUBLIC = {"municipalities", "fields", "openings", "reports", "joint-reports"}
# Noun → who may open the list; the others get 403.
LISTS = {
    "figures": COORDINATOR,
    "imports": {"clerk", "outsider", "coordinator"},
    "documents": EVERYBODY,
    **dict.fromkeys(PUBLIC, EVERYBODY),
    **dict.fromkeys(("departments", "staff", "approvals", "desk-applications"), ANY_STAFF),
    "desk-scouts": ANY_STAFF,
    "my-scouts": EVERYBODY,
    "match-weights": COORDINATOR,
    "desk-interviews": ANY_STAFF,
    "my-interviews": EVERYBODY,
    "desk-pool": ANY_STAFF,
    "my-pool": EVERYBODY,
    "desk-municipalities": ANY_STAFF,
    **dict.fromkeys(("agreements", "programs", "projects", "desk-openings"), ANY_STAFF | COORDINATOR),
    **dict.fromkeys(("desk-reports", "desk-joint-reports", "desk-report-photos"), ANY_STAFF | COORDINATOR),
    "desk-advisors": FINDERS,
    **dict.fromkeys(("engagements", "goals", "meetings", "deliverables", "recommendations"), EVERYBODY),
    **dict.fromkeys(
        (
            "work-entries",
            "honorarium-sheets",
            "certificates",
            "follow-ups",
            "action-items",
            "revisions",
            "pulses",
            "messages",
        ),
        EVERYBODY,
    ),
    **dict.fromkeys(("my-profiles", "my-applications", "my-reports", "my-experiences"), EVERYBODY),
    **dict.fromkeys(("my-questions", "my-interests", "my-saved-searches"), EVERYBODY),
    "invitations": CLERK,
    "handovers": ANY_STAFF,
    "desk-questions": ANY_STAFF | COORDINATOR,
}
EDITS = {
    "agreements": COORDINATOR,
    "desk-municipalities": CLERK,
    "departments": CLERK,
    "staff": CLERK,
    "desk-questions": CLERK,
    "my-saved-searches": ADVISOR,
    "my-experiences": ADVISOR,
    "programs": CLERK,
    "projects": CLERK,
    "projects_owner": CLERK,
    "desk-openings": CLERK,
    "desk-openings_owner": CLERK,
    "desk-applications": {"clerk", "reviewer"},
    "desk-interviews": {"clerk", "reviewer"},
    "desk-applications_letter": NOBODY,  # nothing is decided
    "engagements": NOBODY,  # under way: its terms change by agreement only
    "goals": CLERK,
    "meetings": BOTH_SIDES,
    "deliverables": NOBODY,  # only what was returned is edited
    "recommendations": BOTH_SIDES,
    "action-items": BOTH_SIDES,
    "work-entries": BOTH_SIDES,
    "desk-reports": CLERK,
    "desk-joint-reports": CLERK,
    "desk-report-photos": CLERK,
    "my-profiles": ADVISOR,
}
NEW = {
    "imports_list": {"clerk", "outsider", "coordinator"},
    "documents_list": COORDINATOR,
    "programs_council_pack_new": STAFF,
    "agreements_list": COORDINATOR,
    "match-weights_list": COORDINATOR,
    "departments_list": CLERK,
    "invitations_list": CLERK,
    "staff_handovers_new": CLERK,
    "openings_questions_new": OUTSIDE,
    "my-saved-searches_list": EVERYBODY,
    "my-experiences_list": {"advisor_user", "other_advisor_user"},
    "programs_list": {"clerk", "outsider"},
    "my-profiles_list": EVERYBODY,
    "openings_application_new": EVERYBODY,
    "programs_projects_new": CLERK,
    "projects_openings_new": CLERK,
    "desk-applications_interviews_new": {"clerk", "reviewer"},
    "desk-openings_scouts_new": NOBODY,  # a draft takes no applications
    "desk-openings_next_round_new": NOBODY,  # a draft has no seats left to call for again
    "engagements_goals_new": CLERK,
    "engagements_meetings_new": BOTH_SIDES,
    "engagements_meeting_proposals_new": BOTH_SIDES,
    "deliverables_files_new": BOTH_SIDES,
    "desk-reports_photos_new": CLERK,
    "engagements_certificates_new": CLERK,
    "engagements_deliverables_new": BOTH_SIDES,
    "engagements_recommendations_new": BOTH_SIDES,
    "engagements_action_items_new": BOTH_SIDES,
    "engagements_revisions_new": BOTH_SIDES,
    "engagements_messages_new": BOTH_SIDES,
    "engagements_work_entries_new": BOTH_SIDES,
    "engagements_honorarium_sheets_new": ADVISOR,
    "engagements_report_new": CLERK,
    "programs_joint_report_new": CLERK,
}
REMOVES = {
    "desk-report-photos": CLERK,
    "work-entries": BOTH_SIDES,
    "my-saved-searches": ADVISOR,
    "my-experiences": ADVISOR,
}
ACTIONS: dict[str, dict[str, set[str]]] = {
    "agreements": {
        **dict.fromkeys(("submit", "recall", "conclude", "renew", "expire", "terminate"), COORDINATOR),
        **dict.fromkeys(("approve", "return"), APPROVER),
    },
    "departments": {"close": CLERK, "reopen": NOBODY},  # it is open
    "staff": {"end": CLERK, "restore": CLERK, "confirm": CLERK, "record_absence": CLERK},
    "invitations": {"resend": CLERK, "cancel": CLERK},
    "handovers": {"cancel": CLERK},
    "openings": {"follow": OUTSIDE, "unfollow": OUTSIDE},
    "desk-questions": {"refuse": CLERK, "add_note": CLERK},
    "approvals": {"pass": NOBODY, "skip": NOBODY, "reassign": CLERK, "review": NOBODY},
    "my-profiles": dict.fromkeys(("activate", "pause"), ADVISOR),
    "programs": dict.fromkeys(("start", "complete", "cancel"), CLERK),
    "projects": {"cancel": CLERK},
    "desk-openings": {
        **dict.fromkeys(("submit", "recall", "publish", "schedule", "unschedule", "withdraw"), CLERK),
        **dict.fromkeys(("submit_result", "recall_result", "correct", "extend", "shorten"), CLERK),
        "postpone": CLERK,
        "show_names": {"clerk", "reviewer"},
        "clear_conflict": CLERK,
        **dict.fromkeys(("announce", "reselect", "write_letters"), CLERK),
        **dict.fromkeys(("approve", "return", "return_result", "approve_result"), APPROVER),
        "hold": {"clerk", "approver"},
        "assess_applications": {"clerk", "reviewer"},
        "publish_answers": CLERK,
        "declare": STAFF,
    },
    "desk-interviews": {"hold": {"clerk", "reviewer"}, "cancel": {"clerk", "reviewer"}},
    "match-weights": dict.fromkeys(("activate", "discard"), COORDINATOR),
    "my-interviews": dict.fromkeys(("choose", "refuse_slots"), ADVISOR),
    "my-scouts": dict.fromkeys(("accept", "decline"), ADVISOR),
    "my-pool": {"leave": ADVISOR},
    "my-applications": dict.fromkeys(
        ("submit", "revise", "accept", "refuse", "withdraw", "join_pool"), ADVISOR
    ),
    "desk-applications": {
        "promote": APPROVER,
        "review": {"clerk", "reviewer"},
        "agree": {"clerk", "reviewer"},
        "recuse": STAFF,
        "note": STAFF - {"viewer"},
    },
    "engagements": {
        **dict.fromkeys(("confirm_as_city", "start", "pause", "resume", "complete", "end_early"), CLERK),
        "confirm_as_advisor": ADVISOR,
        "hide_from_profile": ADVISOR,
        "show_on_profile": NOBODY,  # it is shown
        **dict.fromkeys(("ask_decision", "approve", "return", "recall"), NOBODY),  # no route asks for one
    },
    "goals": dict.fromkeys(("achieve", "achieve_partly", "miss"), CLERK),
    "meetings": {**dict.fromkeys(("hold", "cancel", "propose_again"), BOTH_SIDES), "choose": ADVISOR},
    "deliverables": {"accept": CLERK, "return": CLERK, "resubmit": BOTH_SIDES},
    "follow-ups": {"answer": CLERK},
    "pulses": {"answer": ADVISOR},
    "revisions": {"agree": ADVISOR, "decline": ADVISOR, "withdraw": CLERK},
    "action-items": dict.fromkeys(("finish", "drop", "reopen"), BOTH_SIDES),
    "recommendations": dict.fromkeys(("adopt", "try", "study", "decline", "mark_existing"), CLERK),
    "honorarium-sheets": {**dict.fromkeys(("approve", "return"), APPROVER), "resubmit": ADVISOR},
    "desk-reports": {
        **dict.fromkeys(("request_comment", "reopen", "submit", "recall", "publish", "withdraw"), CLERK),
        **dict.fromkeys(("approve", "return"), APPROVER),
    },
    "desk-joint-reports": {
        **dict.fromkeys(("submit", "recall", "publish", "withdraw"), CLERK),
        **dict.fromkeys(("approve", "return"), APPROVER),
    },
    "my-reports": {"comment": ADVISOR},
    "documents": {"retry": CLERK},
    "imports": dict.fromkeys(("write", "undo", "discard", "retry"), CLERK),
}


def expected(method: str, route: str) -> dict[str, str]:
    """Person → in, 403 or 404."""
    noun = noun_of(route)
    finds, action = FINDS_BELOW.get(route, FINDS[noun]), route.partition("_do_")[2]
    if route.endswith("_list"):
        allowed, finds = (LISTS[noun] if method == "GET" else NEW[route]), EVERYBODY
    elif action:
        allowed = ACTIONS[noun][action]
    elif method == "POST":
        allowed = NEW[route]
    elif method == "DELETE":
        allowed = REMOVES[noun]
    elif method == "PATCH":
        allowed = EDITS.get(route, EDITS[noun])
    else:
        allowed = finds
    return {name: "in" if name in allowed else "403" if name in finds else "404" for name in CAST}


def address(route: str, row: Any) -> str:
    args = [] if route.endswith("_list") else [key_of(row)]
    return reverse(f"api:{route}", args=args).removeprefix("/api/v1/")


def answer(status: int) -> str:
    assert status < 500
    return str(status) if status in (401, 403, 404) else "in"


@pytest.mark.parametrize(("method", "route"), METHODS, ids=lambda each: str(each))
def test_who_gets_in(request, program, sanuki, advisor, other_advisor, method, route):
    people = {name: request.getfixturevalue(name) for name in CAST}
    row = row_for(route, sanuki, advisor)
    path = address(route, row)

    given = {name: answer(program(user)(method, path).status_code) for name, user in people.items()}
    without_token = program()(method, path).status_code

    assert given == expected(method, route)
    assert without_token == (200 if method == "GET" and noun_of(route) in PUBLIC else 401)


@pytest.mark.parametrize("person", ["outsider", "other_advisor_user", "stranger"])
@pytest.mark.parametrize(
    "route",
    sorted({name for _method, name in METHODS if name.endswith("_row") and noun_of(name) not in PUBLIC}),
)
def test_hidden_and_missing_are_the_same_bytes(request, program, sanuki, advisor, route, person):
    asks = program(request.getfixturevalue(person))
    row = row_for(route, sanuki, advisor)
    hidden = asks.get(address(route, row))
    missing = asks.get(reverse(f"api:{route}", args=["00000000"]).removeprefix("/api/v1/"))

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    varying = {"X-Request-ID", "RateLimit", "Expires"}
    assert {k: v for k, v in hidden.items() if k not in varying} == {
        k: v for k, v in missing.items() if k not in varying
    }

"""Every state × action of the three tables; written out, so that a changed table is noticed."""

import pytest

from core.workflow import Workflow
from municipalities.workflow import AGREEMENT, APPROVAL, APPROVAL_STEP, MEMBERSHIP

# workflow → state → {action: where it leads}
EXPECTED: list[tuple[Workflow, dict[str, dict[str, str]]]] = [
    (
        AGREEMENT,
        {
            "negotiating": {"submit": "in_approval"},
            "in_approval": {"approve": "approved", "return": "negotiating", "recall": "negotiating"},
            "approved": {"conclude": "concluded"},
            "concluded": {"renew": "concluded", "expire": "expired", "terminate": "terminated"},
            "expired": {"renew": "concluded"},
            "terminated": {},
        },
    ),
    (
        APPROVAL,
        {
            "pending": {
                **dict.fromkeys(("pass", "skip", "reassign", "review"), "pending"),
                "approve": "approved",
                "return": "returned",
                "withdraw": "withdrawn",
                "drop": "dropped",
            },
            **{state: {"review": state} for state in ("approved", "returned", "withdrawn", "dropped")},
        },
    ),
    (
        APPROVAL_STEP,
        {
            "waiting": {"pass": "passed", "skip": "skipped", "return": "returned"},
            "passed": {},
            "skipped": {},
            "returned": {},
        },
    ),
    (MEMBERSHIP, {"active": {"end": "ended"}, "ended": {"restore": "active"}}),
]


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_table(workflow: Workflow, expected: dict[str, dict[str, str]]) -> None:
    found = {
        state.code: {
            action: workflow.transition(action, state.code).target
            for action in workflow.actions
            if workflow.allows(action, state.code)
        }
        for state in workflow.states
    }
    assert found == expected

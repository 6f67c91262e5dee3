"""Every state × action of the three tables; written out, so that a changed table is noticed."""

import pytest

from core.workflow import Workflow
from municipalities.workflow import AGREEMENT, APPROVAL, MEMBERSHIP

# workflow → state → {action: where it leads}
EXPECTED: list[tuple[Workflow, dict[str, dict[str, str]]]] = [
    (
        AGREEMENT,
        {
            "negotiating": {"submit": "in_approval"},
            "in_approval": {"approve": "approved", "return": "negotiating"},
            "approved": {"conclude": "concluded"},
            "concluded": {"renew": "concluded", "expire": "expired", "terminate": "terminated"},
            "expired": {"renew": "concluded"},
            "terminated": {},
        },
    ),
    (
        APPROVAL,
        {
            "pending": {"approve": "approved", "return": "returned", "withdraw": "withdrawn"},
            "approved": {},
            "returned": {},
            "withdrawn": {},
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

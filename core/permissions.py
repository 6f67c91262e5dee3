"""The half of a permission that depends on the state of the row."""

from typing import Any

import rules


def allowed(action: str) -> rules.Predicate:
    """True when the row's workflow has this action in its present state; without a row, always."""

    @rules.predicate(f"state_allows:{action}")
    def state_allows(_user: Any, row: Any = None) -> bool:
        return row is None or row.workflow.allows(action, row.status)

    return state_allows

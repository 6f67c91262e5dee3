"""Questions about the person alone."""

from typing import Any

import rules


@rules.predicate
def is_operator(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_operator)


rules.add_perm("accounts.coordinate", is_operator)

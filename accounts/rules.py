"""Questions about the person alone."""

from typing import Any

import rules


@rules.predicate
def is_operator(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_operator)


@rules.predicate
def owns_token(user: Any, token: Any = None) -> bool:
    return token is not None and token.user_id == user.pk


@rules.predicate
def is_not_revoked(_user: Any, token: Any = None) -> bool:
    return token is None or token.revoked_at is None


rules.add_perm("accounts.coordinate", is_operator)
rules.add_perm("accounts.revoke_apitoken", owns_token & is_not_revoked)

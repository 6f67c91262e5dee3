"""Questions about a professional and a profile."""

from typing import Any

import rules

from accounts.rules import is_operator
from municipalities.enums import StaffRole
from municipalities.rules import roles_of


@rules.predicate
def owns_profile(user: Any, profile: Any = None) -> bool:
    return profile is not None and profile.user_id == user.pk


@rules.predicate
def owns_part(user: Any, part: Any = None) -> bool:
    """Of a part of a profile, such as an entry of the work experience."""
    return part is not None and part.advisor.user_id == user.pk


@rules.predicate
def has_active_profile(user: Any, _obj: Any = None) -> bool:
    profile = profile_of(user)
    return profile is not None and profile.status == "active"


def profile_of(user: Any) -> Any:
    """The user's profile or None; kept on the user, so that menus and rules share one query."""
    if not user.is_authenticated:
        return None
    if not hasattr(user, "_profile"):
        user._profile = getattr(user, "advisor_profile", None)
    return user._profile


@rules.predicate
def may_find_advisors(user: Any, _profile: Any = None) -> bool:
    """Whoever prepares, examines or decides a selection somewhere, and the operator; a viewer only
    follows progress. Whom they find is the query's business.
    """
    held = frozenset().union(*roles_of(user).values())
    return bool(held - {StaffRole.VIEWER}) or is_operator.test(user)


rules.add_perm("advisors.enter_my", rules.is_authenticated)
rules.add_perm("advisors.find_advisors", may_find_advisors)

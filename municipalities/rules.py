"""Questions about a person's place in a municipality.

`obj` is a municipality's row or anything with a `municipality_id`; so the same predicates serve
every app above.
"""

from typing import Any

import rules

from municipalities.enums import APPROVING_ROLES, DRAFTING_ROLES, SELECTING_ROLES, StaffRole


def roles_of(user: Any) -> dict[int, frozenset[str]]:
    """Municipality id → the roles the user holds there now. One query a request, kept on the user."""
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_roles_by_municipality"):
        rows = user.staff_memberships.filter(status="active").values_list("municipality_id", "roles")
        user._roles_by_municipality = {pk: frozenset(roles) for pk, roles in rows}
    roles: dict[int, frozenset[str]] = user._roles_by_municipality
    return roles


def _roles_at(user: Any, obj: Any) -> frozenset[str]:
    roles = roles_of(user)
    if obj is None:  # "may this person do it anywhere?", asked by menus and empty forms
        return frozenset().union(*roles.values())
    return roles.get(getattr(obj, "municipality_id", None) or obj.pk, frozenset())


@rules.predicate
def is_staff(user: Any, obj: Any = None) -> bool:
    return bool(_roles_at(user, obj))


@rules.predicate
def may_draft(user: Any, obj: Any = None) -> bool:
    return bool(_roles_at(user, obj) & DRAFTING_ROLES)


@rules.predicate
def may_approve(user: Any, obj: Any = None) -> bool:
    return bool(_roles_at(user, obj) & APPROVING_ROLES)


@rules.predicate
def may_select(user: Any, obj: Any = None) -> bool:
    return bool(_roles_at(user, obj) & SELECTING_ROLES)


@rules.predicate
def administers(user: Any, obj: Any = None) -> bool:
    return StaffRole.ADMINISTRATOR in _roles_at(user, obj)


@rules.predicate
def is_staff_of_party(user: Any, agreement: Any = None) -> bool:
    """Works for one of the municipalities of the agreement."""
    if agreement is None:
        return bool(roles_of(user))
    return bool(roles_of(user).keys() & agreement.municipality_ids)


@rules.predicate
def approves_for_party(user: Any, agreement: Any = None) -> bool:
    if agreement is None:
        return bool(_roles_at(user, None) & APPROVING_ROLES)
    held = roles_of(user)
    return any(held.get(pk, frozenset()) & APPROVING_ROLES for pk in agreement.municipality_ids)


@rules.predicate
def is_open_section(_user: Any, department: Any = None) -> bool:
    return department is None or department.closed_date is None


@rules.predicate
def is_in_post(_user: Any, membership: Any = None) -> bool:
    return membership is None or membership.status == "active"


@rules.predicate
def is_own_post(user: Any, membership: Any = None) -> bool:
    """The person's own place in the office; without a row, whether there is one."""
    return bool(roles_of(user)) if membership is None else membership.user_id == user.pk


@rules.predicate
def takes_part_in_handover(user: Any, handover: Any = None) -> bool:
    """Whoever hands over and whoever takes over, while they work for the municipality."""
    if handover is None:
        return bool(roles_of(user))
    return handover.municipality_id in roles_of(user) and user.pk in handover.user_ids


rules.add_perm("municipalities.enter_desk", is_staff)
rules.add_perm("municipalities.administer", administers)

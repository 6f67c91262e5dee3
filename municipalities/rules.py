"""Questions about a person's place in a municipality.

`obj` is a municipality's row or anything with a `municipality_id`; so the same predicates serve
every app above.
"""

from typing import Any

import rules

from core import dates
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


def places_with_role(user: Any, wanted: frozenset[str]) -> list[int]:
    """Municipalities where the user holds one of these roles; elsewhere the same person only reads."""
    return [pk for pk, roles in roles_of(user).items() if roles & wanted]


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
def is_in_post(_user: Any, membership: Any = None) -> bool:
    return membership is None or membership.status == "active"


@rules.predicate
def asked_for_it(user: Any, approval: Any = None) -> bool:
    return approval is not None and approval.requested_by_id == user.pk


def acts_on(slot: str) -> rules.Predicate:
    """May take the step at which the 決裁 in the row's `slot` stands today."""

    @rules.predicate(f"acts_on:{slot}")
    def acts(user: Any, row: Any = None) -> bool:
        if row is None:
            return may_approve.test(user, None)
        approval = getattr(row, slot)
        return approval is not None and approval.standing_of(user, dates.today()) is not None

    return acts


def decides(slot: str) -> rules.Predicate:
    """May take the final decision: the earlier steps have been passed."""

    @rules.predicate(f"decides:{slot}")
    def at_decision(_user: Any, row: Any = None) -> bool:
        approval = getattr(row, slot) if row is not None else None
        return row is None or (approval is not None and approval.is_at_decision)

    return acts_on(slot) & at_decision


@rules.predicate
def acts_before_decision(user: Any, approval: Any = None) -> bool:
    """May agree at a step that is not the last one."""
    if approval is None:
        return may_approve.test(user, None)
    if approval.current_step is None or approval.is_at_decision:
        return False
    return approval.standing_of(user, dates.today()) is not None


@rules.predicate
def may_skip(user: Any, approval: Any = None) -> bool:
    """May go on without an absent approver, who is shown the matter later (後閲)."""
    return approval is None or approval.skippable_by(user, dates.today())


@rules.predicate
def owes_review(user: Any, approval: Any = None) -> bool:
    """Was absent when somebody else acted, and has not looked at it since."""
    return approval is None or any(step.awaits_review_by(user) for step in approval.chain)


@rules.predicate
def is_open_section(_user: Any, department: Any = None) -> bool:
    return department is None or department.closed_date is None


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

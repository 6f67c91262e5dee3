"""Who may do what: every member of the cast × every permission, there and in another city."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from municipalities.enums import StaffRole
from municipalities.models import Handover, Invitation, Municipality, StaffMembership
from municipalities.rules import (
    acts_on,
    administers,
    is_staff,
    is_staff_of_party,
    may_approve,
    may_draft,
    may_select,
    roles_of,
)
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import (
    DepartmentFactory,
    HandoverFactory,
    InvitationFactory,
    MunicipalityFactory,
    PartnershipAgreementFactory,
    StaffMembershipFactory,
)

pytestmark = pytest.mark.django_db

CITY_PREDICATES = {
    "staff": is_staff,
    "draft": may_draft,
    "approve": may_approve,
    "select": may_select,
    "administer": administers,
}
ALLOWED = {
    "clerk": {"staff", "draft", "select", "administer"},
    "approver": {"staff", "approve"},
    "reviewer": {"staff", "select"},
    "viewer": {"staff"},
    "outsider": set(),
    "coordinator": set(),
    "stranger": set(),
    "advisor_user": set(),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_predicates_about_a_city(name: str, request: pytest.FixtureRequest, sanuki: Municipality) -> None:
    user = request.getfixturevalue(name)
    row_of_the_city = SimpleNamespace(municipality_id=sanuki.pk, pk=1)
    for subject in (sanuki, row_of_the_city):
        found = {what for what, test in CITY_PREDICATES.items() if test.test(user, subject)}
        assert found == ALLOWED[name]


def test_asked_about_no_city_any_city_counts(clerk: User, outsider: User, stranger: User) -> None:
    assert may_draft.test(clerk, None)
    assert may_draft.test(outsider, None)
    assert not may_approve.test(outsider, None)
    assert not is_staff.test(stranger, None)


def test_nobody_is_signed_in(sanuki: Municipality) -> None:
    anonymous = AnonymousUser()
    assert roles_of(anonymous) == {}
    assert not is_staff.test(anonymous, sanuki)


def test_an_ended_post_gives_no_rights(sanuki: Municipality) -> None:
    membership = StaffMembershipFactory(municipality=sanuki, ended=True, roles=list(StaffRole))
    assert roles_of(membership.user) == {}
    assert not is_staff.test(membership.user, sanuki)


def test_roles_of_several_cities_stay_apart(sanuki: Municipality, takamatsu: Municipality) -> None:
    user = UserFactory()
    StaffMembershipFactory(user=user, municipality=sanuki, viewer=True)
    StaffMembershipFactory(user=user, municipality=takamatsu, approver=True)
    assert roles_of(user) == {
        sanuki.pk: frozenset({StaffRole.VIEWER}),
        takamatsu.pk: frozenset({StaffRole.APPROVER}),
    }
    assert not may_approve.test(user, sanuki)
    assert may_approve.test(user, takamatsu)


def test_roles_are_read_once(
    clerk: User, sanuki: Municipality, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        for _ in range(5):
            is_staff.test(clerk, sanuki)
            roles_of(clerk)


# Permissions of the models

MEMBERSHIP = {
    "view": {"clerk", "approver", "reviewer", "viewer", "coordinator"},
    "add": {"clerk"},
    "edit": {"clerk"},
    "end": {"clerk"},
    "restore": {"clerk"},
    "record_absence": {"clerk"},
    "confirm": {"clerk"},
    "hand_over": {"clerk"},
}
AGREEMENT = {
    "view": {"clerk", "approver", "reviewer", "viewer", "coordinator"},
    **{
        action: {"coordinator"}
        for action in ("add", "edit", "submit", "recall", "conclude", "renew", "expire", "terminate")
    },
    "approve": {"approver"},
    "return": {"approver"},
}


def _who_may(permission: str, row: Any, request: pytest.FixtureRequest) -> set[str]:
    cast = {name: request.getfixturevalue(name) for name in ALLOWED}
    return {name for name, user in cast.items() if user.has_perm(permission, row)}


# The state in which an action is asked about; the others ask nothing of the state.
STATE_OF = {
    "end": "active",
    "restore": "ended",
    "submit": "negotiating",
    "approve": "in_approval",
    "return": "in_approval",
    "recall": "in_approval",
    "conclude": "approved",
    "renew": "concluded",
    "expire": "concluded",
    "terminate": "concluded",
}


def _in_state(factory: Any, state: str, initial: str, **owner: Any) -> Any:
    return factory(**owner, **({} if state in ("", initial) else {state: True}))


@pytest.mark.parametrize(("action", "people"), MEMBERSHIP.items())
def test_staff_membership(
    action: str, people: set[str], request: pytest.FixtureRequest, sanuki: Municipality
) -> None:
    row = _in_state(StaffMembershipFactory, STATE_OF.get(action, ""), "active", municipality=sanuki)
    assert _who_may(f"municipalities.{action}_staffmembership", row, request) == people


@pytest.mark.parametrize(("action", "people"), AGREEMENT.items())
def test_agreement_of_two_cities_decided_by_the_first(
    action: str, people: set[str], request: pytest.FixtureRequest, sanuki: Municipality
) -> None:
    places = [sanuki, MunicipalityFactory()]
    row = _in_state(
        PartnershipAgreementFactory, STATE_OF.get(action, ""), "negotiating", municipalities=places
    )
    permission = f"municipalities.{action}_partnershipagreement"
    assert _who_may(permission, row, request) == people


@pytest.mark.parametrize("action", sorted(STATE_OF.keys() - MEMBERSHIP.keys()))
def test_nobody_may_do_what_the_state_forbids(
    action: str, request: pytest.FixtureRequest, sanuki: Municipality
) -> None:
    row = PartnershipAgreementFactory(municipalities=[sanuki], terminated=True)
    assert _who_may(f"municipalities.{action}_partnershipagreement", row, request) == set()


def test_party_predicates_without_an_agreement(approver: User, viewer: User, stranger: User) -> None:
    assert is_staff_of_party.test(viewer, None)
    assert not is_staff_of_party.test(stranger, None)
    assert acts_on("approval").test(approver, None)
    assert not acts_on("approval").test(viewer, None)


# permission → (roles, states) in which it is granted; None is every state.
INVITATION = {
    "view": ({"clerk"}, None),
    "add": ({"clerk", "coordinator"}, None),
    "resend": ({"clerk"}, {"sent", "expired"}),
    "cancel": ({"clerk"}, {"sent", "expired"}),
}
# Between the viewer, who gives, and the reviewer, who takes.
HANDOVER = {
    "view": ({"clerk", "viewer", "reviewer"}, None),
    "cancel": ({"clerk", "viewer", "reviewer"}, {"planned"}),
}


@pytest.mark.parametrize("action", INVITATION)
@pytest.mark.parametrize("state", ["sent", "accepted", "expired", "cancelled"])
def test_invitation(action: str, state: str, request: pytest.FixtureRequest, sanuki: Municipality) -> None:
    people, states = INVITATION[action]
    row = _in_state(InvitationFactory, state, "sent", municipality=sanuki)
    expected = people if states is None or state in states else set()
    assert _who_may(f"municipalities.{action}_invitation", row, request) == expected


@pytest.mark.parametrize("action", HANDOVER)
@pytest.mark.parametrize("state", ["planned", "done", "cancelled"])
def test_handover(
    action: str,
    state: str,
    request: pytest.FixtureRequest,
    sanuki: Municipality,
    viewer: User,
    reviewer: User,
) -> None:
    people, states = HANDOVER[action]
    giver, taker = (StaffMembership.objects.get(user=user) for user in (viewer, reviewer))
    row = _in_state(HandoverFactory, state, "planned", municipality=sanuki, giver=giver, taker=taker)
    expected = people if states is None or state in states else set()
    assert _who_may(f"municipalities.{action}_handover", row, request) == expected


@pytest.mark.parametrize(
    ("action", "closed", "people"),
    [
        ("edit", False, {"clerk"}),
        ("edit", True, set()),
        ("close", False, {"clerk"}),
        ("close", True, set()),
        ("reopen", False, set()),
        ("reopen", True, {"clerk"}),
    ],
)
def test_department(
    action: str, closed: bool, people: set[str], request: pytest.FixtureRequest, sanuki: Municipality
) -> None:
    row = DepartmentFactory(municipality=sanuki, closed=closed)
    assert _who_may(f"municipalities.{action}_department", row, request) == people


def test_every_permission_of_the_models_is_tested() -> None:
    from municipalities.models import PartnershipAgreement

    assert set(Invitation._meta.rules_permissions) == set(INVITATION)
    assert set(Handover._meta.rules_permissions) == set(HANDOVER)

    assert set(StaffMembership._meta.rules_permissions) == set(MEMBERSHIP)
    assert set(PartnershipAgreement._meta.rules_permissions) == set(AGREEMENT)


def test_someone_locked_out_keeps_no_permission(clerk: User, sanuki: Municipality) -> None:
    row = StaffMembershipFactory(municipality=sanuki, started_date=date(2026, 4, 1))
    clerk.is_active = False
    assert not clerk.has_perm("municipalities.view_staffmembership", row)
    assert not clerk.has_perm("municipalities.enter_desk")

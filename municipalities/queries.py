"""Reads of this app."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from core.text import search_key
from municipalities.enums import APPROVING_ROLES, DRAFTING_ROLES
from municipalities.models import Approval, Municipality, PartnershipAgreement, StaffMembership
from municipalities.rules import roles_of


def municipalities_of(user: User) -> QuerySet[Municipality]:
    """Where the user works now, in code order."""
    return (
        Municipality.objects.filter(pk__in=roles_of(user)).select_related("prefecture").order_by("code")
    )


def prefectures() -> QuerySet[Municipality]:
    return Municipality.objects.filter(kind="prefecture").order_by("code")


def search_municipalities(words: str) -> QuerySet[Municipality]:
    """By name, reading or code; a hit at the beginning comes first, then code order."""
    key = search_key(words)
    rows = Municipality.objects.select_related("prefecture").filter(valid_to=None)
    if not key:
        return rows.order_by("code")
    starts = Q(name__istartswith=key) | Q(kana__startswith=key) | Q(code__startswith=key)
    inside = Q(name__icontains=words.strip()) | Q(kana__contains=key)
    return (
        rows.filter(starts | inside)
        .annotate(rank=Case(When(starts, then=Value(0)), default=Value(1)))
        .order_by("rank", "code")
    )


def agreements_visible_to(user: User) -> QuerySet[PartnershipAgreement]:
    rows = PartnershipAgreement.objects.prefetch_related("municipalities__prefecture", "fields")
    if user.is_operator:
        return rows
    own = PartnershipAgreement.municipalities.through.objects.filter(
        partnershipagreement=OuterRef("pk"), municipality__in=roles_of(user)
    )
    return rows.filter(Exists(own))


def approvals_awaiting(user: User) -> QuerySet[Approval]:
    """Decisions this approver can take now, oldest first."""
    places = [pk for pk, roles in roles_of(user).items() if roles & APPROVING_ROLES]
    return (
        Approval.objects.filter(status="pending", municipality__in=places)
        .select_related("municipality", "requested_by")
        .order_by("requested_at", "id")
    )


def _people(municipality: Municipality, roles: frozenset[str]) -> QuerySet[User]:
    memberships = StaffMembership.objects.filter(
        municipality=municipality, status="active", roles__overlap=sorted(roles)
    )
    return User.objects.filter(is_active=True, staff_memberships__in=memberships).distinct()


def approvers_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, APPROVING_ROLES)


def drafters_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, DRAFTING_ROLES)

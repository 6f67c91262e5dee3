"""Who works for a municipality, in which section, and who is invited."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from municipalities.enums import (
    ADMINISTERING_ROLES,
    APPROVING_ROLES,
    DRAFTING_ROLES,
    SELECTING_ROLES,
    StaffRole,
)
from municipalities.models import (
    Department,
    Invitation,
    Municipality,
    StaffMembership,
)
from municipalities.queries.places import municipalities_administered_by
from municipalities.rules import roles_of


def staff_visible_to(user: User) -> QuerySet[StaffMembership]:
    """Everybody who works or worked for the user's municipalities, those in post first."""
    return (
        StaffMembership.objects.filter(municipality__in=roles_of(user))
        .select_related("user", "municipality", "department")
        .order_by("municipality__code", "status", "department__name", "id")
    )


def team_choices(municipality: Municipality) -> QuerySet[StaffMembership]:
    """Who may be named as taking part in a project."""
    rows = StaffMembership.objects.filter(municipality=municipality, status="active")
    return rows.select_related("user", "department").order_by("department__name", "id")


def _people(municipality: Municipality, roles: frozenset[str]) -> QuerySet[User]:
    memberships = StaffMembership.objects.filter(
        municipality=municipality, status="active", roles__overlap=sorted(roles)
    )
    return User.objects.filter(is_active=True, staff_memberships__in=memberships).distinct()


def approvers_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, APPROVING_ROLES)


def drafters_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, DRAFTING_ROLES)


def administrators_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, ADMINISTERING_ROLES)


def selectors_of(municipality: Municipality) -> QuerySet[User]:
    """Who may take part in a selection."""
    return _people(municipality, SELECTING_ROLES)


def reviewers_of(municipality: Municipality) -> QuerySet[User]:
    """評価者; where the city has named none, everybody who may select."""
    named = _people(municipality, frozenset({StaffRole.REVIEWER}))
    return named if named.exists() else selectors_of(municipality)


def is_in_post(user: User, municipality: Municipality) -> bool:
    return user.staff_memberships.filter(municipality=municipality, status="active").exists()


def post_of(user: User, municipality: Municipality) -> StaffMembership | None:
    """The user's own post there now."""
    rows = StaffMembership.objects.select_related("user", "department")
    return rows.filter(user=user, municipality=municipality, status="active").first()


def drafting_post(user: User, municipality: Municipality) -> StaffMembership | None:
    """The post in which the user can be in charge of openings and projects there."""
    post = post_of(user, municipality)
    return post if post is not None and post.can(DRAFTING_ROLES) else None


def lead_choices(municipality: Municipality, keep: int | None = None) -> QuerySet[StaffMembership]:
    """Who may be in charge of an opening or a project; whoever is now stays in the list."""
    able = Q(municipality=municipality, status="active", roles__overlap=sorted(DRAFTING_ROLES))
    rows = StaffMembership.objects.filter(able | Q(pk=keep))
    return rows.select_related("user", "department").order_by("department__name", "id")


def invitations_visible_to(user: User) -> QuerySet[Invitation]:
    """Of the cities the user administers; those that wait first, then the newest."""
    rows = Invitation.objects.filter(municipality__in=municipalities_administered_by(user))
    return rows.select_related("municipality", "department", "invited_by").order_by("-sent_at", "-id")


def invitations_overdue(at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(status="sent", expires_at__lt=at).order_by("id")


def departments_visible_to(user: User) -> QuerySet[Department]:
    rows = Department.objects.filter(municipality__in=roles_of(user))
    return rows.select_related("municipality", "successor").order_by("closed_date", "name", "id")


def section_choices(municipality: Municipality, keep: int | None = None) -> QuerySet[Department]:
    """Sections that are not closed; the one chosen now stays in the list."""
    rows = Department.objects.filter(Q(closed_date=None) | Q(pk=keep), municipality=municipality)
    return rows.order_by("name")


def places_without_administrator() -> QuerySet[Municipality]:
    """People work there, and nobody can invite, end or hand over."""
    active = StaffMembership.objects.filter(municipality=OuterRef("pk"), status="active")
    able = active.filter(roles__contains=[StaffRole.ADMINISTRATOR], user__is_active=True)
    worked = StaffMembership.objects.filter(municipality=OuterRef("pk"))
    rows = Municipality.objects.filter(Exists(worked), ~Exists(able), valid_to=None)
    return rows.select_related("prefecture").order_by("code")

"""引継ぎ, and the quarterly check of members."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from municipalities.enums import (
    StaffRole,
)
from municipalities.models import (
    Handover,
    MemberCheck,
    Municipality,
    StaffMembership,
)
from municipalities.queries.places import municipalities_administered_by
from municipalities.rules import roles_of

CHECK_REMINDED = timedelta(days=14)
CHECK_ESCALATED = timedelta(days=30)


def handovers_visible_to(user: User) -> QuerySet[Handover]:
    """Given or taken by the user, and all of the cities the user administers; next day first."""
    places = [pk for pk, roles in roles_of(user).items() if StaffRole.ADMINISTRATOR in roles]
    own = Q(giver__user=user) | Q(taker__user=user) | Q(shares__taker__user=user)
    rows = Handover.objects.filter(Q(municipality__in=places) | (own & Q(municipality__in=roles_of(user))))
    related = ("municipality", "giver__user", "giver__department", "taker__user", "planned_by")
    rows = rows.select_related(*related).prefetch_related("shares__taker__user")
    return rows.order_by("-handover_date", "-id").distinct()


def handovers_due(day: date) -> QuerySet[Handover]:
    """Planned for this day or an earlier one that could not be carried out."""
    rows = Handover.objects.filter(status="planned", handover_date__lte=day)
    return rows.order_by("handover_date", "id")


def handovers_taken_since(user: User, day: date) -> QuerySet[Handover]:
    own = Q(taker__user=user) | Q(shares__taker__user=user)
    return handovers_visible_to(user).filter(own, handover_date__gte=day).exclude(status="cancelled")


def members_to_check(municipality: Municipality) -> QuerySet[StaffMembership]:
    rows = StaffMembership.objects.filter(municipality=municipality, status="active")
    return rows.select_related("user", "department", "municipality").order_by("department__name", "id")


def open_checks(user: User) -> QuerySet[MemberCheck]:
    """Of the cities the user administers, the oldest first."""
    rows = MemberCheck.objects.filter(
        confirmed_at=None, municipality__in=municipalities_administered_by(user)
    )
    return rows.select_related("municipality").order_by("quarter_date", "municipality__code")


def places_to_check(quarter: date) -> QuerySet[Municipality]:
    """Offices that stood when the quarter began and were not asked about it yet."""
    working = StaffMembership.objects.filter(
        municipality=OuterRef("pk"), status="active", started_date__lt=quarter
    )
    asked = MemberCheck.objects.filter(municipality=OuterRef("pk"), quarter_date=quarter)
    return Municipality.objects.filter(Exists(working), ~Exists(asked)).order_by("code")


def checks_to_remind(at: datetime) -> QuerySet[MemberCheck]:
    """Asked two weeks ago and not answered."""
    rows = MemberCheck.objects.filter(confirmed_at=None, opened_at__lte=at - CHECK_REMINDED)
    return rows.select_related("municipality").order_by("id")


def checks_to_escalate(at: datetime) -> QuerySet[MemberCheck]:
    rows = MemberCheck.objects.filter(confirmed_at=None, opened_at__lte=at - CHECK_ESCALATED)
    return rows.select_related("municipality__prefecture").order_by("opened_at", "id")

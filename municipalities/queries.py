"""Reads of this app."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from accounts.models import User
from core.text import search_key
from municipalities.enums import APPROVING_ROLES, DRAFTING_ROLES, KanaRow, Region, StaffRole
from municipalities.models import (
    Approval,
    Municipality,
    PartnershipAgreement,
    StaffMembership,
)
from municipalities.rules import roles_of


def municipalities_of(user: User) -> QuerySet[Municipality]:
    """Where the user works now, in code order."""
    return Municipality.objects.filter(pk__in=roles_of(user)).select_related("prefecture").order_by("code")


def municipalities_drafted_by(user: User) -> QuerySet[Municipality]:
    """Where the user may prepare programs and openings."""
    places = [pk for pk, roles in roles_of(user).items() if roles & DRAFTING_ROLES]
    return Municipality.objects.filter(pk__in=places).select_related("prefecture").order_by("code")


def municipalities_administered_by(user: User) -> QuerySet[Municipality]:
    places = [pk for pk, roles in roles_of(user).items() if StaffRole.ADMINISTRATOR in roles]
    return Municipality.objects.filter(pk__in=places).select_related("prefecture").order_by("code")


def municipalities_called(names: Iterable[str]) -> dict[str, list[Municipality]]:
    """Each national code, さぬき市 or 香川県さぬき市 → the municipalities it can mean. One query."""
    wanted = list(names)
    rows = (
        Municipality.objects.filter(valid_to=None)
        .select_related("prefecture")
        .annotate(full=Concat("prefecture__name", "name"))
        .filter(Q(code__in=wanted) | Q(name__in=wanted) | Q(full__in=wanted))
        .order_by("code")
    )
    found: dict[str, list[Municipality]] = {name: [] for name in wanted}
    for row in rows:
        for name in {row.code, row.name, row.full_name} & found.keys():
            found[name].append(row)
    return found


def prefectures() -> QuerySet[Municipality]:
    return Municipality.objects.filter(kind="prefecture").order_by("code")


def prefectures_by_region() -> list[tuple[Region, list[Municipality]]]:
    """Every prefecture under its region, with `member_count`: its cities, wards, towns and villages."""
    rows = prefectures().annotate(member_count=Count("members", filter=Q(members__valid_to=None)))
    return [(region, list(group)) for region, group in groupby(rows, key=lambda row: row.region)]


def within(rows: QuerySet[Municipality], prefecture: str) -> QuerySet[Municipality]:
    """The prefecture with this code and everything in it."""
    return rows.filter(Q(code=prefecture) | Q(prefecture__code=prefecture))


def members_of(prefecture: Municipality) -> QuerySet[Municipality]:
    return Municipality.objects.filter(prefecture=prefecture, valid_to=None).order_by("code")


def in_force(day: date) -> Q:
    """Criterion on agreements; says the same as `PartnershipAgreement.covers`."""
    return Q(status="concluded", start_date__lte=day) & (Q(end_date=None) | Q(end_date__gte=day))


def agreements_in_force(municipality: Municipality, day: date) -> QuerySet[PartnershipAgreement]:
    rows = PartnershipAgreement.objects.filter(in_force(day), municipalities=municipality)
    return rows.prefetch_related("fields").order_by("-signed_date", "id")


def agreements_of_the_past(municipality: Municipality, day: date) -> QuerySet[PartnershipAgreement]:
    """Signed once and no longer in force; what is still being negotiated is nobody else's business."""
    signed = PartnershipAgreement.objects.filter(status__in=["concluded", "expired", "terminated"])
    over = Q(status__in=["expired", "terminated"]) | Q(end_date__lt=day)
    rows = signed.filter(over, municipalities=municipality)
    return rows.prefetch_related("fields").order_by("-signed_date", "id")


def with_agreement(rows: QuerySet[Municipality], day: date) -> QuerySet[Municipality]:
    """Only those that are party to an agreement in force."""
    agreements = PartnershipAgreement.objects.filter(in_force(day), municipalities=OuterRef("pk"))
    return rows.filter(Exists(agreements))


def without_agreement(rows: QuerySet[Municipality], day: date) -> QuerySet[Municipality]:
    return rows.exclude(pk__in=with_agreement(Municipality.objects.all(), day).values("pk"))


def in_kana_row(rows: QuerySet[Municipality], row: KanaRow) -> QuerySet[Municipality]:
    """Those whose reading begins in か行, which holds が, ぎ and the rest too."""
    return rows.filter(kana__regex=f"^[{row.letters}]")


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


def agreements_listed(user: User) -> QuerySet[PartnershipAgreement]:
    """Those not yet signed first, then the latest."""
    return agreements_visible_to(user).order_by(F("signed_date").desc(nulls_first=True), "-id")


def agreements_to_build_on(places: Iterable[Municipality], day: date) -> QuerySet[PartnershipAgreement]:
    """Concluded agreements of these municipalities that have not run out on `day`."""
    rows = PartnershipAgreement.objects.filter(status="concluded", municipalities__in=places)
    return rows.filter(Q(end_date=None) | Q(end_date__gte=day)).distinct().order_by("-signed_date", "-id")


def programs_under(agreement: PartnershipAgreement, user: User) -> QuerySet[Any]:
    """What was started under the agreement; of other municipalities only operators learn."""
    rows = agreement.programs.select_related("municipality__prefecture").order_by("-start_date", "-id")
    return rows if user.is_operator else rows.filter(municipality__in=roles_of(user))


def approvals_awaiting(user: User) -> QuerySet[Approval]:
    """Decisions this approver can take now, oldest first."""
    places = [pk for pk, roles in roles_of(user).items() if roles & APPROVING_ROLES]
    return (
        Approval.objects.filter(status="pending", municipality__in=places)
        .select_related("municipality", "requested_by")
        .order_by("requested_at", "id")
    )


def approvals_decided(user: User) -> QuerySet[Approval]:
    """What was decided in the user's municipalities, newest first."""
    return (
        Approval.objects.filter(municipality__in=roles_of(user))
        .exclude(status="pending")
        .select_related("municipality", "requested_by", "decided_by")
        .order_by("-decided_at", "-id")
    )


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

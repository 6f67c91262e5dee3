"""連携協定 and what stands under them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from municipalities.models import (
    Municipality,
    PartnershipAgreement,
)
from municipalities.rules import roles_of


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

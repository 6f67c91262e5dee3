"""Who works for a municipality."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from municipalities.enums import StaffRole
from municipalities.models import Department, Municipality, StaffMembership


def add_department(municipality: Municipality, *, by: User, at: datetime, name: str) -> Department:
    return changes.create(Department, by=by, at=at, municipality=municipality, name=name)


def add_member(
    municipality: Municipality,
    *,
    by: User | None,
    at: datetime,
    user: User,
    roles: Iterable[str],
    started_date: date,
    department: Department | None = None,
    title: str = "",
) -> StaffMembership:
    """`by=None` is the operator's set-up of a municipality that has nobody yet."""
    return changes.create(
        StaffMembership,
        by=by,
        at=at,
        municipality=municipality,
        user=user,
        roles=sorted(roles),
        department=department,
        title=title,
        started_date=started_date,
    )


@transaction.atomic
def end_membership(
    membership: StaffMembership, *, by: User, at: datetime, ended_date: date
) -> StaffMembership:
    """Raises DomainError when the municipality would be left without an administrator."""
    others = StaffMembership.objects.select_for_update().filter(
        municipality=membership.municipality, status="active", roles__contains=[StaffRole.ADMINISTRATOR]
    )
    if StaffRole.ADMINISTRATOR in membership.roles and not others.exclude(pk=membership.pk):
        raise DomainError(_("管理者がいなくなります。先に別の人を管理者にしてください。"))
    return changes.move(membership, "end", by=by, at=at, ended_date=ended_date)


def restore_membership(membership: StaffMembership, *, by: User, at: datetime) -> StaffMembership:
    return changes.move(membership, "restore", by=by, at=at, ended_date=None)

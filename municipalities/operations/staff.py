"""Who works for a municipality. Every change of posts locks the municipality first: so the last
administrator stays, however many people press the button at once.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from municipalities.enums import DRAFTING_ROLES, StaffRole
from municipalities.holdings import can_take, holdings_of, movable, release_all
from municipalities.models import Department, Municipality, StaffMembership


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
def edit_member(
    membership: StaffMembership,
    *,
    by: User,
    at: datetime,
    version: int,
    roles: Iterable[str],
    department: Department | None,
    title: str,
) -> StaffMembership:
    """Raises DomainError for the last administrator's role and for open work the roles no longer fit."""
    locked(membership.municipality)
    row = locked(membership, version=version)
    chosen = sorted(roles)
    if StaffRole.ADMINISTRATOR not in chosen:
        _keep_an_administrator(row)
    changed = changes.edit(row, by=by, at=at, roles=chosen, department=department, title=title)
    stuck = [holding for holding in movable(holdings_of(changed)) if not can_take(holding.source, changed)]
    if stuck:
        raise DomainError(
            _("この役割では続けられない「{kinds}」を担当しています。先に引継ぎをしてください。").format(
                kinds="、".join(str(holding.source.label) for holding in stuck)
            )
        )
    return changed


@transaction.atomic
def end_membership(
    membership: StaffMembership, *, by: User | None, at: datetime, ended_date: date
) -> StaffMembership:
    """Closes the desk to the person at once; what they had in charge shows as having nobody.

    Raises DomainError when the municipality would be left without an administrator.
    """
    locked(membership.municipality)
    row = locked(membership)
    _keep_an_administrator(row)
    ended = changes.move(row, "end", by=by, at=at, ended_date=ended_date)
    release_all(ended, by=by, at=at)
    return ended


@transaction.atomic
def restore_membership(membership: StaffMembership, *, by: User, at: datetime) -> StaffMembership:
    return changes.move(membership, "restore", by=by, at=at, ended_date=None)


def confirm_member(membership: StaffMembership, *, by: User, at: datetime) -> StaffMembership:
    """An administrator has seen that the person still works here. Raises DomainError after the end."""
    if membership.status != "active":
        raise DomainError(_("この人の在籍は終了しています。"))
    return changes.edit(membership, by=by, at=at, action="confirm", checked_at=at)


def able(membership: StaffMembership | None, municipality: Municipality) -> StaffMembership | None:
    """The post, locked so that it cannot end meanwhile, of somebody to put in charge.

    Raises DomainError for a person of another city or without the role.
    """
    if membership is None:
        return None
    row = locked(membership)
    if row.municipality_id != municipality.pk or not row.can(DRAFTING_ROLES):
        raise DomainError(_("この人には任せられません。在籍している担当者か管理者を選んでください。"))
    return row


def _keep_an_administrator(membership: StaffMembership) -> None:
    """Call it while the municipality is locked."""
    if not membership.can(frozenset({StaffRole.ADMINISTRATOR})):
        return
    others = StaffMembership.objects.filter(
        municipality=membership.municipality_id,
        status="active",
        roles__contains=[StaffRole.ADMINISTRATOR],
        user__is_active=True,
    )
    if not others.exclude(pk=membership.pk).exists():
        raise DomainError(_("管理者がいなくなります。先に別の人を管理者にしてください。"))

"""Sections: opened, renamed, closed with a successor, opened again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from municipalities.holdings import section_holdings
from municipalities.models import Department, Municipality


def add_department(municipality: Municipality, *, by: User, at: datetime, name: str) -> Department:
    return changes.create(Department, by=by, at=at, municipality=municipality, name=name)


def rename_department(
    department: Department, *, by: User, at: datetime, version: int, name: str
) -> Department:
    return changes.edit(department, by=by, at=at, version=version, name=name)


@transaction.atomic
def close_department(
    department: Department, *, by: User, at: datetime, closed_date: date, successor: Department
) -> Department:
    """Open work and people move to the successor; what is finished keeps the old name.

    Raises DomainError for a section that is closed already, or a successor that is.
    """
    first, second = sorted((department, successor), key=lambda row: row.pk)
    locked(first), locked(second)
    row, to = locked(department), locked(successor)
    if row.closed_date:
        raise DomainError(_("この部署は、すでに廃止されています。画面を読み込み直してください。"))
    if to.closed_date or to.pk == row.pk or to.municipality_id != row.municipality_id:
        raise DomainError(_("引き継ぐ部署には、廃止されていない別の部署を選んでください。"))
    row = changes.edit(row, by=by, at=at, action="close", closed_date=closed_date, successor=to)
    for holding in section_holdings(row):
        for item in holding.items:
            holding.source.move(item.row, to=to, by=by, at=at)
    return row


def reopen_department(department: Department, *, by: User, at: datetime) -> Department:
    """Work that moved stays where it is."""
    return changes.edit(department, by=by, at=at, action="reopen", closed_date=None, successor=None)

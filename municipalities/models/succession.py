"""Who can act at a step, so that no request ever waits for nobody.

Each line of the succession is asked in turn; the first one that holds somebody acts:

1. the named member, if still in that section with the approver's role; while away, the deputy;
2. the approvers of the section, unless it was closed;
3. any approver of the municipality;
4. when none of them is present: the approvers who are away, and whoever asked if an approver too;
5. a municipality without any approver: its administrators.

Whoever asked is never in a line while somebody else is (四眼の原則); alone, it is marked 単独.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from municipalities.enums import APPROVING_ROLES, StaffRole, Standing
from municipalities.models.route import Seat
from municipalities.models.staff import StaffMembership


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who can act, as what, and for whom that is away (who is shown it later)."""

    member: StaffMembership
    standing: Standing
    absent: StaffMembership | None = None


def people_who_can_act(
    seat: Seat, colleagues: Iterable[StaffMembership], day: date, *, asker_id: int | None
) -> list[Acting]:
    """`colleagues` are the municipality's memberships; empty only when nobody works there."""
    staff = [row for row in colleagues if row.status == "active" and row.user.is_active]
    for line in _lines(seat, staff, day, asker_id):
        if line:
            return line
    return []


def awaited(seat: Seat, colleagues: Iterable[StaffMembership]) -> list[StaffMembership]:
    """Whom the step means, present or not: the named member, else the section's approvers."""
    approvers = [
        row
        for row in colleagues
        if row.status == "active" and row.user.is_active and APPROVING_ROLES & set(row.roles)
    ]
    if named := [row for row in approvers if row.pk == seat.member_id and _still_seated(row, seat)]:
        return named
    return [row for row in approvers if _in_section(row, seat)]


def _lines(
    seat: Seat, staff: list[StaffMembership], day: date, asker_id: int | None
) -> Iterator[list[Acting]]:
    approvers = [row for row in staff if APPROVING_ROLES & set(row.roles)]
    others = [row for row in approvers if row.user_id != asker_id]
    present = [row for row in others if not row.is_absent(day)]
    named = next((row for row in others if row.pk == seat.member_id and _still_seated(row, seat)), None)
    away = named if named and named.is_absent(day) else None
    covering = Standing.DEPUTY if away else Standing.OWN
    yield [Acting(row, Standing.OWN) for row in present if row == named]
    yield [Acting(row, Standing.DEPUTY, away) for row in present if away and row.pk == seat.deputy_id]
    yield [Acting(row, covering, away) for row in present if _in_section(row, seat)]
    anywhere = Standing.STAND_IN if seat.member_id or seat.department_id else Standing.OWN
    yield [Acting(row, Standing.DEPUTY if away else anywhere, away) for row in present]
    yield [
        *[Acting(row, Standing.OWN if row == named else anywhere) for row in others],
        *[Acting(row, Standing.ALONE) for row in approvers if row.user_id == asker_id],
    ]
    heads = [row for row in staff if StaffRole.ADMINISTRATOR in row.roles]
    yield [Acting(row, Standing.ADMINISTRATOR) for row in heads if row.user_id != asker_id]
    yield [Acting(row, Standing.ALONE) for row in heads]


def _still_seated(row: StaffMembership, seat: Seat) -> bool:
    return seat.department_id is None or row.department_id == seat.department_id


def _in_section(row: StaffMembership, seat: Seat) -> bool:
    section = seat.department
    return section is not None and section.closed_date is None and row.department_id == section.pk

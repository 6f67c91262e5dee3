"""What can be handed over, as the apps above declare it in their own `handover` modules.

A source knows one kind of open work: what a person holds of it, who may take it, and how it moves.
Work that cannot move by itself says with `note` what happens to it or what to do. Sections have
sources of the same shape: they tell what a closing section leaves to the next one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from municipalities.enums import DRAFTING_ROLES
from municipalities.models import Department, StaffMembership

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One open thing: its row, what people call it, its page."""

    row: Any
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class HandoverSource:
    """`move(row, giver=…, taker=…, by=…, at=…)`; a taker of None leaves the work without anybody.

    With `blocks` the person's post cannot end before `note` has been done.
    """

    code: str
    label: Text
    held_by: Callable[[StaffMembership], Iterable[Item]]
    move: Callable[..., None] | None = None
    roles: frozenset[str] = DRAFTING_ROLES
    note: Text = ""
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class SectionSource:
    """`move(row, to=section, by=…, at=…)`."""

    code: str
    label: Text
    held_by: Callable[[Department], Iterable[Item]]
    move: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Holding:
    """All a person or a section holds of one kind; never empty."""

    source: Any
    items: list[Item]


SOURCES: dict[str, HandoverSource] = {}
SECTION_SOURCES: dict[str, SectionSource] = {}
# Finds what has nobody in charge: municipality ids → items.
UNOWNED: list[Callable[[list[int]], Iterable[Item]]] = []


def register(source: HandoverSource) -> HandoverSource:
    SOURCES[source.code] = source
    return source


def register_section(source: SectionSource) -> SectionSource:
    SECTION_SOURCES[source.code] = source
    return source


def register_unowned(find: Callable[[list[int]], Iterable[Item]]) -> None:
    UNOWNED.append(find)


def holdings_of(membership: StaffMembership) -> list[Holding]:
    """Everything open the person holds, by kind, in the order of registration."""
    found = [Holding(source, list(source.held_by(membership))) for source in SOURCES.values()]
    return [holding for holding in found if holding.items]


def section_holdings(department: Department) -> list[Holding]:
    found = [Holding(source, list(source.held_by(department))) for source in SECTION_SOURCES.values()]
    return [holding for holding in found if holding.items]


def unowned_in(places: list[int]) -> list[Item]:
    """Open work nobody is in charge of in these municipalities."""
    return [item for find in UNOWNED for item in find(places)]


def movable(holdings: Iterable[Holding]) -> list[Holding]:
    return [holding for holding in holdings if holding.source.move is not None]


def can_take(source: HandoverSource, membership: StaffMembership) -> bool:
    return membership.can(source.roles)


def release_all(membership: StaffMembership, *, by: User | None, at: datetime) -> None:
    """Leaves everything the person holds without an owner; it then shows in 要対応."""
    for holding in movable(holdings_of(membership)):
        for item in holding.items:
            holding.source.move(item.row, giver=membership, taker=None, by=by, at=at)

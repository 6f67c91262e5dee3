"""Statements on a search table: the keys of one page, and counts.

Written as SQL because a search asks the same few statements thousands of times an hour, and building
them from objects costs more than answering them. Names are ours; every value is a parameter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from core.paging import CAP, Cursor, Key


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL with its values."""

    sql: str
    params: tuple[Any, ...] = ()

    def as_filter(self) -> RawSQL:
        """The same condition for `QuerySet.filter`."""
        return RawSQL(self.sql, self.params, output_field=BooleanField())  # noqa: S611


NEVER = Part("FALSE")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that rows are ordered by: how its value is written in a key, and read from one."""

    name: str
    key: Callable[[Any], int] = int
    value: Callable[[int], Any] = int


@dataclass(frozen=True, slots=True)
class Order:
    """`columns` end with the primary key, so that no two rows are equal."""

    columns: tuple[Column, ...]
    falls: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that meet all conditions."""

    table: str
    conditions: tuple[Part, ...] = ()

    def and_(self, *more: Part) -> "Rows":
        return Rows(self.table, (*self.conditions, *more))

    def select(self, columns: str, rest: str = "") -> Part:
        where = " AND ".join(each.sql for each in self.conditions) or "TRUE"
        params = chain.from_iterable(each.params for each in self.conditions)
        return Part(f"SELECT {columns} FROM {self.table} WHERE {where} {rest}", tuple(params))  # noqa: S608


def meets(column: str, query: str) -> Part:
    """`query` is what `lexemes.query` or `lexemes.all_of` made."""
    return Part(f"{column} @@ %s::tsquery", (query,))


def union(parts: Iterable[Part]) -> Part:
    found = list(parts)
    statement = " UNION ALL ".join(f"({each.sql})" for each in found)
    return Part(statement, tuple(chain.from_iterable(each.params for each in found)))


def fetch(statement: Part) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        return list(cursor.fetchall())


def page_keys(
    rows: Rows, order: Order, cursor: Cursor | None, *, size: int, first: Part | None = None
) -> tuple[list[Key], bool]:
    """Keys of one page in reading order, and whether more follow in the cursor's direction.

    With `first`, rows that meet it come before the others, and a key begins with 1 or 0. One statement.
    """
    backwards = cursor is not None and cursor.backwards
    falls = order.falls is not backwards
    if first is None:
        parts = [_run(rows, order, cursor.key if cursor else None, falls=falls, most=size + 1)]
    else:
        parts = list(_tiers(rows, order, cursor, first, falls=falls, most=size + 1))
    found = fetch(union(parts)) if parts else []
    keys = sorted((_key(order, row) for row in found), reverse=falls)
    page = keys[:size]
    return (page[::-1] if backwards else page), len(keys) > size


def capped_counts(rows: Mapping[str, Rows]) -> dict[str, int]:
    """How many rows each name has, up to CAP + 1; without those that have none. One statement."""
    if not rows:
        return {}
    counted = (_capped(name, each.select("1", f"LIMIT {CAP + 1}")) for name, each in rows.items())
    return {name: count for name, count in fetch(union(counted)) if count}


def _tiers(
    rows: Rows, order: Order, cursor: Cursor | None, first: Part, *, falls: bool, most: int
) -> Iterable[Part]:
    others = Part(f"NOT ({first.sql})", first.params)
    for tier, condition in ((1, first), (0, others)):
        start = None
        if cursor is not None and cursor.key[0] == tier:
            start = cursor.key[1:]
        elif cursor is not None and (cursor.key[0] < tier) is not cursor.backwards:
            continue  # that tier lies behind
        yield _run(rows.and_(condition), order, start, falls=falls, most=most, lead=f"{tier}, ")


def _run(rows: Rows, order: Order, start: Key | None, *, falls: bool, most: int, lead: str = "") -> Part:
    names = [each.name for each in order.columns]
    if start is not None:
        values = tuple(each.value(number) for each, number in zip(order.columns, start, strict=True))
        marks = ", ".join("%s" for _name in names)
        rows = rows.and_(Part(f"({', '.join(names)}) {'<' if falls else '>'} ({marks})", values))
    by = ", ".join(f"{name} {'DESC' if falls else 'ASC'}" for name in names)
    return rows.select(lead + ", ".join(names), f"ORDER BY {by} LIMIT {most}")


def _key(order: Order, row: tuple[Any, ...]) -> Key:
    lead = row[: len(row) - len(order.columns)]
    values = row[len(lead) :]
    return (*lead, *(each.key(value) for each, value in zip(order.columns, values, strict=True)))


def _capped(name: str, rows: Part) -> Part:
    return Part(f"SELECT %s, count(*) FROM ({rows.sql}) AS found", (name, *rows.params))  # noqa: S608

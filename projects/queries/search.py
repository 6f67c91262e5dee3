"""Searching openings: `search_openings(criteria, at=…)` for the page, the API and the bench alike.

Three statements whatever is asked: the keys of the page, the facets with the total, the openings.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from core import dates, lexemes, words
from core.paging import Cursor, Found, Key, capped_counts, found_page
from municipalities.models import Municipality
from projects.models import Opening, OpeningSearch
from projects.queries import facets
from projects.queries.opening import public_openings

PAGE = 20
NEWEST, DEADLINE, RELEVANCE = "new", "deadline", "relevance"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIMENSIONS = (*facets.COLUMNS, "deadline")


@dataclass(frozen=True)
class Criteria:
    """Empty values are no criteria. `prefecture` is a code or the name of a region; `state` is ""
    for calls that take applications, "all" for every public one; `sort` "" means RELEVANCE with words
    and NEWEST without.
    """

    words: str = ""
    field: str = ""
    prefecture: str = ""
    work_style: str = ""
    pay: str = ""
    hours: str = ""
    term: str = ""
    deadline: str = ""
    state: str = ""
    sort: str = ""

    @cached_property
    def asked(self) -> str:
        """The words as a text search query."""
        return lexemes.query(words.query_terms(self.words))

    @property
    def order(self) -> str:
        default = RELEVANCE if self.asked else NEWEST
        return self.sort if self.sort in (NEWEST, DEADLINE) else default

    @property
    def lexemes(self) -> str:
        """Words and facets in one text search query, without the deadline."""
        parts = [f"({self.asked})"] if self.asked else []
        parts += [
            lexemes.quoted(facets.lexeme(name, value))
            for name in facets.COLUMNS
            if (value := getattr(self, name))
        ]
        if not self.state:
            parts.append(lexemes.quoted(facets.OPEN))
        return " & ".join(parts)

    def without(self, name: str) -> "Criteria":
        """`state` is taken away by asking for all."""
        return replace(self, **{name: "all" if name == "state" else ""})

    def in_force(self) -> list[str]:
        names = [each.name for each in fields(self) if each.name not in ("sort", "state")]
        return [name for name in names if getattr(self, name)]


def search_openings(criteria: Criteria, *, at: datetime, cursor: Cursor | None = None) -> Found:
    today = dates.jst_date(at)
    keys, has_more = _page(criteria, today, cursor)
    counts = _counts(criteria, today)
    loaded = public_openings().in_bulk([key[-1] for key in keys])
    return found_page(keys, cursor, has_more=has_more, loaded=loaded, counts=counts)


def newest_openings(criteria: Criteria, *, at: datetime, most: int) -> list[Opening]:
    """Without pages and facets, for feeds."""
    rows = matching(criteria, dates.jst_date(at)).order_by("-published_at", "-opening")
    keys = list(rows.values_list("pk", flat=True)[:most])
    loaded = public_openings().in_bulk(keys)
    return [loaded[key] for key in keys if key in loaded]


def key_length(criteria: Criteria) -> int:
    return 3 if criteria.order == RELEVANCE else 2


def matching(criteria: Criteria, today: date) -> QuerySet[OpeningSearch]:
    """Search rows that meet all criteria, in no order."""
    rows = OpeningSearch.objects.all()
    if criteria.lexemes:
        rows = rows.filter(tsv__meets=criteria.lexemes)
    if not criteria.state:
        rows = rows.filter(deadline_date__gte=today)
    if criteria.deadline:
        rows = rows.filter(deadline_date__range=(today, facets.deadline_end(criteria.deadline, today)))
    return rows


def relaxed_counts(criteria: Criteria, names: Iterable[str], *, at: datetime) -> dict[str, int]:
    """How many each criterion, taken away, would give; up to CAP + 1. One statement."""
    today = dates.jst_date(at)
    return capped_counts({name: matching(criteria.without(name), today) for name in names})


def _page(criteria: Criteria, today: date, cursor: Cursor | None) -> tuple[list[Key], bool]:
    """Keys of one page in reading order, and whether more follow in the cursor's direction."""
    rows = matching(criteria, today)
    backwards = cursor is not None and cursor.backwards
    if criteria.order == RELEVANCE:
        keys = _tiers(rows, criteria, cursor, backwards=backwards)
    elif criteria.order == DEADLINE:
        keys = _run(rows, "deadline_date", cursor, down=backwards)
    else:
        keys = _run(rows, "published_at", cursor, down=not backwards)
    page = keys[:PAGE]
    return (page[::-1] if backwards else page), len(keys) > PAGE


def _tiers(
    rows: QuerySet[OpeningSearch], criteria: Criteria, cursor: Cursor | None, *, backwards: bool
) -> list[Key]:
    """Hits in the title first, then the others; each newest first."""
    in_title = Q(title_tsv__meets=criteria.asked)
    parts = []
    for tier, condition in ((1, in_title), (0, ~in_title)):
        inner = cursor
        if cursor is not None and cursor.key[0] != tier:
            if (cursor.key[0] < tier) is not backwards:
                continue
            inner = None
        elif cursor is not None:
            inner = Cursor(cursor.key[1:], backwards=backwards)
        ordered = _ordered(rows.filter(condition), "published_at", inner, down=not backwards)
        parts.append(ordered.values_list(Value(tier), "published_at", "pk")[: PAGE + 1])
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    keys: list[Key] = [(tier, _number(moment), pk) for tier, moment, pk in found]
    return sorted(keys, reverse=not backwards)[: PAGE + 1]


def _run(rows: QuerySet[OpeningSearch], column: str, cursor: Cursor | None, *, down: bool) -> list[Key]:
    found = _ordered(rows, column, cursor, down=down).values_list(column, "pk")[: PAGE + 1]
    return [(_number(value), pk) for value, pk in found]


def _ordered(
    rows: QuerySet[OpeningSearch], column: str, cursor: Cursor | None, *, down: bool
) -> QuerySet[OpeningSearch]:
    way = "lt" if down else "gt"
    if cursor is not None:
        value, pk = _value(column, cursor.key[0]), cursor.key[1]
        beyond = Q(**{f"{column}__{way}": value}) | Q(**{f"pk__{way}": pk})
        rows = rows.filter(beyond, **{f"{column}__{way}e": value})
    sign = "-" if down else ""
    return rows.order_by(f"{sign}{column}", f"{sign}pk")


def _number(value: Any) -> int:
    """A moment in microseconds, a day by its ordinal."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    return int(value.toordinal())


def _value(column: str, number: int) -> Any:
    """Numbers that are no moment and no day begin at the beginning."""
    try:
        if column == "published_at":
            return _EPOCH + timedelta(microseconds=number)
        return date.fromordinal(number)
    except (OverflowError, ValueError):
        return _EPOCH if column == "published_at" else date.min


def _counts(criteria: Criteria, today: date) -> tuple[dict[str, dict[str, int]], int]:
    """Every facet and the total in one statement. A facet whose criterion is in force is counted
    without it, so that the other choices show what they would give.
    """
    own = [name for name in _DIMENSIONS if getattr(criteria, name)]
    shared = [name for name in _DIMENSIONS if name not in own]
    parts = [_grouped(criteria, today, shared, total=True)]
    parts += [_grouped(criteria.without(name), today, [name], total=False) for name in own]
    statement = " UNION ALL ".join(sql for sql, _params in parts)
    counts: dict[str, dict[str, int]] = {name: {} for name in _DIMENSIONS}
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(statement, [each for _sql, params in parts for each in params])
        for name, value, count in cursor.fetchall():
            if name:
                counts[name][value] = count
            else:
                total = count
    counts["deadline"] = _cumulated(counts["deadline"])
    return counts, total


def _grouped(
    criteria: Criteria, today: date, names: list[str], *, total: bool
) -> tuple[str, tuple[Any, ...]]:
    """(dimension, value, count) rows; the total has no dimension. Every name is one of ours."""
    bands = [When(deadline_date__lte=end, then=Value(band)) for band, end in facets.deadline_ends(today)]
    # A day that has passed is in no band.
    band = Case(
        When(deadline_date__lt=today, then=Value("")), *bands, default=Value(""), output_field=CharField()
    )
    rows = (
        matching(criteria, today).values(
            *[name for name in names if name != "deadline"],
            **({"deadline": band} if "deadline" in names else {}),
        )
        if names
        else matching(criteria, today).values(n=F("tok_version"))
    )
    inner, params = rows.query.sql_with_params()
    which = " ".join(f"WHEN GROUPING({name}) = 0 THEN '{name}'" for name in names)
    value = " ".join(f"WHEN GROUPING({name}) = 0 THEN {name}" for name in names)
    sets = ", ".join([f"({name})" for name in names] + (["()"] if total else []))
    label = f"CASE {which} ELSE '' END, CASE {value} ELSE '' END" if names else "'', ''"
    sql = f"SELECT {label}, count(*) FROM ({inner}) AS found GROUP BY GROUPING SETS ({sets})"  # noqa: S608
    return sql, params


def _cumulated(counts: dict[str, int]) -> dict[str, int]:
    """Within 14 days includes within 7."""
    found, so_far = {}, 0
    for band in facets.DeadlineBand.values:
        so_far += counts.get(band, 0)
        if so_far:
            found[band] = so_far
    return found


def region_counts(prefectures: dict[str, int]) -> dict[str, int]:
    """Sums the counts of prefectures (by their two digits) into regions."""
    found: Counter[str] = Counter()
    for number, count in prefectures.items():
        found[Municipality(code=f"{number}0000").region] += count
    return found

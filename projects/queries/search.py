"""Searching openings: `search_openings(criteria, at=…)` for the page, the API and the bench alike.

Three statements whatever is asked: the keys of the page, the facets with the total, the openings.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from core import dates, lexemes, words
from core.paging import Cursor, Found, found_page
from core.search_rows import Column, Order, Part, Rows, capped_counts, fetch, meets, page_keys, union
from municipalities.enums import Region
from projects.models import Opening, OpeningSearch
from projects.queries import facets
from projects.queries.opening import listed_openings

PAGE = 20
NEWEST, DEADLINE, RELEVANCE = "new", "deadline", "relevance"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIMENSIONS = (*facets.COLUMNS, "deadline")
Load = Callable[[list[int]], Mapping[int, Any]]


@lru_cache(maxsize=256)
def _asked(text: str) -> str:
    """One search asks for its words several times, once for each criterion left out."""
    return lexemes.query(words.query_terms(text))


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
        return _asked(self.words)

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


def _listed(ids: list[int]) -> dict[int, Opening]:
    return listed_openings().in_bulk(ids)


def search_openings(
    criteria: Criteria, *, at: datetime, cursor: Cursor | None = None, load: Load = _listed
) -> Found:
    """`load` gives the openings by their ids, without those that are not public."""
    today = dates.jst_date(at)
    found, in_title = matching(criteria, today), meets("title_tsv", criteria.asked)
    first = in_title if criteria.order == RELEVANCE else None
    keys, has_more = page_keys(found, _ORDERS[criteria.order], cursor, size=PAGE, first=first)
    counts = _counts(criteria, today)
    loaded = load([key[-1] for key in keys])
    return found_page(keys, cursor, has_more=has_more, loaded=loaded, counts=counts)


def newest_openings(criteria: Criteria, *, at: datetime, most: int) -> list[Opening]:
    """Without pages and facets, for feeds."""
    found = matching(criteria, dates.jst_date(at))
    keys, _has_more = page_keys(found, _ORDERS[NEWEST], None, size=most)
    loaded = _listed([key[-1] for key in keys])
    return [loaded[key[-1]] for key in keys if key[-1] in loaded]


def key_length(criteria: Criteria) -> int:
    return 3 if criteria.order == RELEVANCE else 2


def matching(criteria: Criteria, today: date) -> Rows:
    """Search rows that meet all criteria."""
    conditions = []
    if criteria.lexemes:
        conditions.append(meets("tsv", criteria.lexemes))
    if not criteria.state:
        conditions.append(Part("deadline_date >= %s", (today,)))
    if criteria.deadline:
        last = facets.deadline_end(criteria.deadline, today)
        conditions.append(Part("deadline_date BETWEEN %s AND %s", (today, last)))
    return Rows(OpeningSearch._meta.db_table, tuple(conditions))


def relaxed_counts(criteria: Criteria, names: Iterable[str], *, at: datetime) -> dict[str, int]:
    """How many each criterion, taken away, would give; up to CAP + 1. One statement."""
    today = dates.jst_date(at)
    return capped_counts({name: matching(criteria.without(name), today) for name in names})


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(number: int) -> datetime:
    """Numbers that are no moment begin at the beginning."""
    try:
        return _EPOCH + timedelta(microseconds=number)
    except OverflowError:
        return _EPOCH


def _day(number: int) -> date:
    try:
        return date.fromordinal(number)
    except (OverflowError, ValueError):
        return date.min


_PUBLISHED = Order((Column("published_at", _microseconds, _moment), Column("opening_id")))
_ORDERS = {
    RELEVANCE: _PUBLISHED,
    NEWEST: _PUBLISHED,
    DEADLINE: Order((Column("deadline_date", date.toordinal, _day), Column("opening_id")), falls=False),
}


def _counts(criteria: Criteria, today: date) -> tuple[dict[str, dict[str, int]], int]:
    """Every facet and the total in one statement. A facet whose criterion is in force is counted
    without it, so that the other choices show what they would give.
    """
    own = [name for name in _DIMENSIONS if getattr(criteria, name)]
    shared = [name for name in _DIMENSIONS if name not in own]
    parts = [_grouped(criteria, today, shared, total=True)]
    parts += [_grouped(criteria.without(name), today, [name], total=False) for name in own]
    counts: dict[str, dict[str, int]] = {name: {} for name in _DIMENSIONS}
    total = 0
    for name, value, count in fetch(union(parts)):
        if name:
            counts[name][value] = count
        else:
            total = count
    counts["deadline"] = _cumulated(counts["deadline"])
    return counts, total


def _grouped(criteria: Criteria, today: date, names: list[str], *, total: bool) -> Part:
    """(dimension, value, count) rows; the total has no dimension."""
    found = matching(criteria, today)
    if not names:
        return found.select("'', '', count(*)")
    band = _band(today)
    columns = ", ".join(f"{band.sql} AS deadline" if name == "deadline" else name for name in names)
    inner = found.select(columns)
    params = (*(band.params if "deadline" in names else ()), *inner.params)
    which = " ".join(f"WHEN GROUPING({name}) = 0 THEN '{name}'" for name in names)
    value = " ".join(f"WHEN GROUPING({name}) = 0 THEN {name}" for name in names)
    sets = ", ".join([f"({name})" for name in names] + (["()"] if total else []))
    label = f"CASE {which} ELSE '' END, CASE {value} ELSE '' END"
    sql = f"SELECT {label}, count(*) FROM ({inner.sql}) AS found GROUP BY GROUPING SETS ({sets})"  # noqa: S608
    return Part(sql, params)


def _band(today: date) -> Part:
    """A day that has passed is in no band."""
    ends = facets.deadline_ends(today)
    bands = " ".join("WHEN deadline_date <= %s THEN %s" for _end in ends)
    params = [value for band, end in ends for value in (end, band)]
    return Part(f"CASE WHEN deadline_date < %s THEN '' {bands} ELSE '' END", (today, *params))


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
        found[Region.of(number)] += count
    return found

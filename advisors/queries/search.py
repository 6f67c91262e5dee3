"""Searching professionals: `search_advisors(criteria, reader)` for the page and the API alike.

Three statements whatever is asked: the keys of the page, the facets with the total, the profiles.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from advisors.models import AdvisorProfile, AdvisorSearch
from advisors.queries import facets
from advisors.queries.profile import profiles_in_full
from advisors.rules import may_find_advisors
from core import lexemes, words
from core.paging import Cursor, Found, found_page
from core.search_rows import (
    NEVER,
    Column,
    Order,
    Part,
    Rows,
    capped_counts,
    fetch,
    meets,
    page_keys,
    union,
)
from municipalities.rules import roles_of

PAGE = 20
NEWEST, RELEVANCE = "new", "relevance"
_JOINED = Order((Column("advisor_id"),))


@dataclass(frozen=True)
class Criteria:
    """Empty values are no criteria. `prefecture` is a code or the name of a region; `hours` the least
    hours a month; `sort` "" means RELEVANCE with words and NEWEST without.
    """

    words: str = ""
    field: str = ""
    skill: str = ""
    prefecture: str = ""
    work_style: str = ""
    hours: str = ""
    time: str = ""
    intention: str = ""
    talent: str = ""
    unpaid: str = ""
    sort: str = ""

    @cached_property
    def asked(self) -> str:
        """The words as a text search query."""
        return lexemes.query(words.query_terms(self.words))

    @property
    def order(self) -> str:
        default = RELEVANCE if self.asked else NEWEST
        return self.sort if self.sort == NEWEST else default

    @property
    def lexemes(self) -> str:
        parts = [f"({self.asked})"] if self.asked else []
        values = ((name, getattr(self, name)) for name in facets.DIMENSIONS)
        parts += [lexemes.quoted(facets.lexeme(name, value)) for name, value in values if value]
        return " & ".join(parts)

    def without(self, name: str) -> "Criteria":
        return replace(self, **{name: ""})

    def in_force(self) -> list[str]:
        return [each.name for each in fields(self) if each.name != "sort" and getattr(self, each.name)]


def advisors_visible_to(reader: Any) -> QuerySet[AdvisorProfile]:
    """Whom the reader's city may find; whoever hides from one of the reader's cities is not among them."""
    found = AdvisorSearch.objects.filter(_findable_by(reader).as_filter())
    return profiles_in_full().filter(search_row__in=found)


def advisors_listed_since(moment: datetime, lexemes: str, reader: Any) -> QuerySet[AdvisorProfile]:
    """Those who meet the criteria and have let cities find them since."""
    found = AdvisorSearch.objects.filter(_findable_by(reader).as_filter(), listed_at__gt=moment)
    return profiles_in_full().filter(search_row__in=found.filter(tsv__meets=lexemes) if lexemes else found)


def search_advisors(criteria: Criteria, reader: Any, *, cursor: Cursor | None = None) -> Found:
    """Those who meet the words in name or headline come first; each tier begins with whoever joined last."""
    found, in_title = _matching(criteria, reader), meets("title_tsv", criteria.asked)
    first = in_title if criteria.order == RELEVANCE else None
    keys, has_more = page_keys(found, _JOINED, cursor, size=PAGE, first=first)
    counts = _counts(criteria, reader)
    loaded = profiles_in_full().in_bulk([key[-1] for key in keys])
    return found_page(keys, cursor, has_more=has_more, loaded=loaded, counts=counts)


def relaxed_counts(criteria: Criteria, reader: Any, names: Iterable[str]) -> dict[str, int]:
    """How many each criterion, taken away, would give; up to CAP + 1. One statement."""
    return capped_counts({name: _matching(criteria.without(name), reader) for name in names})


def key_length(criteria: Criteria) -> int:
    return 2 if criteria.order == RELEVANCE else 1


def _findable_by(reader: Any) -> Part:
    if not may_find_advisors.test(reader, None):
        return NEVER
    return Part("NOT hidden_from && %s::bigint[]", (list(roles_of(reader)),))


def _matching(criteria: Criteria, reader: Any) -> Rows:
    rows = Rows(AdvisorSearch._meta.db_table, (_findable_by(reader),))
    return rows.and_(meets("tsv", criteria.lexemes)) if criteria.lexemes else rows


def _counts(criteria: Criteria, reader: Any) -> tuple[dict[str, dict[str, int]], int]:
    """Every facet and the total in one statement. A facet whose criterion is in force is counted
    without it, so that the other choices show what they would give.
    """
    own = [name for name in facets.DIMENSIONS if getattr(criteria, name)]
    parts = [_grouped(_matching(criteria, reader), "")]
    parts += [_grouped(_matching(criteria.without(name), reader), name) for name in own]
    parts.append(_matching(criteria, reader).select("'', '', count(*)"))
    counts: dict[str, dict[str, int]] = {name: {} for name in facets.DIMENSIONS}
    found = 0
    for which, facet, count in fetch(union(parts)):
        name, _colon, value = facet.partition(":")
        name = "prefecture" if name == "region" else name
        if not facet:
            found = count
        elif name in counts and (which == name or (not which and name not in own)):
            counts[name][value] = count
    return counts, found


def _grouped(rows: Rows, which: str) -> Part:
    """(which, facet, count) rows."""
    inner = rows.select("unnest(facets) AS facet")
    sql = f"SELECT %s, facet, count(*) FROM ({inner.sql}) AS found GROUP BY facet"  # noqa: S608
    return Part(sql, (which, *inner.params))

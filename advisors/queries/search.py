"""Searching professionals: `search_advisors(criteria, reader)` for the page and the API alike.

Three statements whatever is asked: the keys of the page, the facets with the total, the profiles.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F, Func, Q, QuerySet

from advisors.models import AdvisorProfile, AdvisorSearch
from advisors.queries import facets
from advisors.queries.profile import profiles_in_full
from advisors.rules import may_find_advisors
from core import lexemes, words
from core.paging import Cursor, Found, Key, capped_counts, found_page
from municipalities.rules import roles_of

PAGE = 20
NEWEST, RELEVANCE = "new", "relevance"


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
    return profiles_in_full().filter(search_row__in=_findable_by(reader))


def search_advisors(criteria: Criteria, reader: Any, *, cursor: Cursor | None = None) -> Found:
    keys, has_more = _page(criteria, reader, cursor)
    counts = _counts(criteria, reader)
    loaded = profiles_in_full().in_bulk([key[-1] for key in keys])
    return found_page(keys, cursor, has_more=has_more, loaded=loaded, counts=counts)


def relaxed_counts(criteria: Criteria, reader: Any, names: Iterable[str]) -> dict[str, int]:
    """How many each criterion, taken away, would give; up to CAP + 1. One statement."""
    return capped_counts({name: _matching(criteria.without(name), reader) for name in names})


def key_length(criteria: Criteria) -> int:
    return 2 if criteria.order == RELEVANCE else 1


def _findable_by(reader: Any) -> QuerySet[AdvisorSearch]:
    rows = AdvisorSearch.objects.all()
    if not may_find_advisors.test(reader, None):
        return rows.none()
    cities = list(roles_of(reader))
    return rows.exclude(hidden_from__overlap=cities) if cities else rows


def _matching(criteria: Criteria, reader: Any) -> QuerySet[AdvisorSearch]:
    rows = _findable_by(reader)
    return rows.filter(tsv__meets=criteria.lexemes) if criteria.lexemes else rows


def _page(criteria: Criteria, reader: Any, cursor: Cursor | None) -> tuple[list[Key], bool]:
    """Keys of one page in reading order, and whether more follow in the cursor's direction. Those who
    meet the words in name or headline come first; each tier begins with whoever joined last.
    """
    rows = _matching(criteria, reader)
    backwards = cursor is not None and cursor.backwards
    if criteria.order == RELEVANCE:
        keys = _tiers(rows, criteria, cursor, backwards=backwards)
    else:
        keys = [(pk,) for pk in _run(rows, cursor.key[0] if cursor else None, down=not backwards)]
    page = keys[:PAGE]
    return (page[::-1] if backwards else page), len(keys) > PAGE


def _tiers(
    rows: QuerySet[AdvisorSearch], criteria: Criteria, cursor: Cursor | None, *, backwards: bool
) -> list[Key]:
    in_title = Q(title_tsv__meets=criteria.asked)
    keys: list[Key] = []
    for tier, condition in ((1, in_title), (0, ~in_title)):
        if cursor is not None and cursor.key[0] != tier and (cursor.key[0] < tier) is not backwards:
            continue
        start = cursor.key[1] if cursor is not None and cursor.key[0] == tier else None
        keys += [(tier, pk) for pk in _run(rows.filter(condition), start, down=not backwards)]
    return sorted(keys, reverse=not backwards)[: PAGE + 1]


def _run(rows: QuerySet[AdvisorSearch], start: int | None, *, down: bool) -> list[int]:
    if start is not None:
        rows = rows.filter(**{f"pk__{'lt' if down else 'gt'}": start})
    return list(rows.order_by("-pk" if down else "pk").values_list("pk", flat=True)[: PAGE + 1])


def _counts(criteria: Criteria, reader: Any) -> tuple[dict[str, dict[str, int]], int]:
    """Every facet and the total in one statement. A facet whose criterion is in force is counted
    without it, so that the other choices show what they would give.
    """
    own = [name for name in facets.DIMENSIONS if getattr(criteria, name)]
    parts = [_grouped(_matching(criteria, reader), "")]
    parts += [_grouped(_matching(criteria.without(name), reader), name) for name in own]
    total, total_params = _matching(criteria, reader).values("pk").query.sql_with_params()
    parts.append((f"SELECT '', '', count(*) FROM ({total}) AS found", total_params))  # noqa: S608
    counts: dict[str, dict[str, int]] = {name: {} for name in facets.DIMENSIONS}
    found = 0
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _params in parts),
            [each for _sql, params in parts for each in params],
        )
        for which, facet, count in cursor.fetchall():
            name, _colon, value = facet.partition(":")
            name = "prefecture" if name == "region" else name
            if not facet:
                found = count
            elif name in counts and (which == name or (not which and name not in own)):
                counts[name][value] = count
    return counts, found


def _grouped(rows: QuerySet[AdvisorSearch], which: str) -> tuple[str, tuple[Any, ...]]:
    """(which, facet, count) rows."""
    inner, params = rows.values(facet=Func(F("facets"), function="unnest")).query.sql_with_params()
    return (
        f"SELECT %s, facet, count(*) FROM ({inner}) AS found GROUP BY facet",  # noqa: S608
        (which, *params),
    )

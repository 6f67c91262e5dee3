"""The one statement that ranks, anchored at an opening or at a person.

Parts are exact in double precision (multiples of powers of two, whole weights), so equal matches tie
exactly and are ordered by code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from advisors.models import AdvisorProfile
from projects.enums import MatchTerm
from projects.matching.weights import active_weights
from projects.models import Opening

LIMIT = 20
CUT = 400  # pairs that are looked at in full, at first
# The words by which a match is grounded in substance: place and pay alone match nobody.
SUBSTANCE = (MatchTerm.SKILL, MatchTerm.TOPIC, MatchTerm.NEAR, MatchTerm.TEXT)
TRAIT_TERMS = (*SUBSTANCE, MatchTerm.FIELD, MatchTerm.REGION)


@dataclass(frozen=True, slots=True)
class Match:
    """`terms` add up to `score` exactly."""

    opening: int
    advisor: int
    code: str
    score: float
    terms: dict[str, float]


_STYLE = """CASE WHEN o.work_style = 'online' OR o.work_style = p.work_style THEN 1.0
 WHEN o.work_style = 'hybrid' THEN CASE p.work_style WHEN 'onsite' THEN 1.0 ELSE 0.25 END
 WHEN p.work_style = 'hybrid' THEN 0.75 ELSE 0.0 END"""
_TIME = "p.time_fit * 0.5 + CASE WHEN p.hours >= o.hours_per_month * 1.5 THEN 0.5 ELSE 0.25 END"
_PAY = """CASE WHEN o.pay_unit IN ('unpaid', 'goods', '') THEN CASE WHEN p.accepts_unpaid THEN 1.0 ELSE 0.0 END
 WHEN p.hourly_wish IS NULL OR (o.pay_unit = 'hour' AND o.pay_amount >= p.hourly_wish) THEN 1.0
 WHEN o.pay_unit = 'hour' THEN floor(16.0 * o.pay_amount / p.hourly_wish) / 16.0 ELSE 0.75 END"""
ANY_ROW = "true"
BROADEST = MatchTerm.NEAR  # a group of skills: most people have something of it
# Shares of a term add up to one at most and strengths are at most one, so that each sum is a part.
_SUMS = ", ".join(
    f"coalesce(sum(a.strength * w.share) FILTER (WHERE w.term = '{term}'), 0.0) AS {term}"
    for term in TRAIT_TERMS
)
_ROW_PARTS = {
    MatchTerm.STYLE: _STYLE,
    MatchTerm.TIME: _TIME,
    MatchTerm.PAY: _PAY,
    MatchTerm.RECORD: "p.record",
}
_FITS = """p.hours >= o.hours_per_month
 AND NOT (p.absent_from IS NOT NULL AND p.absent_from <= o.start_date
          AND (p.absent_until IS NULL OR p.absent_until >= o.start_date))
 AND (o.legal_form = '' OR NOT o.legal_form = ANY (p.refused_forms))
 AND p.employer_municipality_id IS DISTINCT FROM o.municipality_id
 AND NOT EXISTS (SELECT FROM advisors_advisorprofile_hidden_from h
                 WHERE h.advisorprofile_id = p.advisor_id AND h.municipality_id = o.municipality_id)
 AND NOT EXISTS (SELECT FROM projects_application x
                 WHERE x.opening_id = o.id AND x.advisor_id = p.advisor_id)"""


@dataclass(frozen=True, slots=True)
class _Side:
    """What is fixed, as conditions on openings and on people: written out wherever a table is read, for
    PostgreSQL does not carry them over. `more` narrows the rest; `code` orders what is equal.
    """

    opening: str
    person: str
    more: str
    code: str

    @property
    def asked(self) -> str:
        return f"(SELECT * FROM projects_openingtrait WHERE {self.opening.format('opening_id')}) w"  # noqa: S608

    @property
    def held(self) -> str:
        return f"(SELECT * FROM projects_persontrait WHERE {self.person.format('advisor_id')}) a"  # noqa: S608

    def rows(self, pairs: str) -> str:
        """`pairs` with the rows of both; what is fixed is joined without a condition, as there is one."""
        person = "true" if self.opening == ANY_ROW else f"p.advisor_id = {pairs}.advisor_id"
        opening = "true" if self.person == ANY_ROW else f"o.id = {pairs}.opening_id"
        return f"""{pairs}
  JOIN (SELECT * FROM projects_matchperson WHERE {self.person.format("advisor_id")}) p ON {person}
  JOIN (SELECT * FROM projects_opening WHERE {self.opening.format("id")}) o ON {opening}"""  # noqa: S608


def people_for(
    opening: Opening,
    *,
    limit: int = LIMIT,
    findable_only: bool = False,
    weights: Mapping[str, int] | None = None,
) -> list[Match]:
    """The best people whom nothing rules out. `findable_only`: of those who let cities find them."""
    more = "AND p.is_findable" if findable_only else ""
    side = _Side("{} = %(anchor)s", ANY_ROW, more, "p.code")
    return _ranked(side, weights, {"anchor": opening.pk, "limit": limit})


def openings_for(
    profile: AdvisorProfile,
    *,
    today: date,
    limit: int = LIMIT,
    weights: Mapping[str, int] | None = None,
) -> list[Match]:
    """The best open calls that take applications."""
    more = "AND o.status = 'open' AND o.deadline_date >= %(today)s"
    side = _Side(ANY_ROW, "{} = %(anchor)s", more, "o.code")
    return _ranked(side, weights, {"anchor": profile.pk, "today": today, "limit": limit})


def _ranked(side: _Side, weights: Mapping[str, int] | None, params: dict[str, Any]) -> list[Match]:
    """First among those who lead without the broadest term; among all where that proves nothing."""
    values = weights or active_weights()
    params = {**params, **values, "cut": max(CUT, 4 * params["limit"])}
    rows = _rows(_statement(side, _of_the_leading(side)), params)
    if not _is_proved(rows, values, params["limit"]):
        rows = _rows(_statement(side, _of_all(side)), params)
    return [_match(row) for row in rows]


def _rows(statement: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _match(row: tuple[Any, ...]) -> Match:
    opening, advisor, code, score, _floor, *terms = row
    return Match(opening, advisor, code, score, dict(zip(MatchTerm.values, terms, strict=True)))


def _is_proved(rows: list[tuple[Any, ...]], weights: Mapping[str, int], limit: int) -> bool:
    """Nobody who was cut can reach the last of a full list. Whoever was cut had at most the points of
    the last who was not, or nothing but the parts of a row; the broadest term can add its whole weight.
    """
    if len(rows) < limit:
        return False
    _opening, _advisor, _code, last, floor, *_terms = rows[-1]
    outside = max(floor, sum(weights[term] for term in _ROW_PARTS))
    return bool(last > outside + weights[BROADEST])


def _of_all(side: _Side) -> str:
    return f"""
WITH e AS (
  SELECT w.opening_id, a.advisor_id, {_SUMS}, 0.0::double precision AS floor
  FROM {side.asked} JOIN {side.held} ON a.trait = w.trait GROUP BY w.opening_id, a.advisor_id
)"""  # noqa: S608


def _of_the_leading(side: _Side) -> str:
    """One sum for each pair instead of one for each term, and without the term that most people share."""
    points = " ".join(f"WHEN '{t}' THEN w.share * %({t})s" for t in TRAIT_TERMS if t != BROADEST)
    of_row = " + ".join(f"({part}) * %({t})s" for t, part in _ROW_PARTS.items())
    return f"""
WITH early AS MATERIALIZED (
  SELECT w.opening_id, a.advisor_id, sum(a.strength * w.points) AS points
  FROM (SELECT w.opening_id, w.trait, (CASE w.term {points} END)::double precision AS points
        FROM {side.asked} WHERE w.term <> '{BROADEST}') w
       JOIN {side.held} ON a.trait = w.trait
  GROUP BY w.opening_id, a.advisor_id
), cut AS MATERIALIZED (
  SELECT early.opening_id, early.advisor_id, (early.points + {of_row})::double precision AS points
  FROM {side.rows("early")}
  WHERE {_FITS} {side.more} ORDER BY points DESC LIMIT %(cut)s
), e AS (
  SELECT w.opening_id, a.advisor_id, {_SUMS}, (SELECT min(points) FROM cut) AS floor
  FROM cut JOIN {side.asked} ON w.opening_id = cut.opening_id
           JOIN {side.held} ON a.advisor_id = cut.advisor_id AND a.trait = w.trait
  GROUP BY w.opening_id, a.advisor_id
)"""  # noqa: S608


def _statement(side: _Side, evidence: str) -> str:
    """`evidence` gives `e`, the sums of each pair. Only names and fragments of this module are put in."""
    substance = " + ".join(f"e.{term}" for term in SUBSTANCE)
    parts = {**{term: f"e.{term}" for term in TRAIT_TERMS}, **_ROW_PARTS}
    terms = ", ".join(
        f"(({parts[MatchTerm(t)]}) * %({t})s)::double precision AS {t}_points" for t in MatchTerm.values
    )
    total = " + ".join(f"{t}_points" for t in MatchTerm.values)
    columns = ", ".join(f"{t}_points" for t in MatchTerm.values)
    return f"""{evidence}, t AS (
  SELECT e.opening_id, e.advisor_id, e.floor, {side.code} AS code, {terms}
  FROM {side.rows("e")}
  WHERE {substance} > 0 AND {_FITS} {side.more}
)
SELECT opening_id, advisor_id, code, {total} AS score, floor, {columns} FROM t
ORDER BY score DESC, code COLLATE "C" LIMIT %(limit)s"""  # noqa: S608

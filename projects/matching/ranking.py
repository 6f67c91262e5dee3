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
_PARTS = {
    **{
        term: f"LEAST(1.0, coalesce(sum(a.strength * w.share) FILTER (WHERE w.term = '{term}'), 0.0))"
        for term in TRAIT_TERMS
    }
}
_ROW_PARTS = {
    MatchTerm.STYLE: _STYLE,
    MatchTerm.TIME: _TIME,
    MatchTerm.PAY: _PAY,
    MatchTerm.RECORD: "p.record",
}
_FITS = """p.is_ready AND p.hours >= o.hours_per_month
 AND NOT (p.absent_from IS NOT NULL AND p.absent_from <= o.start_date
          AND (p.absent_until IS NULL OR p.absent_until >= o.start_date))
 AND (o.legal_form = '' OR NOT o.legal_form = ANY (p.refused_forms))
 AND p.employer_municipality_id IS DISTINCT FROM o.municipality_id
 AND NOT EXISTS (SELECT FROM advisors_advisorprofile_hidden_from h
                 WHERE h.advisorprofile_id = p.advisor_id AND h.municipality_id = o.municipality_id)
 AND NOT EXISTS (SELECT FROM projects_application x
                 WHERE x.opening_id = o.id AND x.advisor_id = p.advisor_id)"""


def people_for(
    opening: Opening,
    *,
    limit: int = LIMIT,
    findable_only: bool = False,
    weights: Mapping[str, int] | None = None,
) -> list[Match]:
    """The best people whom nothing rules out. `findable_only`: of those who let cities find them."""
    more = "AND p.is_findable" if findable_only else ""
    return _ranked(
        "w.opening_id = %(anchor)s", more, "p.code", weights, {"anchor": opening.pk, "limit": limit}
    )


def openings_for(
    profile: AdvisorProfile,
    *,
    today: date,
    limit: int = LIMIT,
    weights: Mapping[str, int] | None = None,
) -> list[Match]:
    """The best open calls that take applications."""
    more = "AND o.status = 'open' AND o.deadline_date >= %(today)s"
    params = {"anchor": profile.pk, "today": today, "limit": limit}
    return _ranked("a.advisor_id = %(anchor)s", more, "o.code", weights, params)


def _ranked(
    anchor: str, more: str, code: str, weights: Mapping[str, int] | None, params: dict[str, Any]
) -> list[Match]:
    names = MatchTerm.values
    with connection.cursor() as cursor:
        cursor.execute(_statement(anchor, more, code), {**params, **(weights or active_weights())})
        return [
            Match(opening, advisor, found, score, dict(zip(names, terms, strict=True)))
            for opening, advisor, found, score, *terms in cursor.fetchall()
        ]


def _statement(anchor: str, more: str, code: str) -> str:
    """Only names and fragments of this module are put in."""
    sums = ", ".join(f"{part} AS {term}" for term, part in _PARTS.items())
    substance = " + ".join(f"e.{term}" for term in SUBSTANCE)
    parts = {**{term: f"e.{term}" for term in TRAIT_TERMS}, **_ROW_PARTS}
    terms = ", ".join(
        f"(({parts[MatchTerm(t)]}) * %({t})s)::double precision AS {t}_points" for t in MatchTerm.values
    )
    total = " + ".join(f"{t}_points" for t in MatchTerm.values)
    columns = ", ".join(f"{t}_points" for t in MatchTerm.values)
    return f"""
WITH e AS (
  SELECT w.opening_id, a.advisor_id, {sums}
  FROM projects_openingtrait w JOIN projects_persontrait a ON a.trait = w.trait
  WHERE {anchor} GROUP BY w.opening_id, a.advisor_id
), t AS (
  SELECT e.opening_id, e.advisor_id, {code} AS code, {terms}
  FROM e JOIN projects_matchperson p ON p.advisor_id = e.advisor_id
         JOIN projects_opening o ON o.id = e.opening_id
  WHERE {substance} > 0 AND {_FITS} {more}
)
SELECT opening_id, advisor_id, code, {total} AS score, {columns} FROM t
ORDER BY score DESC, code COLLATE "C" LIMIT %(limit)s"""  # noqa: S608

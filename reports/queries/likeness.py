"""Published reports whose problem is like another, and what the two have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core import words
from reports.models import OutcomeReport, ReportSearch
from reports.queries.published import published_reports, with_goals

DERIVED = ("terms", "size", "tok_version")
MOST_ASKED = 60  # terms of one question
MOST_OF_REPORT = 12  # terms by which a report finds its like: its page must not wait for more
FOUND = 30
NAMED = 5  # words in common that a reader is told
# Each term in common counts the more, the fewer reports have it; a long report counts less for each.
# A term that every third report has says nothing, as soon as there are enough reports to know.
_RANKED = """
WITH asked AS (SELECT unnest(%(terms)s::varchar[]) AS term),
     counted AS (SELECT count(*)::float AS number, greatest(avg(size), 1)::float AS usual FROM reports_reportsearch),
     found AS MATERIALIZED (
       SELECT row.report_id, row.size, asked.term
         FROM asked JOIN reports_reportsearch row ON row.terms @> ARRAY[asked.term]
        WHERE row.report_id <> %(but)s
     ),
     telling AS MATERIALIZED (
       SELECT term, ln(1 + counted.number / count(*)) AS weight
         FROM found CROSS JOIN counted
        GROUP BY term, counted.number
       HAVING count(*) <= greatest(10, counted.number / 3)
     ),
     best AS (
       SELECT report_id, sum(weight) / (0.6 + 0.4 * max(size) / max(usual)) AS score
         FROM found JOIN telling USING (term) CROSS JOIN counted
        GROUP BY report_id
       HAVING count(*) > 1 OR %(few)s
        ORDER BY score DESC, report_id DESC
        LIMIT %(most)s
     )
SELECT report_id, array_agg(term ORDER BY weight DESC, term)
  FROM best JOIN found USING (report_id) JOIN telling USING (term)
 GROUP BY report_id, score
 ORDER BY score DESC, report_id DESC
"""


@dataclass(frozen=True, slots=True)
class Like:
    """A report, and the telling words it shares with what was asked, the rarest first."""

    report_id: int
    shared: tuple[str, ...]


def searchable_reports() -> QuerySet[OutcomeReport]:
    return OutcomeReport.objects.filter(status="published")


def search_row(report: OutcomeReport) -> ReportSearch:
    """Not saved."""
    terms = sorted(words.meanings("\n".join((report.title, report.summary, report.problem))))
    return ReportSearch(report=report, terms=terms, size=len(terms), tok_version=words.VERSION)


def reports_like(text: str, *, but: int = 0, most: int = FOUND, most_asked: int = MOST_ASKED) -> list[Like]:
    """The likest first. One word in common is enough only where nothing has two."""
    asked = dict(list(words.meanings(text).items())[:most_asked])
    values: dict[str, Any] = {"terms": list(asked), "but": but, "most": most}
    if not asked:
        return []
    return _ranked(asked, {**values, "few": False}) or _ranked(asked, {**values, "few": True})


def _ranked(asked: Mapping[str, str], values: dict[str, Any]) -> list[Like]:
    with connection.cursor() as cursor:
        cursor.execute(_RANKED, values)
        return [Like(pk, _in_words(terms, asked)) for pk, terms in cursor.fetchall()]


def others_like(report: OutcomeReport, *, most: int = 3) -> list[OutcomeReport]:
    """Reports of other activities with a problem like this one's; each with its `shared` words."""
    return with_shared(
        with_goals(published_reports()), reports_like(report.problem, but=report.pk, most=most)
    )


def with_shared(rows: QuerySet[OutcomeReport], found: list[Like]) -> list[OutcomeReport]:
    """Those of `rows` that were found, the likest first."""
    loaded: Mapping[int, OutcomeReport] = rows.in_bulk([each.report_id for each in found])
    result = []
    for each in found:
        if row := loaded.get(each.report_id):
            row.shared = each.shared  # type: ignore[attr-defined]
            result.append(row)
    return result


def _in_words(terms: list[str], asked: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(asked[term] for term in terms))[:NAMED]

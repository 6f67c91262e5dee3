"""The figures of the whole country: from the tally, beside the counter's pivot and beside counting rows; documents."""

from typing import Any

from django.db import connection

from core import dates
from core.documents import pdf
from reports.documents import yearly
from reports.documents.outcome import report_document
from reports.figures import FIGURES, Scope
from reports.queries import tally
from reports.queries.handling import cases_today
from reports.queries.likeness import reports_like
from reports.queries.published import as_told, published_reports
from tests.bench.measure import Row

PROBLEM = "窓口の待ち時間が長く、申請書に書くことが多い。職員も同じことを何度も聞かれている。"
PIVOT = f"SELECT municipality_id, {', '.join(f'sum({key})' for key in FIGURES)} FROM reports_tally GROUP BY 1"


def _ask(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _count_rows() -> dict[str, int]:
    """What the tally saves: counting each figure over its table."""
    return {key: figure.rows(Scope()).order_by().count() for key, figure in FIGURES.items()}


def rows() -> list[Row]:
    from django.utils import timezone

    year = dates.fiscal_year(dates.today())
    found = yearly.lines(year)
    report = as_told(published_reports()).first()
    assert report is not None
    return [
        Row("figures of one year", lambda: tally.counts(Scope(fiscal_year=year)), lambda: _ask(PIVOT), 5, 10),
        Row(
            "figures of all years",
            lambda: tally.counts(Scope()),
            _count_rows,
            0.05,
            differs="raw counts the rows",
        ),
        Row("figures by municipality", lambda: tally.counts_by_place(Scope()), lambda: _ask(PIVOT), 5),
        Row("days until an answer, one year", lambda: tally.days_to_answer(Scope(fiscal_year=year))),
        Row("reports with a problem like this", lambda: reports_like(PROBLEM)),
        Row("要対応, all rules", lambda: cases_today(timezone.now())),
        Row("PDF of an outcome report", lambda: pdf(report_document(report, reader=None)), target=300),
        Row("PDF of the yearly report", lambda: pdf(yearly.yearly_report(year, found))),
    ]

"""Keeping what reports are found by equal to the reports, in the same transaction."""

from django.db.models import Q

from audit import changes
from core.search_table import SearchTable
from reports.models import OutcomeReport, ReportSearch
from reports.queries.likeness import DERIVED, search_row, searchable_reports

REPORTS = SearchTable(ReportSearch, DERIVED, searchable_reports, search_row)


def follow_sources() -> None:
    """Called once when the app is ready."""
    changes.follow(OutcomeReport, lambda row: REPORTS.refresh(Q(pk=row.pk)))

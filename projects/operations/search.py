"""Keeping the search table equal to the openings, in the same transaction."""

from django.db.models import Q

from audit import changes
from core.search_table import SearchTable
from municipalities.models import Department, Field, Municipality
from projects.models import Opening, OpeningSearch, Project
from projects.queries.indexing import DERIVED, search_row, searchable_openings

OPENINGS = SearchTable(OpeningSearch, DERIVED, searchable_openings, search_row)


def follow_sources() -> None:
    """Called once when the app is ready: whatever an opening is found by keeps its row current."""
    changes.follow(Opening, lambda row: OPENINGS.refresh(Q(pk=row.pk)))
    changes.follow(Project, lambda row: OPENINGS.refresh(Q(project=row)))
    changes.follow(Department, lambda row: OPENINGS.refresh(Q(project__department=row)))
    changes.follow(Field, lambda row: OPENINGS.refresh(Q(project__field=row)))
    changes.follow(
        Municipality,
        lambda row: OPENINGS.refresh(Q(municipality=row) | Q(municipality__prefecture=row)),
    )

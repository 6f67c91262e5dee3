"""Keeping the search table equal to the openings, in the same transaction."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from audit import changes
from core import words
from municipalities.models import Department, Field, Municipality
from projects.models import Opening, OpeningSearch, Project
from projects.queries.indexing import DERIVED, differs, search_row, searchable_openings
from projects.rules import PUBLIC_OPENING_STATES

BATCH = 500


def follow_sources() -> None:
    """Called once when the app is ready: whatever an opening is found by keeps its row current."""
    changes.follow(Opening, lambda row: refresh_search(Q(pk=row.pk)))
    changes.follow(Project, lambda row: refresh_search(Q(project=row)))
    changes.follow(Department, lambda row: refresh_search(Q(project__department=row)))
    changes.follow(Field, lambda row: refresh_search(Q(project__field=row)))
    changes.follow(
        Municipality,
        lambda row: refresh_search(Q(municipality=row) | Q(municipality__prefecture=row)),
    )


@transaction.atomic
def refresh_search(which: Q) -> int:
    """Writes the rows of these openings anew and takes away those of openings no longer public."""
    sources = Opening.objects.filter(which)
    gone = sources.exclude(pk__in=searchable_openings().values("pk"))
    OpeningSearch.objects.filter(opening__in=gone).delete()
    return sum(_write(batch) for batch in _batches(searchable_openings().filter(which)))


def index_missing() -> int:
    """Rows that are not there yet or come from an older tokeniser; quick when there are none."""
    return refresh_search(
        Q(status__in=PUBLIC_OPENING_STATES) & (Q(search_row=None) | ~Q(search_row__tok_version=words.VERSION))
    )


def rebuild_search() -> int:
    """Every row anew, in batches that each are a transaction; readers see no gap."""
    _drop_gone()
    return sum(_write(batch) for batch in _batches(searchable_openings()))


def mend_search() -> list[int]:
    """Compares every row with a fresh computation and mends it; returns which openings differed."""
    mended = _drop_gone()
    for batch in _batches(searchable_openings()):
        stored = OpeningSearch.objects.in_bulk([row.pk for row in batch])
        wrong = [row for row in batch if differs(stored.get(row.pk), row)]
        _write(wrong)
        mended += [row.pk for row in wrong]
    return mended


def _drop_gone() -> list[int]:
    gone = OpeningSearch.objects.exclude(opening__in=searchable_openings().values("pk"))
    ids = list(gone.values_list("pk", flat=True))
    OpeningSearch.objects.filter(pk__in=ids).delete()
    return ids


def _batches(openings: QuerySet[Opening]) -> Iterator[list[OpeningSearch]]:
    last: Any = 0
    while True:
        with transaction.atomic():
            batch = list(openings.filter(pk__gt=last).order_by("pk").select_for_update(of=("self",))[:BATCH])
            if not batch:
                return
            yield [search_row(opening) for opening in batch]
            last = batch[-1].pk


def _write(rows: list[OpeningSearch]) -> int:
    OpeningSearch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["opening"], update_fields=DERIVED
    )
    return len(rows)

"""Keeping the search table equal to the profiles, in the same transaction."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from advisors.models import AdvisorProfile, AdvisorSearch, Experience
from advisors.queries.indexing import DERIVED, differs, findable_profiles, search_row
from audit import changes
from core import words
from municipalities.models import Field

BATCH = 500


def follow_sources() -> None:
    """Called once when the app is ready: whatever a person is found by keeps the row current."""
    changes.follow(AdvisorProfile, lambda row: refresh_search(Q(pk=row.pk)))
    changes.follow(Experience, lambda row: refresh_search(Q(pk=row.advisor_id)))
    changes.follow(User, lambda row: refresh_search(Q(user=row)))
    changes.follow(Field, lambda row: refresh_search(Q(fields=row)))


@transaction.atomic
def refresh_search(which: Q) -> int:
    """Writes the rows of these profiles anew and takes away those of people no longer to be found."""
    gone = AdvisorProfile.objects.filter(which).exclude(pk__in=findable_profiles().values("pk"))
    AdvisorSearch.objects.filter(advisor__in=gone).delete()
    return sum(_write(batch) for batch in _batches(findable_profiles().filter(which)))


def index_missing() -> int:
    """Rows that are not there yet or come from an older tokeniser; quick when there are none."""
    return refresh_search(Q(search_row=None) | ~Q(search_row__tok_version=words.VERSION))


def rebuild_search() -> int:
    """Every row anew, in batches that each are a transaction; readers see no gap."""
    _drop_gone()
    return sum(_write(batch) for batch in _batches(findable_profiles()))


def mend_search() -> list[int]:
    """Compares every row with a fresh computation and mends it; returns which profiles differed."""
    mended = _drop_gone()
    for batch in _batches(findable_profiles()):
        stored = AdvisorSearch.objects.in_bulk([row.pk for row in batch])
        wrong = [row for row in batch if differs(stored.get(row.pk), row)]
        _write(wrong)
        mended += [row.pk for row in wrong]
    return mended


def _drop_gone() -> list[int]:
    gone = AdvisorSearch.objects.exclude(advisor__in=findable_profiles().values("pk"))
    ids = list(gone.values_list("pk", flat=True))
    AdvisorSearch.objects.filter(pk__in=ids).delete()
    return ids


def _batches(profiles: QuerySet[AdvisorProfile]) -> Iterator[list[AdvisorSearch]]:
    last: Any = 0
    while True:
        with transaction.atomic():
            rows = profiles.filter(pk__gt=last).order_by("pk").distinct()
            batch = list(rows.filter(pk__in=_locked_ids(rows)))
            if not batch:
                return
            yield [search_row(profile) for profile in batch]
            last = batch[-1].pk


def _locked_ids(profiles: QuerySet[AdvisorProfile]) -> list[int]:
    ids = list(profiles.values_list("pk", flat=True)[:BATCH])
    rows = AdvisorProfile.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    return list(rows.values_list("pk", flat=True))


def _write(rows: list[AdvisorSearch]) -> int:
    AdvisorSearch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["advisor"], update_fields=DERIVED
    )
    return len(rows)

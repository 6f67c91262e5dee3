"""A narrow table that rows are found by, kept equal to its sources in the same transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from core import words

BATCH = 500


@dataclass(frozen=True, slots=True)
class SearchTable:
    """`table` has its source as primary key (related name `search_row`) and a `tok_version`.

    `sources()` are those to be found, with everything loaded that `row(source)` reads; `row` gives an
    unsaved row. `derived` are the columns computed from the source; any others are left as they are.
    """

    table: type[Model]
    derived: tuple[str, ...]
    sources: Callable[[], QuerySet[Any]]
    row: Callable[[Any], Any]

    def refresh(self, which: Q) -> int:
        """Writes the rows of these sources anew and takes away those of sources no longer to be found."""
        with transaction.atomic():
            chosen = self._source._default_manager.filter(which)
            gone = chosen.exclude(pk__in=self.sources().values("pk"))
            self._rows.filter(pk__in=gone.values("pk")).delete()
            return self._write_all(self.sources().filter(pk__in=chosen.values("pk")))

    def index_missing(self) -> int:
        """Rows that are not there yet or come from an older tokeniser; quick when there are none."""
        missing = Q(search_row=None) | ~Q(search_row__tok_version=words.VERSION)
        return self._write_all(self.sources().filter(missing))

    def rebuild(self) -> int:
        """Every row anew, in batches that each are a transaction; readers see no gap."""
        self._drop_gone()
        return self._write_all(self.sources())

    def mend(self) -> list[int]:
        """Compares every row with a fresh computation and mends it; returns which sources differed."""
        mended = self._drop_gone()
        for batch in self._batches(self.sources()):
            stored = self._rows.in_bulk([row.pk for row in batch])
            wrong = [row for row in batch if self.differs(stored.get(row.pk), row)]
            self._write(wrong)
            mended += [row.pk for row in wrong]
        return mended

    def differs(self, stored: Any, fresh: Any) -> bool:
        return stored is None or any(getattr(stored, name) != getattr(fresh, name) for name in self.derived)

    @property
    def _rows(self) -> QuerySet[Any]:
        return self.table._default_manager.all()

    @property
    def _source(self) -> type[Model]:
        found: type[Model] = self.sources().model
        return found

    def _drop_gone(self) -> list[int]:
        ids = list(self._rows.exclude(pk__in=self.sources().values("pk")).values_list("pk", flat=True))
        self._rows.filter(pk__in=ids).delete()
        return ids

    def _batches(self, sources: QuerySet[Any]) -> Iterator[list[Any]]:
        last: Any = 0
        while True:
            with transaction.atomic():
                rows = sources.filter(pk__gt=last).order_by("pk").select_for_update(of=("self",))
                batch = list(rows[:BATCH])
                if not batch:
                    return
                yield [self.row(source) for source in batch]
                last = batch[-1].pk

    def _write_all(self, sources: QuerySet[Any]) -> int:
        return sum(self._write(batch) for batch in self._batches(sources))

    def _write(self, rows: list[Any]) -> int:
        key = self.table._meta.pk.name
        self.table._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=[key], update_fields=self.derived
        )
        return len(rows)

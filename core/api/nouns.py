"""What an app declares about a noun: its rows, who may read them, how they look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from core.api.rows import RowSerializer
from core.api.scopes import Group
from core.filters import FilterForm

Rows = Callable[[Any], QuerySet[Any]]


@dataclass(frozen=True)
class Noun:
    """`rows(reader)` is what the reader may see, `record(reader)` the same with all that one row shows.

    `permission` is asked about a row, `listing` (else `permission`) before a list. `filters` maps a
    parameter to a lookup; `narrowed(filter, reader)` lists what a page's own filter finds. Every list
    is ordered by `order`: newest first, or by the public key itself.
    """

    name: str
    group: Group
    rows: Rows
    permission: str
    row: type[RowSerializer]
    item: type[RowSerializer] | None = None
    record: Rows | None = None
    listing: str = ""
    order: str = "-pk"
    key: str = "code"
    filters: Mapping[str, str] = field(default_factory=dict)
    filter_class: type[FilterForm] | None = None
    narrowed: Callable[[Any, Any], QuerySet[Any]] | None = None

    @property
    def label(self) -> str:
        return str(self.row.Meta.model._meta.verbose_name)  # type: ignore[attr-defined]

    @property
    def path_name(self) -> str:
        return self.name.replace("/", "-")

    def one(self, reader: Any) -> QuerySet[Any]:
        return (self.record or self.rows)(reader)

    @property
    def in_lists(self) -> type[RowSerializer]:
        return self.item or self.row

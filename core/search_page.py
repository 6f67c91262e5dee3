"""A search on a page: words, facets with counts, keyset pages, and a way out when nothing is found."""

from typing import Any, ClassVar

from core.paging import CAP, Cursor, Found, keyset_links, read_cursor
from core.searching import SearchFilter
from core.views import Page


class SearchPage(Page):
    """With htmx only what changes is sent, so that typing in the search box goes on."""

    filter_class: ClassVar[type[SearchFilter]]
    fragment_name: ClassVar[str]
    rows_name: ClassVar[str]

    def find(self, criteria: Any, cursor: Cursor | None) -> Found:
        raise NotImplementedError

    def key_length(self, criteria: Any) -> int:
        raise NotImplementedError

    def relaxed(self, criteria: Any) -> dict[str, int]:
        """How many each criterion, taken away, would give."""
        raise NotImplementedError

    def shown(self, rows: list[Any]) -> list[Any]:
        """The rows as the template takes them."""
        return rows

    def get_template_names(self) -> list[str]:
        htmx: Any = getattr(self.request, "htmx", None)
        fragment = bool(htmx) and not htmx.history_restore_request
        return [self.fragment_name if fragment else str(self.template_name)]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        chosen = self.filter_class(self.request.GET)
        criteria = chosen.criteria()
        cursor = read_cursor(self.request.GET, self.key_length(criteria))
        found = self.find(criteria, cursor)
        applied = chosen.applied()
        help_out = {} if found.total else self.no_results(chosen, criteria)
        chosen.show_counts(found.facets)
        return super().get_context_data(
            **{self.rows_name: self.shown(found.rows)},
            filter=chosen,
            applied=applied,
            total=min(found.total, CAP),
            is_capped=found.total > CAP,
            links=keyset_links(chosen.address(), previous=found.previous, following=found.following),
            **help_out,
            **context,
        )

    def no_results(self, chosen: SearchFilter, criteria: Any) -> dict[str, Any]:
        """What would give results: one criterion less, the whole region, another spelling."""
        ways = chosen.ways_out(self.relaxed(criteria))
        return {"ways_out": ways, "wider": chosen.wider_place(), "correction": chosen.correction()}

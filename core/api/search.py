"""The list endpoint of a noun that has a search: criteria, order and keyset pages of its page."""

from dataclasses import replace
from typing import Any, ClassVar

from rest_framework.request import Request

from core.api import paging
from core.api.endpoints import Description, ListEndpoint
from core.paging import Cursor, Found, Key, read_cursor
from core.searching import SearchFilter


class SearchEndpoint(ListEndpoint):
    filter_class: ClassVar[type[SearchFilter]]

    def find(self, criteria: Any, cursor: Cursor | None) -> Found:
        raise NotImplementedError

    def key_length(self, criteria: Any) -> int:
        raise NotImplementedError

    def page(self, request: Request) -> paging.Cut:
        query = request.query_params
        chosen = self.filter_class(query)
        paging.refuse_unknown(query, {*chosen.fields, "after", "before"})
        paging.refuse_unread(chosen, query)
        criteria = chosen.criteria()
        cursor = read_cursor(query, self.key_length(criteria))
        if cursor is None and ({"after", "before"} & set(query)):
            raise paging.bad_cursor()
        found = self.find(criteria, cursor)
        return paging.Cut(
            found.rows,
            _address(request, "before", found.previous),
            _address(request, "after", found.following),
            {"total": found.total, "facets": found.facets},
        )

    def describe(self, method: str) -> Description:
        return replace(super().describe(method), counted=True)

    def parameters(self) -> list[dict[str, Any]]:
        return paging.parameters_of(self.noun, sized=False)


def _address(request: Request, name: str, key: Key | None) -> str | None:
    return None if key is None else paging.address(request, **{name: "-".join(map(str, key))})

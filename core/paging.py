"""Lists in pages, as components/pagination.html takes them: 1 … 4 [5] 6 … 100, or by keyset.

A keyset page begins after (or ends before) the key of a row, so that the hundredth page costs what
the first costs and nothing is skipped when rows arrive meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict

from core.filters import FilterForm
from core.views import ListPage

CAP = 1000  # beyond this a count says 「1,000件以上」
Key = tuple[int, ...]
_MAX_INT = 2**62


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a keyset page begins: after a key, or (backwards) before it."""

    key: Key
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search. `facets` maps a dimension to value → count under all other criteria; `total`
    stops at CAP + 1; `previous` and `following` are keys for cursors, None at the ends.
    """

    rows: list[Any]
    facets: dict[str, dict[str, int]]
    total: int
    previous: Key | None
    following: Key | None


def found_page(
    keys: list[Key],
    cursor: Cursor | None,
    *,
    has_more: bool,
    loaded: Mapping[int, Any],
    counts: tuple[dict[str, dict[str, int]], int],
) -> Found:
    """`keys` are in reading order and end with the id; `has_more` is meant in the cursor's direction."""
    facets, total = counts
    backwards = cursor is not None and cursor.backwards
    has_previous = has_more if backwards else cursor is not None
    has_next = True if backwards else has_more
    return Found(
        rows=[loaded[key[-1]] for key in keys if key[-1] in loaded],
        facets=facets,
        total=min(total, CAP + 1),
        previous=keys[0] if keys and has_previous else None,
        following=keys[-1] if keys and has_next else None,
    )


def read_cursor(query: QueryDict, parts: int) -> Cursor | None:
    """The cursor in the address; None for the first page and for what is no cursor of `parts` numbers."""
    for name in ("after", "before"):
        numbers = query.get(name, "").split("-")
        if len(numbers) == parts and all(_is_number(each) for each in numbers):
            return Cursor(tuple(map(int, numbers)), backwards=name == "before")
    return None


def keyset_links(address: str, *, previous: Key | None, following: Key | None) -> dict[str, str]:
    """`address` is the list with its criteria (`?…`) and no cursor."""
    return {
        "previous_url": _cursor_url(address, "before", previous),
        "next_url": _cursor_url(address, "after", following),
    }


def _cursor_url(address: str, name: str, key: Key | None) -> str:
    if key is None:
        return ""
    joint = "" if address.endswith("?") else "&"
    return f"{address}{joint}{name}={'-'.join(map(str, key))}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _MAX_INT


def page_links(page: Page[Any], query: QueryDict) -> dict[str, Any]:
    """`previous_url`, `next_url` and `pages`; the rest of the query string stays as it is."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "previous_url": _address(query, page.number - 1) if page.has_previous() else "",
        "next_url": _address(query, page.number + 1) if page.has_next() else "",
        "pages": [_entry(query, number, page.number) for number in numbers],
    }


def _entry(query: QueryDict, number: int | str, current: int) -> dict[str, Any]:
    gap = not isinstance(number, int)
    url = "" if gap else _address(query, int(number))
    return {"number": number, "url": url, "current": number == current, "gap": gap}


def _address(query: QueryDict, number: int) -> str:
    changed = query.copy()
    changed["page"] = str(number)
    return f"?{changed.urlencode()}"


class PagedList(ListPage):
    """A list with its page links; with a `filter_class`, narrowed by what the address says."""

    filter_class: ClassVar[type[FilterForm] | None] = None
    filter: FilterForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.filter_class is not None:
            self.filter = self.build_filter(self.filter_class)

    def build_filter(self, filter_class: Any) -> Any:
        """For a filter that needs to know more than the address."""
        return filter_class(self.request.GET)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        result["links"] = page_links(result["page_obj"], self.request.GET)
        if self.filter_class is not None:
            result |= {"filter": self.filter, "applied": self.filter.applied()}
        return result

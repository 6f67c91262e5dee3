"""Lists in pages: 1 … 4 [5] 6 … 100, as components/pagination.html takes them."""

from typing import Any, ClassVar

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict

from core.filters import FilterForm
from core.views import ListPage


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
            self.filter = self.filter_class(request.GET)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        result["links"] = page_links(result["page_obj"], self.request.GET)
        if self.filter_class is not None:
            result |= {"filter": self.filter, "applied": self.filter.applied()}
        return result

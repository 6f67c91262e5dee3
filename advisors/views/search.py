"""専門家を探す: whom a city may find, and what it may read of them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from advisors.filters import AdvisorFilter
from advisors.models import AdvisorProfile
from advisors.queries import advisors_visible_to
from advisors.queries.search import key_length, relaxed_counts, search_advisors
from advisors.track_record import feats_of
from core import dates
from core.paging import CAP, keyset_links, read_cursor
from core.views import Page, RowPage

FIND = "advisors.find_advisors"


class DeskAdvisors(Page):
    """With htmx only what changes is sent, so that typing in the search box goes on."""

    permission = FIND
    template_name = "advisors/desk_advisors.html"

    def get_template_names(self) -> list[str]:
        htmx: Any = getattr(self.request, "htmx", None)
        fragment = bool(htmx) and not htmx.history_restore_request
        return ["advisors/_advisors_found.html" if fragment else self.template_name]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        chosen = AdvisorFilter(self.request.GET)
        criteria = chosen.criteria()
        cursor = read_cursor(self.request.GET, key_length(criteria))
        found = search_advisors(criteria, self.reader, cursor=cursor)
        applied = chosen.applied()
        help_out = {} if found.total else no_results(chosen, self.reader)
        chosen.show_counts(found.facets)
        return super().get_context_data(
            filter=chosen,
            applied=applied,
            advisors=with_absence(found.rows),
            total=min(found.total, CAP),
            is_capped=found.total > CAP,
            links=keyset_links(chosen.address(), previous=found.previous, following=found.following),
            **help_out,
            **context,
        )


def with_absence(advisors: list[AdvisorProfile]) -> list[tuple[AdvisorProfile, bool]]:
    """Each with whether the person is away today."""
    today = dates.jst_date(timezone.now())
    return [(advisor, advisor.is_absent(today)) for advisor in advisors]


def no_results(chosen: AdvisorFilter, reader: Any) -> dict[str, Any]:
    """What would give results: one criterion less, the whole region, another spelling."""
    criteria = chosen.criteria()
    ways = chosen.ways_out(relaxed_counts(criteria, reader, criteria.in_force()))
    return {"ways_out": ways, "wider": chosen.wider_place(), "correction": chosen.correction()}


class DeskAdvisor(RowPage):
    """A professional as a city sees one, with what the person has done on the portal."""

    permission = FIND
    row_name = "advisor"
    template_name = "advisors/desk_advisor.html"

    def queryset(self) -> QuerySet[AdvisorProfile]:
        return advisors_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            feats=feats_of(self.row), is_absent=self.row.is_absent(dates.today()), **context
        )

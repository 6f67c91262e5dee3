"""専門家を探す: whom a city may find, and what it may read of them."""

from typing import Any

from django.db.models import QuerySet

from advisors.filters import AdvisorFilter
from advisors.models import AdvisorProfile
from advisors.queries import advisors_visible_to
from advisors.queries.search import Criteria, key_length, relaxed_counts, search_advisors
from advisors.track_record import feats_of
from core import dates
from core.paging import Cursor, Found
from core.search_page import SearchPage
from core.views import RowPage

FIND = "advisors.find_advisors"


class DeskAdvisors(SearchPage):
    permission = FIND
    template_name = "advisors/desk_advisors.html"
    fragment_name = "advisors/_advisors_found.html"
    filter_class = AdvisorFilter
    rows_name = "advisors"

    def find(self, criteria: Criteria, cursor: Cursor | None) -> Found:
        return search_advisors(criteria, self.reader, cursor=cursor)

    def key_length(self, criteria: Criteria) -> int:
        return key_length(criteria)

    def relaxed(self, criteria: Criteria) -> dict[str, int]:
        return relaxed_counts(criteria, self.reader, criteria.in_force())

    def shown(self, rows: list[AdvisorProfile]) -> list[tuple[AdvisorProfile, bool]]:
        """Each with whether the person is away today."""
        today = dates.today()
        return [(advisor, advisor.is_absent(today)) for advisor in rows]


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

"""One municipality or prefecture: its agreements, its calls and what came of them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core import dates
from core.views import PUBLIC, RowPage
from municipalities.models import Municipality
from municipalities.queries import agreements_in_force, members_of
from projects.queries import openings_of_municipality, past_openings, taking_applications
from reports.queries.published import joint_reports_within, reports_within, with_goals

SHOWN = 12


class MunicipalityPage(RowPage):
    """A prefecture also lists its members, and shows the calls and reports of all of them."""

    permission = PUBLIC
    row_name = "municipality"
    template_name = "municipalities/municipality.html"

    def queryset(self) -> QuerySet[Municipality]:
        return Municipality.objects.select_related("prefecture", "successor")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        place: Municipality = self.row
        calls, now = openings_of_municipality(place), timezone.now()
        return super().get_context_data(
            agreements=agreements_in_force(place, dates.today()),
            open_calls=taking_applications(calls, now)[:SHOWN],
            past_calls=past_openings(calls, now)[:SHOWN],
            reports=with_goals(reports_within(place))[:SHOWN],
            joint_reports=joint_reports_within(place)[:SHOWN],
            members=members_of(place) if place.kind == "prefecture" else [],
            **context,
        )

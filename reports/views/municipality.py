"""One municipality or prefecture: its agreements, its calls and what came of them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core import dates
from core.views import PUBLIC, RowPage
from municipalities.models import Municipality
from municipalities.queries import agreements_in_force, agreements_of_the_past
from projects.queries import openings_of_municipality, past_openings, taking_applications
from reports.queries.places import answer_record, members_with_figures
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
        calls, now, today = openings_of_municipality(place), timezone.now(), dates.today()
        return super().get_context_data(
            agreements=agreements_in_force(place, today),
            past_agreements=agreements_of_the_past(place, today),
            open_calls=taking_applications(calls, now)[:SHOWN],
            past_calls=past_openings(calls, now)[:SHOWN],
            reports=with_goals(reports_within(place))[:SHOWN],
            joint_reports=joint_reports_within(place)[:SHOWN],
            answers=answer_record(place, today),
            members=members_with_figures(place, today) if place.kind == "prefecture" else [],
            **context,
        )

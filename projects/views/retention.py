"""What personal data of applicants the city holds, until when, and what was erased."""

from typing import Any

from django.db.models import QuerySet

from core import dates
from core.paging import PagedList
from municipalities.queries import municipalities_of
from projects.models import Erasure, Opening
from projects.queries.retention import (
    FILE_REGISTER_PERSONS,
    MONTHS_KEPT,
    erasures_visible_to,
    holdings,
    persons_held,
)


class PersonalData(PagedList):
    """The log in pages; above it, per city, what is held now."""

    permission = "municipalities.enter_desk"
    template_name = "projects/personal_data.html"
    context_object_name = "erasures"

    def get_queryset(self) -> QuerySet[Erasure]:
        return erasures_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        cities = [
            {
                "city": city,
                "persons": persons_held(city),
                "openings": [(opening, _last_day(opening)) for opening in holdings(city)],
            }
            for city in municipalities_of(self.reader)
        ]
        return super().get_context_data(
            cities=cities, register_from=FILE_REGISTER_PERSONS, months=MONTHS_KEPT, **context
        )


def _last_day(opening: Opening) -> Any:
    """By when the last application of the opening has to be gone."""
    latest = dates.jst_date(opening.latest)  # type: ignore[attr-defined]
    return dates.months_before(latest, -MONTHS_KEPT)

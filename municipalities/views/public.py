"""Finding a municipality. The page of one municipality belongs to `reports`, which knows its reports."""

from typing import Any

from django.db.models import QuerySet

from core import dates
from core.paging import PagedList
from core.views import PUBLIC
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from municipalities.queries import prefectures_by_region


class Municipalities(PagedList):
    """Without a criterion, the prefectures by region; otherwise what was found."""

    permission = PUBLIC
    template_name = "municipalities/municipalities.html"
    context_object_name = "municipalities"
    paginate_by = 50
    filter_class = MunicipalityFilter
    filter: MunicipalityFilter

    def get_queryset(self) -> QuerySet[Municipality]:
        if not self.filter.applied():
            return Municipality.objects.none()
        return self.filter.municipalities(dates.today())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        regions = [] if self.filter.applied() else prefectures_by_region()
        return super().get_context_data(regions=regions, **context)

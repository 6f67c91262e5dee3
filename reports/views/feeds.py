"""Feeds of the reports, and of everything one municipality publishes."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core import feeds
from core.views import RowMixin
from municipalities.models import Municipality
from projects.queries import openings_of_municipality
from projects.views.opening_exports import opening_entries
from reports.filters import ReportFilter
from reports.models import OutcomeReport
from reports.queries.published import reports_within


def report_entries(rows: Iterable[OutcomeReport]) -> Iterator[feeds.Entry]:
    for row in rows:
        assert row.published_at is not None  # a constraint: what is public was published
        place = row.municipality.full_name
        yield feeds.Entry(
            tag=f"report:{row.code}",
            title=f"{row.title}（{place}）",
            path=row.get_absolute_url(),
            summary=row.summary,
            author=place,
            published=row.published_at,
            updated=row.published_at,
            categories=(row.engagement.project.field.name,),
        )


class ReportsFeed(feeds.FeedPage):
    """Takes the same criteria as the list."""

    def title(self) -> str:
        return _("活動報告")

    def list_path(self) -> str:
        return reverse("reports") + ReportFilter(self.request.GET).address()

    def entries(self) -> Iterator[feeds.Entry]:
        return report_entries(ReportFilter(self.request.GET).reports()[: feeds.LENGTH])


class MunicipalityFeed(RowMixin, feeds.FeedPage):
    """Calls and reports of one place, a prefecture with everything in it."""

    row: Municipality

    def queryset(self) -> QuerySet[Municipality]:
        return Municipality.objects.select_related("prefecture")

    def title(self) -> str:
        return self.row.full_name

    def list_path(self) -> str:
        return self.row.get_absolute_url()

    def entries(self) -> list[feeds.Entry]:
        both = [
            *opening_entries(openings_of_municipality(self.row)[: feeds.LENGTH]),
            *report_entries(reports_within(self.row)[: feeds.LENGTH]),
        ]
        return sorted(both, key=lambda entry: entry.published, reverse=True)[: feeds.LENGTH]

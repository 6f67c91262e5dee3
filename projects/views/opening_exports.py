"""Openings for other programs: a feed of the list, and the dates of one for a calendar."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendars, feeds
from core.views import PUBLIC, RowMixin
from projects.filters import OpeningFilter
from projects.models import Opening
from projects.queries import public_openings
from projects.queries.search import newest_openings


def opening_entries(rows: Iterable[Opening]) -> Iterator[feeds.Entry]:
    for row in rows:
        assert row.published_at is not None  # a constraint: what is public was published
        place = row.municipality.full_name
        yield feeds.Entry(
            tag=f"opening:{row.code}",
            title=f"{row.title}（{place}）",
            path=row.get_absolute_url(),
            summary=row.summary,
            author=place,
            published=row.published_at,
            updated=row.released_at or row.published_at,
            categories=(row.project.field.name,),
        )


class OpeningsFeed(feeds.FeedPage):
    """Takes the same criteria as the list."""

    def title(self) -> str:
        return _("募集")

    def list_path(self) -> str:
        return reverse("openings") + OpeningFilter(self.request.GET).address()

    def entries(self) -> Iterator[feeds.Entry]:
        criteria = OpeningFilter(self.request.GET).criteria()
        return opening_entries(newest_openings(criteria, at=timezone.now(), most=feeds.LENGTH))


class OpeningDates(RowMixin):
    """The last day to apply and the day by which an answer is promised, as an .ics file."""

    permission = PUBLIC

    def queryset(self) -> QuerySet[Opening]:
        return public_openings()

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        opening: Opening = self.row
        url = request.build_absolute_uri(opening.get_absolute_url())
        title, place = opening.title, opening.municipality.full_name
        # How often it was amended, not the row's version: that would tell of a sealed decision.
        published = opening.amendments.count() + 1
        entries = [
            calendars.Entry(
                f"opening-{opening.code}-deadline",
                published,
                opening.closes_at,
                _("応募の締切：{title}（{place}）").format(title=title, place=place),
                _("この日の23時59分まで応募を受け付けます。"),
                url,
            ),
            calendars.Entry(
                f"opening-{opening.code}-answer",
                published,
                opening.answer_date,
                _("結果のお知らせ予定日：{title}（{place}）").format(title=title, place=place),
                _("自治体は、この日までに応募者全員に結果をお知らせします。"),
                url,
            ),
        ]
        return calendars.calendar_file(entries, at=timezone.now(), name=f"opening-{opening.code}")

"""Activities of one fiscal year as bars from April to March."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from core import dates
from municipalities.queries import of_prefecture
from projects.models import Engagement
from projects.queries import engagements_visible_to

UNIT = 26  # of the drawing, for one month
LENGTH = 12 * UNIT


@dataclass(frozen=True, slots=True)
class Bar:
    """`start` and `length` are in units of the drawing; `first` and `last` are months of the year shown."""

    engagement: Engagement
    start: int
    length: int
    first: int
    last: int
    goes_on_before: bool
    goes_on_after: bool


def engagements_in_year(
    user: Any, year: int, *, prefecture: str = "", field: str = ""
) -> QuerySet[Engagement]:
    """Those whose term touches the year, in the order in which they begin."""
    first, last = dates.fiscal_year_bounds(year)
    rows = engagements_visible_to(user).filter(start_date__lte=last, end_date__gte=first)
    if prefecture:
        rows = rows.filter(of_prefecture(prefecture, "municipality__"))
    if field:
        rows = rows.filter(project__field__slug=field)
    return rows.order_by("start_date", "id")


def bar_of(engagement: Engagement, year: int) -> Bar:
    first, last = dates.fiscal_year_bounds(year)
    begins, ends = max(engagement.start_date, first), min(engagement.end_date, last)
    start, end = _place(begins, year), _place(ends, year)
    return Bar(
        engagement,
        start,
        max(end - start, 2),
        begins.month,
        ends.month,
        goes_on_before=engagement.start_date < first,
        goes_on_after=engagement.end_date > last,
    )


def _place(day: date, year: int) -> int:
    """Where the day lies on the line; a month counts as thirty days."""
    months = (day.year - year) * 12 + day.month - 4
    return months * UNIT + min(day.day, 30) * UNIT // 30

"""稼働の記録 by month, the sheets, and what a month comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from core import dates
from municipalities.rules import roles_of
from projects.models import Deliverable, Engagement, HonorariumSheet, WorkEntry
from projects.payment import MonthPay, month_pay
from projects.queries.engagement import sees_engagement

CLAIMED = ("submitted", "approved")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of an engagement: what was done, what it comes to, and its sheet, if it was claimed."""

    first: date
    entries: list[WorkEntry]
    pay: MonthPay
    sheet: HonorariumSheet | None
    is_over: bool

    @property
    def is_claimable(self) -> bool:
        return self.is_over and self.sheet is None

    @property
    def may_grow(self) -> bool:
        return self.sheet is None or self.sheet.status == "returned"


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(first: date) -> date:
    return dates.months_before(first, -1)


def entries_visible_to(user: Any) -> QuerySet[WorkEntry]:
    rows = WorkEntry.objects.filter(sees_engagement(user, "engagement__"))
    return rows.select_related("sheet", "engagement__advisor__user", "engagement__project", "municipality")


def sheets_visible_to(user: Any) -> QuerySet[HonorariumSheet]:
    rows = HonorariumSheet.objects.filter(sees_engagement(user, "engagement__"))
    return rows.select_related(
        *("engagement__advisor__user", "engagement__project__department", "engagement__municipality"),
        *("engagement__application__opening", "municipality__prefecture", "approved_by"),
    )


def sheets_managed_by(user: Any) -> QuerySet[HonorariumSheet]:
    """Those of the user's municipalities, newest month first."""
    rows = sheets_visible_to(user).filter(municipality__in=roles_of(user))
    return rows.order_by("-month", "engagement__advisor__user__family_kana", "id")


def deliverables_paid_in(engagement: Engagement, first: date) -> QuerySet[Deliverable]:
    rows = engagement.deliverables.filter(status="accepted", delivered_date__gte=first)
    return rows.filter(delivered_date__lt=next_month(first)).order_by("delivered_date", "id")


def earned_besides(engagement: Engagement, first: date) -> int:
    """謝礼 on the claimed sheets of the other months, in yen."""
    others = engagement.sheets.filter(status__in=CLAIMED).exclude(month=first)
    return others.aggregate(yen=Sum("work_yen"))["yen"] or 0


def entries_in(engagement: Engagement, first: date) -> QuerySet[WorkEntry]:
    return engagement.entries.filter(done_on__gte=first, done_on__lt=next_month(first))


def pay_of_month(engagement: Engagement, first: date) -> MonthPay:
    return month_pay(
        engagement.application.opening,
        entries_in(engagement, first),
        deliverables=deliverables_paid_in(engagement, first),
        earned=earned_besides(engagement, first),
    )


def months_of(engagement: Engagement, day: date) -> list[Month]:
    """The months of the term up to `day` and every month with an entry, newest first; three queries."""
    entries = list(engagement.entries.select_related("sheet").order_by("done_on", "id"))
    sheets = {sheet.month: sheet for sheet in engagement.sheets.all()}
    products = list(engagement.deliverables.filter(status="accepted").order_by("delivered_date", "id"))
    firsts = {*_months_between(engagement.start_date, min(day, engagement.end_date)), *sheets}
    firsts |= {month_of(entry.done_on) for entry in entries}
    claimed = {first: sheet.work_yen for first, sheet in sheets.items() if sheet.status in CLAIMED}
    found = []
    for first in sorted(firsts, reverse=True):
        done = [entry for entry in entries if month_of(entry.done_on) == first]
        pay = month_pay(
            engagement.application.opening,
            done,
            deliverables=[row for row in products if month_of(row.delivered_date) == first],
            earned=sum(yen for month, yen in claimed.items() if month != first),
        )
        found.append(
            Month(first, done, pay, sheets.get(first), engagement.has_ended or next_month(first) <= day)
        )
    return found


def _months_between(start: date, end: date) -> Iterable[date]:
    first = month_of(start)
    while first <= end:
        yield first
        first = next_month(first)


def sheet_months(user: Any) -> list[date]:
    """The months there are sheets of, newest first; the last three years are enough to choose from."""
    months = sheets_managed_by(user).order_by("-month").values_list("month", flat=True)
    return list(months.distinct()[:36])


def sheet_sums(rows: QuerySet[HonorariumSheet]) -> dict[str, int]:
    """謝礼, 交通費 and their total in yen."""
    sums = rows.order_by().aggregate(work=Sum("work_yen", default=0), travel=Sum("travel_yen", default=0))
    return {**sums, "total": sums["work"] + sums["travel"]}

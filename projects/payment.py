"""A month's 謝礼 computed by the city's terms: pure, so that page, sheet, CSV and API say the same yen.

Rounding and minimum hold for each entry (one visit, one online session), as the cities' rules say:
高島市 pays 1,500 yen an hour, drops less than 30 minutes, rounds 30 or more up, and pays one hour at least.
Fractions of a yen are dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.enums import PayUnit, Place, Rounding, Travel

if TYPE_CHECKING:
    from projects.models import Deliverable, WorkEntry
    from projects.models.honorarium import HonorariumTerms

TRAVEL_PAID = frozenset({Travel.ACTUAL, Travel.ORDINANCE, Travel.ORDINANCE_ONLY})


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet, all money in yen. `count` is what the rate is multiplied with, in words."""

    day: date | None
    what: str
    place: str
    minutes: int
    count: str
    rate: int
    amount: int
    travel: int


@dataclass(frozen=True, slots=True)
class MonthPay:
    """`cut` is what the caps of the terms take away from the sum of the lines."""

    lines: Sequence[Line]
    work: int
    cut: int
    travel: int

    @property
    def total(self) -> int:
        return self.work + self.travel

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)


def month_pay(
    terms: "HonorariumTerms",
    entries: Iterable["WorkEntry"],
    *,
    deliverables: Iterable["Deliverable"] = (),
    earned: int = 0,
) -> MonthPay:
    """`entries` and accepted `deliverables` of one month; `earned` is the 謝礼 of the other months' sheets,
    which counts against the cap of the whole term.
    """
    rows = sorted(entries, key=lambda entry: (entry.done_on, entry.pk or 0))
    lines = [*_flat(terms), *_of_entries(terms, rows), *_of_deliverables(terms, deliverables)]
    plain = sum(line.amount for line in lines)
    work = plain if terms.pay_cap_month is None else min(plain, terms.pay_cap_month)
    if terms.pay_cap_total is not None:
        work = min(work, max(terms.pay_cap_total - earned, 0))
    return MonthPay(lines, work, plain - work, sum(line.travel for line in lines))


def paid_minutes(terms: "HonorariumTerms", minutes: int) -> int:
    """Rounded by the city's step, and never less than the minimum."""
    step = terms.pay_round_minutes
    if step:
        up = {Rounding.DOWN: 0, Rounding.UP: step - 1, Rounding.HALF: step // 2 + step % 2}
        minutes = (minutes + up[Rounding(terms.pay_round_rule)]) // step * step
    return max(minutes, 60 * (terms.pay_minimum_units or 0))


def _flat(terms: "HonorariumTerms") -> list[Line]:
    if terms.pay_unit != PayUnit.MONTH:
        return []
    amount = terms.pay_amount or 0
    return [Line(None, _("月額"), "", 0, _("1か月"), amount, amount, 0)]


def _of_entries(terms: "HonorariumTerms", rows: Sequence["WorkEntry"]) -> list[Line]:
    """By the day, the first entry of a day carries it; a day with a visit is a day on site."""
    on_site = {entry.done_on for entry in rows if entry.place == Place.ONSITE}
    seen: set[date] = set()
    lines = []
    for entry in rows:
        pays = terms.pay_unit in (PayUnit.HOUR, PayUnit.VISIT) or (
            terms.pay_unit == PayUnit.DAY and entry.done_on not in seen
        )
        comes = entry.done_on in on_site if terms.pay_unit == PayUnit.DAY else entry.place == Place.ONSITE
        seen.add(entry.done_on)
        lines.append(_line(terms, entry, pays=pays, comes=comes))
    return lines


def _line(terms: "HonorariumTerms", entry: "WorkEntry", *, pays: bool, comes: bool) -> Line:
    rate = amount = 0
    count = ""
    if pays:
        rate = (terms.pay_onsite_amount if comes else None) or terms.pay_amount or 0
        count, amount = _counted(terms, entry.minutes, rate)
    travel = entry.travel_yen if terms.pay_travel in TRAVEL_PAID else 0
    place = str(Place(entry.place).label)
    return Line(entry.done_on, entry.task, place, entry.minutes, count, rate, amount, travel)


def _counted(terms: "HonorariumTerms", minutes: int, rate: int) -> tuple[str, int]:
    if terms.pay_unit == PayUnit.HOUR:
        paid = paid_minutes(terms, minutes)
        return hours_in_words(paid), rate * paid // 60
    number = terms.pay_minimum_units or 1
    if terms.pay_unit == PayUnit.DAY:
        return ngettext("{number}日", "{number}日", number).format(number=number), rate * number
    return ngettext("{number}回", "{number}回", number).format(number=number), rate * number


def _of_deliverables(terms: "HonorariumTerms", deliverables: Iterable["Deliverable"]) -> list[Line]:
    if terms.pay_unit != PayUnit.DELIVERABLE:
        return []
    rate = terms.pay_amount or 0
    return [Line(row.delivered_date, row.title, "", 0, _("1件"), rate, rate, 0) for row in deliverables]


def hours_in_words(minutes: int) -> str:
    """1時間30分; an hour sharp is 1時間."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{rest}分").format(rest=rest)
    if not rest:
        return _("{hours}時間").format(hours=hours)
    return _("{hours}時間{rest}分").format(hours=hours, rest=rest)

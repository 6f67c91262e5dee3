"""謝礼 in words and in years: pure functions of the terms, the same sentence wherever they are shown."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import dates
from projects.enums import PayUnit, Rounding, Travel

if TYPE_CHECKING:
    from projects.models.honorarium import HonorariumTerms

AMOUNTS: dict[str, Promise] = {
    PayUnit.HOUR: gettext_lazy("1時間 {amount}円"),
    PayUnit.DAY: gettext_lazy("1日 {amount}円"),
    PayUnit.VISIT: gettext_lazy("1回 {amount}円"),
    PayUnit.MONTH: gettext_lazy("月額 {amount}円"),
    PayUnit.DELIVERABLE: gettext_lazy("成果物1件 {amount}円"),
}
MINIMUMS: dict[str, Promise] = {
    PayUnit.HOUR: gettext_lazy("最低{count}時間"),
    PayUnit.DAY: gettext_lazy("最低{count}日"),
    PayUnit.VISIT: gettext_lazy("最低{count}回"),
}
TRAVELS: dict[str, Promise] = {
    Travel.INCLUDED: gettext_lazy("交通費は謝礼に含む"),
    Travel.ACTUAL: gettext_lazy("交通費は実費"),
    Travel.ORDINANCE: gettext_lazy("交通費は旅費条例による（日当あり）"),
    Travel.ORDINANCE_ONLY: gettext_lazy("交通費は旅費条例による（日当なし）"),
}


def yen(amount: int) -> str:
    return f"{amount:,}"


def sentence(terms: "HonorariumTerms") -> str:
    """1時間 1,500円（30分未満切捨て、最低1時間）・交通費は実費. Empty while nothing was chosen."""
    if not terms.pay_unit:
        return ""
    parts = [_base(terms) + _in_brackets(_details(terms))]
    if terms.pay_travel in TRAVELS:
        parts.append(str(TRAVELS[terms.pay_travel]))
    return _("・").join(parts)


def _base(terms: "HonorariumTerms") -> str:
    if terms.pay_unit == PayUnit.GOODS and terms.pay_goods:
        return _("金銭の謝礼はなく、{goods}").format(goods=terms.pay_goods)
    if terms.pay_unit not in AMOUNTS or terms.pay_amount is None:
        return str(PayUnit(terms.pay_unit).label)
    return str(AMOUNTS[terms.pay_unit]).format(amount=yen(terms.pay_amount))


def _details(terms: "HonorariumTerms") -> list[str]:
    details = []
    if terms.pay_onsite_amount is not None:
        details.append(_("現地では{amount}円").format(amount=yen(terms.pay_onsite_amount)))
    if terms.pay_round_minutes and terms.pay_round_rule:
        details.append(_rounding(terms.pay_round_minutes, terms.pay_round_rule))
    if terms.pay_minimum_units and terms.pay_unit in MINIMUMS:
        details.append(str(MINIMUMS[terms.pay_unit]).format(count=terms.pay_minimum_units))
    if terms.pay_cap_month is not None:
        details.append(_("月{amount}円まで").format(amount=yen(terms.pay_cap_month)))
    if terms.pay_cap_total is not None:
        details.append(_("全体で{amount}円まで").format(amount=yen(terms.pay_cap_total)))
    return details


def _rounding(step: int, rule: str) -> str:
    if rule == Rounding.DOWN:
        return _("{minutes}分未満切捨て").format(minutes=step)
    if rule == Rounding.UP:
        return _("{minutes}分未満切上げ").format(minutes=step)
    half = f"{step / 2:g}"
    return _("{minutes}分未満切捨て、{minutes}分以上切上げ").format(minutes=half)


def _in_brackets(details: list[str]) -> str:
    return _("（{details}）").format(details=_("、").join(details)) if details else ""


@dataclass(frozen=True, slots=True)
class YearShare:
    """What falls into one fiscal year; `amount` is None where the terms do not say how often is paid."""

    year: int
    months: int
    amount: int | None


def by_fiscal_year(
    terms: "HonorariumTerms", *, start: date, end: date, hours: int, seats: int
) -> list[YearShare]:
    """The months of the term in each fiscal year and, for hourly and monthly pay, the money they need.

    Counts calendar months that the term touches; the caps of the terms hold.
    """
    months: dict[int, int] = {}
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        key = dates.fiscal_year(date(year, month, 1))
        months[key] = months.get(key, 0) + 1
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    monthly = _monthly(terms, hours)
    left = terms.pay_cap_total
    shares = []
    for key, count in sorted(months.items()):
        amount = None if monthly is None else monthly * count
        if amount is not None and left is not None:
            amount = min(amount, left)
            left -= amount
        shares.append(YearShare(key, count, None if amount is None else amount * seats))
    return shares


def _monthly(terms: "HonorariumTerms", hours: int) -> int | None:
    if terms.pay_unit in (PayUnit.UNPAID, PayUnit.GOODS):
        return 0
    rate = {PayUnit.MONTH: 1, PayUnit.HOUR: hours}.get(PayUnit(terms.pay_unit)) if terms.pay_unit else None
    if rate is None or terms.pay_amount is None:
        return None
    amount = terms.pay_amount * rate
    return amount if terms.pay_cap_month is None else min(amount, terms.pay_cap_month)

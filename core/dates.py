"""Fiscal years, Japanese eras and the ways people write dates in Japan."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

JST = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"
YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


@dataclass(frozen=True, slots=True)
class Era:
    name: str
    letter: str
    start: date

    def year(self, gregorian: int) -> str:
        """The first year of an era is written 元年."""
        number = gregorian - self.start.year + 1
        return "元" if number == 1 else str(number)


# Newest first. Source: the 元号 cabinet orders of 2019, 1989, 1926 and 1912, 太政官布告 of 1868.
ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)

_GREGORIAN = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
_ERA = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTM])(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.I)


def jst_date(at: datetime) -> date:
    """The calendar day in Japan on which `at` falls."""
    return at.astimezone(JST).date()


def today() -> date:
    """For views and tasks only; operations are given their date."""
    return jst_date(timezone.now())


def is_working_day(day: date) -> bool:
    """A day on which a city office is open: no weekend, no 国民の祝日, not 29 December to 3 January
    (地方自治法4条の2, and the ordinances made under it).
    """
    return not (day.weekday() >= 5 or (day.month, day.day) in YEAR_END or jpholiday.is_holiday(day))


def working_days_after(day: date, count: int) -> date:
    """So many working days later; a day off counts as the working day before it."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(day: date, count: int) -> date:
    """So many working days earlier; days off are not counted."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def end_of_day(day: date) -> datetime:
    """A deadline is met until 23:59:59.999999 Japanese time of its day."""
    return datetime.combine(day, time.max, tzinfo=JST)


def era_of(day: date) -> Era | None:
    return next((era for era in ERAS if day >= era.start), None)


def wareki(day: date, *, weekday: bool = False) -> str:
    """令和8年11月23日（月）; falls back to the Gregorian year before 1868."""
    era = era_of(day)
    year = f"{era.name}{era.year(day.year)}" if era else str(day.year)
    text = f"{year}年{day.month}月{day.day}日"
    return f"{text}（{WEEKDAYS[day.weekday()]}）" if weekday else text


def seireki(day: date, *, weekday: bool = False) -> str:
    text = f"{day.year}年{day.month}月{day.day}日"
    return f"{text}（{WEEKDAYS[day.weekday()]}）" if weekday else text


def written(day: date, calendar: str, *, weekday: bool = False) -> str:
    """For a reader who wants `calendar` (wareki or seireki); in English pages always 3 Nov 2026."""
    if get_language() == "en":
        return date_format(day, "j M Y (D)" if weekday else "j M Y")
    return seireki(day, weekday=weekday) if calendar == "seireki" else wareki(day, weekday=weekday)


def written_month(day: date, calendar: str) -> str:
    """令和8年11月 for any day in it; Nov 2026 in English."""
    if get_language() == "en":
        return date_format(day, "M Y")
    return written(day, calendar).partition("月")[0] + "月"


def written_moment(at: datetime, calendar: str, *, weekday: bool = False) -> str:
    """The day as `written` and the time in Japan: 令和8年11月23日 19:00."""
    local = timezone.localtime(at, JST)
    return f"{written(local.date(), calendar, weekday=weekday)} {local:%H:%M}"


def fiscal_year(day: date) -> int:
    """The municipal fiscal year: April to March, named after the year it starts in (地方自治法208条)."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_label(year: int) -> str:
    """令和3年度 for 2021. The era is the one of 1 April, except 2019, called 令和元年度."""
    if year == 2019:
        return "令和元年度"
    era = era_of(date(year, 4, 1))
    return f"{era.name}{era.year(year)}年度" if era else f"{year}年度"


def written_fiscal_year(year: int) -> str:
    """In the language of the page: 令和3年度, or FY2021."""
    return f"FY{year}" if get_language() == "en" else fiscal_year_label(year)


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    return date(year, 4, 1), date(year + 1, 3, 31)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def parse_date(text: str) -> date:
    """Reads every usual spelling (令和8年11月23日, R8.11.23, 2026/11/23, 20261123, full width).

    Refuses month-first spellings such as 11/12/2026, which two people read as two days. Raises
    ValueError for anything it does not know, including days before their era.
    """
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    compact = re.sub(r"[(（][月火水木金土日][)）]$", "", compact)
    compact = re.sub(r"[‐‑‒–—―−ー─]", "-", compact)
    if found := _GREGORIAN.fullmatch(compact):
        year, *rest = found.groups()
        month, day = rest[:2] if rest[0] else rest[2:]
        return date(int(year), int(month), int(day))
    if found := _ERA.fullmatch(compact):
        return _from_era(*found.groups())
    raise ValueError(f"unknown date: {text!r}")


def _from_era(name: str, year: str, month: str, day: str) -> date:
    era = next(era for era in ERAS if name.upper() in (era.name, era.letter))
    number = 1 if year == "元" else int(year)
    if number < 1:
        raise ValueError("an era has no year 0")
    value = date(era.start.year + number - 1, int(month), int(day))
    if era_of(value) is not era:
        raise ValueError(f"{era.name} does not contain {value}")
    return value

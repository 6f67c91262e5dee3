"""Eras, fiscal years, deadlines, and every way a date is typed in Japan."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from core import dates

NOV_23 = date(2026, 11, 23)
SPELLINGS = [
    ("令和8年11月23日", NOV_23),
    ("令和８年１１月２３日", NOV_23),
    ("令和 8年 11月 23日", NOV_23),
    ("令和8年11月23日（月）", NOV_23),
    ("令和8年11月23日(月)", NOV_23),
    ("　令和8年11月23日　", NOV_23),
    ("㋿8年11月23日", NOV_23),
    ("令和08年11月23日", NOV_23),
    ("令和8.11.23", NOV_23),
    ("令和8/11/23", NOV_23),
    ("R8.11.23", NOV_23),
    ("r8.11.23", NOV_23),
    ("Ｒ８．１１．２３", NOV_23),
    ("R08.11.23", NOV_23),
    ("R8/11/23", NOV_23),
    ("R8-11-23", NOV_23),
    ("R8年11月23日", NOV_23),
    ("2026/11/23", NOV_23),
    ("2026-11-23", NOV_23),
    ("2026.11.23", NOV_23),
    ("2026年11月23日", NOV_23),
    ("2026年11月23日（月）", NOV_23),
    ("２０２６年１１月２３日", NOV_23),
    ("２０２６／１１／２３", NOV_23),
    ("２０２６－１１－２３", NOV_23),
    ("2026ー11ー23", NOV_23),
    ("2026−11−23", NOV_23),
    ("2026 / 11 / 23", NOV_23),
    ("20261123", NOV_23),
    ("２０２６１１２３", NOV_23),
    ("2026/1/2", date(2026, 1, 2)),
    ("2026/01/02", date(2026, 1, 2)),
    ("令和元年5月1日", date(2019, 5, 1)),
    ("令和1年5月1日", date(2019, 5, 1)),
    ("R元.5.1", date(2019, 5, 1)),
    ("R1.5.1", date(2019, 5, 1)),
    ("平成31年4月30日", date(2019, 4, 30)),
    ("H31.4.30", date(2019, 4, 30)),
    ("平成元年1月8日", date(1989, 1, 8)),
    ("昭和64年1月7日", date(1989, 1, 7)),
    ("S64.1.7", date(1989, 1, 7)),
    ("昭和元年12月25日", date(1926, 12, 25)),
    ("大正15年12月24日", date(1926, 12, 24)),
    ("大正元年7月30日", date(1912, 7, 30)),
    ("明治45年7月29日", date(1912, 7, 29)),
    ("M45.7.29", date(1912, 7, 29)),
    ("明治元年1月25日", date(1868, 1, 25)),
    ("令和6年2月29日", date(2024, 2, 29)),
    ("1600年10月21日", date(1600, 10, 21)),
]

REFUSED = [
    "",
    "   ",
    "あした",
    "11/12/2026",  # 11 December or 12 November?
    "11-12-2026",
    "11/23",
    "11月23日",
    "26/11/23",
    "8.11.23",
    "平成32年1月1日",  # papers printed before 2019 say so; it was 令和2年
    "平成31年5月1日",
    "令和元年4月30日",
    "昭和64年1月8日",
    "平成元年1月7日",
    "大正15年12月25日",
    "明治45年7月30日",
    "明治元年1月24日",
    "令和0年1月1日",
    "令和8年13月1日",
    "令和8年2月29日",
    "令和8年11月",
    "2026/13/01",
    "2026/02/30",
    "2026-11-23T00:00",
    "2026112",
    "202611233",
    "0000/01/01",
    "慶応3年1月1日",
    "A8.11.23",
    "令和八年十一月二十三日",
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_usual_spellings_are_read(text: str, expected: date) -> None:
    assert dates.parse_date(text) == expected


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (date() raises its own messages)
        dates.parse_date(text)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1868, 1, 25), "明治元年1月25日"),
        (date(1868, 1, 24), "1868年1月24日"),
    ],
)
def test_wareki(day: date, expected: str) -> None:
    assert dates.wareki(day) == expected


def test_weekdays() -> None:
    assert dates.wareki(NOV_23, weekday=True) == "令和8年11月23日（月）"
    assert dates.seireki(date(2026, 11, 29), weekday=True) == "2026年11月29日（日）"
    assert dates.seireki(NOV_23) == "2026年11月23日"


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2117, 12, 31)))
def test_what_is_shown_can_be_typed_again(day: date) -> None:
    for text in (
        dates.wareki(day),
        dates.wareki(day, weekday=True),
        dates.seireki(day),
        day.isoformat(),
        f"{day:%Y%m%d}",
    ):
        assert dates.parse_date(text) == day


@given(st.text(max_size=20))
def test_any_other_text_is_a_date_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(dates.parse_date(text), date)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2021, 3, 31), 2020),
        (date(2021, 4, 1), 2021),
        (date(2021, 12, 31), 2021),
        (date(2022, 1, 1), 2021),
        (date(2022, 3, 31), 2021),
        (date(2022, 4, 1), 2022),
    ],
)
def test_fiscal_year_starts_in_april(day: date, year: int) -> None:
    assert dates.fiscal_year(day) == year


@given(st.dates(min_value=date(1868, 4, 1), max_value=date(2200, 1, 1)))
def test_every_day_lies_in_its_fiscal_year(day: date) -> None:
    year = dates.fiscal_year(day)
    first, last = dates.fiscal_year_bounds(year)
    assert first <= day <= last
    assert dates.fiscal_year(first - timedelta(days=1)) == year - 1
    assert dates.fiscal_year(last + timedelta(days=1)) == year + 1


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (1867, "1867年度"),
        (1988, "昭和63年度"),
        (1989, "平成元年度"),
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        *[(year, f"令和{year - 2018}年度") for year in range(2020, 2033)],
    ],
)
def test_fiscal_year_label(year: int, label: str) -> None:
    assert dates.fiscal_year_label(year) == label


def test_a_deadline_lasts_until_the_end_of_its_day_in_japan() -> None:
    end = dates.end_of_day(NOV_23)
    assert end == datetime(2026, 11, 23, 14, 59, 59, 999999, tzinfo=UTC)
    assert dates.jst_date(end) == NOV_23
    assert dates.jst_date(end + timedelta(microseconds=1)) == date(2026, 11, 24)


def test_the_day_in_japan_begins_nine_hours_before_utc() -> None:
    assert dates.jst_date(datetime(2026, 11, 22, 14, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert dates.jst_date(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)) == NOV_23


def test_today_is_the_day_in_japan() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), tick=False):
        assert dates.today() == NOV_23


def test_no_era_before_meiji() -> None:
    assert dates.era_of(date(1868, 1, 24)) is None
    assert dates.era_of(date(2019, 5, 1)) is dates.ERAS[0]


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 24)),  # over a weekend and 勤労感謝の日
        (date(2026, 12, 28), 1, date(2027, 1, 4)),  # over the days city offices are closed
        (date(2026, 5, 1), 1, date(2026, 5, 7)),  # over the holidays of May, a substitute among them
        (date(2026, 9, 18), 2, date(2026, 9, 25)),  # 国民の休日 between two holidays
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
)
def test_working_days_are_days_on_which_an_office_is_open(day, count, then):
    assert dates.working_days_after(day, count) == then


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 12))
def test_so_many_working_days_there_and_back(day, count):
    then = dates.working_days_after(day, count)
    assert dates.is_working_day(then)
    assert dates.working_days_before(then, count) <= day
    assert (
        sum(dates.is_working_day(day + timedelta(days=n)) for n in range(1, (then - day).days + 1)) == count
    )

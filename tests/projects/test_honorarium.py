"""謝礼 in one sentence, and what of it falls into which fiscal year."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import dates
from projects.enums import PayUnit
from projects.honorarium import by_fiscal_year, sentence
from projects.models import Opening
from tests.factories.projects import OpeningFactory


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"pay_unit": "unpaid"}, "無償（プロボノ）"),
        ({"pay_unit": "goods", "pay_goods": "地元の産品"}, "金銭の謝礼はなく、地元の産品"),
        ({"pay_unit": "day", "pay_amount": 25000}, "1日 25,000円"),
        (
            {"pay_unit": "visit", "pay_amount": 25000, "pay_travel": "included"},
            "1回 25,000円・交通費は謝礼に含む",
        ),
        (
            {"pay_unit": "day", "pay_amount": 20000, "pay_onsite_amount": 30000},
            "1日 20,000円（現地では30,000円）",
        ),
        (
            {
                "pay_unit": "hour",
                "pay_amount": 1500,
                "pay_round_minutes": 30,
                "pay_round_rule": "down",
                "pay_minimum_units": 1,
                "pay_travel": "actual",
            },
            "1時間 1,500円（30分未満切捨て、最低1時間）・交通費は実費",
        ),
        (
            {
                "pay_unit": "hour",
                "pay_amount": 1500,
                "pay_round_minutes": 60,
                "pay_round_rule": "half",
                "pay_travel": "ordinance_only",
            },
            "1時間 1,500円（30分未満切捨て、30分以上切上げ）・交通費は旅費条例による（日当なし）",
        ),
        (
            {"pay_unit": "month", "pay_amount": 50000, "pay_cap_total": 400000},
            "月額 50,000円（全体で400,000円まで）",
        ),
        ({"pay_unit": "deliverable", "pay_amount": 6000}, "成果物1件 6,000円"),
        ({"pay_unit": ""}, ""),
    ],
)
def test_cities_ways_of_paying_in_one_sentence(terms: dict[str, Any], words: str) -> None:
    assert sentence(Opening(**terms)) == words


def test_a_term_across_the_end_of_march_is_split() -> None:
    terms = Opening(pay_unit=PayUnit.HOUR, pay_amount=1500)
    shares = by_fiscal_year(terms, start=date(2026, 11, 15), end=date(2027, 5, 10), hours=8, seats=2)
    assert [(each.year, each.months, each.amount) for each in shares] == [
        (2026, 5, 1500 * 8 * 5 * 2),
        (2027, 2, 1500 * 8 * 2 * 2),
    ]


def test_caps_hold_for_each_person() -> None:
    terms = Opening(pay_unit=PayUnit.MONTH, pay_amount=50000, pay_cap_month=40000, pay_cap_total=100000)
    shares = by_fiscal_year(terms, start=date(2027, 2, 1), end=date(2027, 5, 31), hours=8, seats=1)
    assert [each.amount for each in shares] == [80000, 20000]


@given(start=st.dates(date(2000, 1, 1), date(2080, 1, 1)), days=st.integers(0, 2000))
def test_every_month_of_the_term_falls_into_exactly_one_year(start: date, days: int) -> None:
    end = date.fromordinal(start.toordinal() + days)
    shares = by_fiscal_year(Opening(pay_unit=PayUnit.UNPAID), start=start, end=end, hours=8, seats=1)
    touched = (end.year - start.year) * 12 + end.month - start.month + 1
    assert sum(each.months for each in shares) == touched
    assert [each.year for each in shares] == list(range(dates.fiscal_year(start), dates.fiscal_year(end) + 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"pay_unit": "unpaid", "pay_amount": 100},
        {"pay_unit": "goods", "pay_cap_total": 100},
        {"pay_unit": "month", "pay_amount": 100, "pay_onsite_amount": 100},
        {"pay_unit": "day", "pay_amount": 100, "pay_round_minutes": 30, "pay_round_rule": "down"},
        {"pay_unit": "hour", "pay_amount": 100, "pay_round_minutes": 30},
        {"pay_unit": "hour", "pay_amount": 100, "pay_round_rule": "down"},
        {"pay_unit": "month", "pay_amount": 100, "pay_minimum_units": 1},
        {"pay_unit": "hour", "pay_amount": 0},
        {"pay_travel": "somehow"},
    ],
)
def test_the_database_refuses_terms_that_contradict_themselves(broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="opening_pay_"), transaction.atomic():
        OpeningFactory(**broken)

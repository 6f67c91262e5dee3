"""A month's 謝礼, with the rules cities really have."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.honorarium import sentence
from projects.payment import month_pay, paid_minutes

DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(("pay_amount", "pay_onsite_amount", "pay_round_minutes", "pay_minimum_units")),
    "pay_round_rule": "",
    "pay_travel": "none",
    "pay_goods": "",
    "pay_cap_month": None,
    "pay_cap_total": None,
}
TAKASHIMA = {  # 高島市 令和7年告示166号: 30分未満切捨て、30分以上切上げ、最低1時間、旅費は職員の例による
    "pay_unit": "hour",
    "pay_amount": 1500,
    "pay_round_minutes": 60,
    "pay_round_rule": "half",
    "pay_minimum_units": 1,
    "pay_travel": "ordinance_only",
}
ODAWARA = {"pay_unit": "day", "pay_amount": 20000, "pay_onsite_amount": 30000}  # 小田原市
FUKUYAMA = {"pay_unit": "visit", "pay_amount": 25000, "pay_travel": "actual"}  # 福山市
SAKU = {"pay_unit": "month", "pay_amount": 50000}  # 佐久市
KOBE = {"pay_unit": "deliverable", "pay_amount": 6000, "pay_cap_month": 10000}  # 神戸市


def terms(**values: Any) -> Any:
    return SimpleNamespace(**{**DEFAULTS, **values})


def entry(day: int, minutes: int, place: str = "online", travel: int = 0) -> Any:
    return SimpleNamespace(
        pk=None, done_on=date(2026, 10, day), minutes=minutes, place=place, task="会議", travel_yen=travel
    )


@pytest.mark.parametrize(
    ("minutes", "paid"), [(10, 60), (60, 60), (89, 60), (90, 120), (120, 120), (149, 120), (150, 180)]
)
def test_takashima_drops_less_than_half_an_hour_and_pays_one_at_least(minutes: int, paid: int) -> None:
    assert paid_minutes(terms(**TAKASHIMA), minutes) == paid
    assert month_pay(terms(**TAKASHIMA), [entry(1, minutes)]).work == 1500 * paid // 60


@pytest.mark.parametrize(("rule", "paid"), [("down", 75), ("up", 90), ("half", 75)])
def test_each_rule_of_rounding(rule: str, paid: int) -> None:
    assert paid_minutes(terms(pay_unit="hour", pay_round_minutes=15, pay_round_rule=rule), 79) == paid


def test_without_a_step_the_minute_counts_and_part_of_a_yen_is_dropped() -> None:
    assert month_pay(terms(pay_unit="hour", pay_amount=1000), [entry(1, 50)]).work == 833


def test_odawara_pays_a_day_once_and_more_on_site() -> None:
    pay = month_pay(
        terms(**ODAWARA), [entry(1, 60), entry(1, 120), entry(2, 60), entry(2, 60, place="onsite")]
    )
    assert [line.amount for line in pay.lines] == [20000, 0, 30000, 0]
    assert pay.work == 50000
    assert pay.minutes == 300


def test_fukuyama_pays_each_visit_and_the_way() -> None:
    pay = month_pay(terms(**FUKUYAMA), [entry(1, 60, "onsite", 1200), entry(8, 30)])
    assert (pay.work, pay.travel, pay.total) == (50000, 1200, 51200)


def test_saku_pays_by_the_month_however_much_was_done() -> None:
    assert month_pay(terms(**SAKU), []).work == 50000
    assert month_pay(terms(**SAKU), [entry(1, 600), entry(2, 600)]).work == 50000


def test_kobe_pays_accepted_products_up_to_the_cap() -> None:
    products = [SimpleNamespace(delivered_date=date(2026, 10, day), title="投稿文") for day in (3, 9)]
    pay = month_pay(terms(**KOBE), [entry(1, 60)], deliverables=products)  # type: ignore[arg-type]
    assert (pay.work, pay.cut) == (10000, 2000)


@pytest.mark.parametrize(
    ("travel", "paid"), [("none", 0), ("included", 0), ("actual", 680), ("ordinance", 680)]
)
def test_the_way_is_paid_only_where_the_city_pays_it(travel: str, paid: int) -> None:
    pay = month_pay(terms(pay_unit="unpaid", pay_travel=travel), [entry(1, 60, "onsite", 680)])
    assert (pay.work, pay.travel) == (0, paid)


def test_the_cap_of_the_whole_term_counts_what_was_earned_before() -> None:
    capped = terms(pay_unit="month", pay_amount=50000, pay_cap_total=120000)
    assert [month_pay(capped, [], earned=earned).work for earned in (0, 100000, 130000)] == [50000, 20000, 0]


@given(
    minutes=st.lists(st.integers(1, 1440), max_size=12),
    step=st.sampled_from([None, 15, 30, 60]),
    rule=st.sampled_from(["down", "up", "half"]),
    least=st.sampled_from([None, 1, 2]),
    cap=st.sampled_from([None, 5000]),
)
def test_rounding_never_strays_further_than_a_step(
    minutes: list[int], step: int | None, rule: str, least: int | None, cap: int | None
) -> None:
    rules = terms(
        pay_unit="hour",
        pay_amount=1200,
        pay_round_minutes=step,
        pay_round_rule=rule if step else "",
        pay_minimum_units=least,
        pay_cap_month=cap,
    )
    for each in minutes:
        paid = paid_minutes(rules, each)
        assert paid % (step or 1) == 0
        assert paid >= 60 * (least or 0)
        assert abs(max(each, 60 * (least or 0)) - paid) < (step or 1)
    pay = month_pay(rules, [entry(1 + number, each) for number, each in enumerate(minutes)])
    assert pay.work + pay.cut == sum(line.amount for line in pay.lines)
    assert pay.work <= (cap or 10**9)
    assert sentence(rules)

"""Figures of the whole country from the tally, and the few that are computed from the rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Func, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from municipalities.queries import of_prefecture
from projects.models import Application, Opening, Pulse
from reports.figures import FIGURES, RATES, Rate, Scope, within
from reports.models import Tally

FEWEST_ANSWERS = 5  # a mean of fewer would tell what one person said
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days until something happened, rounded up; None where nothing has happened yet."""

    number: int
    median: int | None
    p75: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """One number with what it means; None where there is nothing to count yet."""

    key: str
    label: str
    unit: str
    meaning: str
    value: float | None


def values(scope: Scope) -> list[Value]:
    """Everything that the page of figures shows about the scope, in its order."""
    found = counts(scope)
    answer, fill, (mean, number) = days_to_answer(scope), days_to_fill(scope), satisfaction(scope)
    return [
        *(
            Value(key, str(each.label), str(each.unit), str(each.meaning), found[key])
            for key, each in FIGURES.items()
        ),
        *(Value(rate.key, str(rate.label), "%", str(rate.meaning), each) for rate, each in percents(found)),
        *_of_span("days_to_answer", _("回答まで"), _("応募してから、結果が届くまで"), answer),
        *_of_span(
            "days_to_fill",
            _("登用が決まるまで"),
            _("募集を公開してから、登用する方に結果を知らせるまで。該当者なしの募集は含まない"),
            fill,
        ),
        Value(
            "satisfaction",
            _("満足度"),
            _("点"),
            _("活動の終わりのふり返りで「進み具合に満足している」に付いた点の平均（回答{number}件）").format(
                number=number
            ),
            mean,
        ),
    ]


def _of_span(key: str, label: str, meaning: str, span: Span) -> list[Value]:
    shares = (("median", _("中央値"), span.median), ("p75", _("4分の3まで"), span.p75))
    return [
        Value(f"{key}_{share}", f"{label}（{words}）", _("日"), meaning, days)
        for share, words, days in shares
    ]


def counts(scope: Scope) -> Counts:
    """Every figure, by key."""
    return _tally(scope).aggregate(**_sums())


def counts_by_place(scope: Scope, *, by_prefecture: bool = False) -> dict[int, Counts]:
    """By id of the municipality, or of its prefecture (a prefecture's own calls are its own)."""
    rows = _tally(scope).order_by()
    place: Any = F("municipality")
    if by_prefecture:
        place = Coalesce("municipality__prefecture", "municipality")
    found = rows.values(place=place).annotate(**_sums())
    return {row.pop("place"): row for row in found}


def years_counted(*, including: int | None = None) -> list[int]:
    """The newest first; with one more, where nothing has been counted in it yet."""
    found = set(Tally.objects.order_by().values_list("fiscal_year", flat=True).distinct())
    return sorted(found if including is None else found | {including}, reverse=True)


def percents(found: Counts) -> list[tuple[Rate, int | None]]:
    return [(rate, rate.percent(found)) for rate in RATES]


def days_to_answer(scope: Scope) -> Span:
    """From an application to its answer."""
    rows = Application.objects.filter(
        within(scope, "opening__"), submitted_at__isnull=False, answered_at__isnull=False
    )
    return _span(rows, F("answered_at") - F("submitted_at"))


def days_to_fill(scope: Scope) -> Span:
    """From the publication of a call to the answer that found somebody."""
    rows = Opening.objects.filter(within(scope), status="decided", released_at__isnull=False)
    return _span(rows, F("released_at") - F("published_at"))


def satisfaction(scope: Scope) -> tuple[float | None, int]:
    """The mean of 1 to 5 that both sides gave at the end, to one decimal, and how many answered."""
    rows = Pulse.objects.filter(
        within(scope, "engagement__application__opening__"), moment="end", status="answered"
    )
    found = rows.aggregate(mean=Avg("progress"), number=Count("pk"))
    is_enough = found["number"] >= FEWEST_ANSWERS
    return (round(found["mean"], 1) if is_enough else None), found["number"]


def _tally(scope: Scope) -> Any:
    rows = Tally.objects.all()
    if scope.fiscal_year is not None:
        rows = rows.filter(fiscal_year=scope.fiscal_year)
    if scope.prefecture:
        rows = rows.filter(of_prefecture(scope.prefecture, "municipality__"))
    if scope.municipality:
        rows = rows.filter(municipality__code=scope.municipality)
    return rows.filter(field__slug=scope.field) if scope.field else rows


def _sums() -> dict[str, Any]:
    return {key: Coalesce(Sum(key), 0) for key in FIGURES}


class _Percentile(Func):
    """PostgreSQL's ordered-set aggregate; `share` is between 0 and 1."""

    function = "percentile_cont"
    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    contains_aggregate = True
    output_field = DurationField()

    def __init__(self, expression: Any, share: float) -> None:
        super().__init__(expression, share=share)

    def get_group_by_cols(self) -> list[Any]:
        return []


def _span(rows: Any, length: Any) -> Span:
    spent = ExpressionWrapper(length, output_field=DurationField())
    found = rows.order_by().aggregate(
        number=Count("pk"), median=_Percentile(spent, 0.5), p75=_Percentile(spent, 0.75)
    )
    return Span(found["number"], _days(found["median"]), _days(found["p75"]))


def _days(length: timedelta | None) -> int | None:
    return None if length is None else -(-length // timedelta(days=1))

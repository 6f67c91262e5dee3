"""How points become one number. The inbox sorts by the same mean, in SQL."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from projects.enums import Band

Weighted = tuple[int, int]  # weight, points

_CENT = Decimal("0.01")


def weighted(scores: Iterable[Weighted]) -> Decimal | None:
    """The mean of the points by their weights, with two decimals; None without scores."""
    found = list(scores)
    whole = sum(weight for weight, _points in found)
    if not whole:
        return None
    return _rounded(Decimal(sum(weight * points for weight, points in found)) / whole)


def mean(totals: Iterable[Decimal]) -> Decimal | None:
    """Of several reviewers, who all count alike."""
    found = list(totals)
    return _rounded(sum(found, Decimal(0)) / len(found)) if found else None


def band(total: Decimal) -> Band:
    """Of five points, four and more are plenty, three the middle."""
    if total >= 4:
        return Band.FULLY
    return Band.MOSTLY if total >= 3 else Band.PARTLY


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)

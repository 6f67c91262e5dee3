"""The facets of an opening: the one place that says which value it has and which lexeme stands for it."""

from datetime import date, timedelta
from typing import Any

from projects.enums import UNPAID_UNITS, DeadlineBand, HoursBand, Pay, TermBand
from projects.models import Opening

OPEN = "o:open"
PREFIXES = {"field": "f", "prefecture": "p", "work_style": "s", "pay": "y", "hours": "h", "term": "t"}
COLUMNS = tuple(PREFIXES)
_REGION = "g"


def values_of(opening: Opening) -> dict[str, str]:
    """Column of the search row → value."""
    return {
        "field": opening.project.field.slug,
        "prefecture": opening.municipality.code[:2],
        "work_style": opening.work_style,
        "pay": Pay.UNPAID if opening.pay_unit in UNPAID_UNITS else Pay.PAID,
        "hours": hours_band(opening.hours_per_month),
        "term": term_band(opening.start_date, opening.end_date),
    }


def lexemes_of(opening: Opening) -> list[str]:
    found = [lexeme(name, value) for name, value in values_of(opening).items()]
    found.append(f"{_REGION}:{opening.municipality.region}")
    return [*found, OPEN] if opening.status == "open" else found


def lexeme(name: str, value: str) -> str:
    """Of a criterion. A prefecture is named by its code, a region by its name."""
    if name == "prefecture" and not value[:2].isdigit():
        return f"{_REGION}:{value}"
    return f"{PREFIXES[name]}:{value[:2] if name == 'prefecture' else value}"


def hours_band(hours: int) -> str:
    return str(_band(hours, HoursBand))


def term_band(start: date, end: date) -> str:
    """A month is counted when it is begun: 1 April to 30 June are three."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month + (after.day > start.day)
    return str(_band(months, TermBand))


def deadline_end(band: str, today: date) -> date:
    return today + timedelta(days=int(band))


def deadline_ends(today: date) -> list[tuple[str, date]]:
    return [(band, deadline_end(band, today)) for band in DeadlineBand.values]


def _band(number: int, bands: Any) -> str:
    limits = [band for band in bands.values if band.isdigit()]
    return next((band for band in limits if number <= int(band)), "more")

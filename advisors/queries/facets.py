"""The facets of a professional: the one place that says which values one has."""

from collections.abc import Iterator

from advisors.enums import WEEKEND, HoursBand, Weekday
from advisors.models import AdvisorProfile
from municipalities.models import Municipality

DIMENSIONS = (
    *("field", "skill", "prefecture", "work_style", "hours", "time", "intention", "talent", "unpaid"),
)
DAYS_OFF = frozenset({Weekday.SATURDAY, Weekday.SUNDAY})


def lexeme(name: str, value: str) -> str:
    """Of a criterion. A prefecture is named by its code, a region by its name."""
    if name == "prefecture":
        return f"prefecture:{value[:2]}" if value[:2].isdigit() else f"region:{value}"
    return f"{name}:{value}"


def facets_of(profile: AdvisorProfile) -> list[str]:
    """Of a profile with all its parts loaded; each once."""
    return list(dict.fromkeys(_facets(profile)))


def _facets(profile: AdvisorProfile) -> Iterator[str]:
    yield from (f"field:{field.slug}" for field in profile.fields.all())
    yield from (f"skill:{each.skill.slug}" for each in profile.skills.all())
    for place in _places(profile):
        yield f"prefecture:{place.code[:2]}"
        yield f"region:{place.region}"
    yield f"work_style:{profile.work_style}"
    yield from (f"hours:{band}" for band in HoursBand.values if int(band) <= profile.hours_per_month)
    yield from (f"time:{part}" for part in profile.day_parts)
    if DAYS_OFF.intersection(profile.weekdays):
        yield f"time:{WEEKEND}"
    yield f"intention:{profile.intention}"
    yield from (f"talent:{kind}" for kind in profile.talent_types)
    if profile.accepts_unpaid:
        yield "unpaid:yes"


def _places(profile: AdvisorProfile) -> Iterator[Municipality]:
    """Where the person lives, and every place the person is tied to."""
    if profile.prefecture:
        yield profile.prefecture
    yield from (tie.municipality for tie in profile.ties.all())

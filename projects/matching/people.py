"""What matching knows of a person."""

from typing import Any

from advisors.enums import DayPart, TieKind, Visibility
from advisors.models import AdvisorProfile
from core import words
from municipalities.models import Municipality
from projects.matching.concepts import group_of
from projects.matching.traits import Passage, shown_skills, shown_words, spoken, strength
from projects.models import MatchPerson, PersonTrait

LEVEL = {1: 0.35, 2: 0.6, 3: 0.85, 4: 1.0}
TIE = {TieKind.LIVES: 1.0, TieKind.FROM: 1.0, TieKind.SUPPORTS: 0.75, TieKind.WORKED: 0.75}
MANY_SKILLS, MANY_FIELDS = 6, 3  # from here on each counts less: nobody excels in everything
INFERRED = 0.8  # of a declared skill
PROVED, UNPROVED = 0.2, 0.45  # a declared skill of which the texts do not speak
LASTING = 10  # years after which more add nothing


def person_row(profile: AdvisorProfile, completed: int) -> MatchPerson:
    return MatchPerson(
        advisor=profile,
        code=profile.code,
        hours=profile.hours_per_month,
        work_style=profile.work_style,
        is_findable=profile.visibility == Visibility.CITIES,
        accepts_unpaid=profile.accepts_unpaid,
        hourly_wish=profile.hourly_wish,
        refused_forms=profile.refused_forms,
        absent_from=profile.absent_from,
        absent_until=profile.absent_until,
        employer_municipality_id=profile.employer_municipality_id,
        time_fit=_time_fit(profile),
        record=min(2, completed) / 2,
        tok_version=words.VERSION,
    )


def person_traits(profile: AdvisorProfile) -> list[PersonTrait]:
    """Needs `profiles_in_full`."""
    said = spoken(_passages(profile))
    found = shown_words(said)
    skills = _skills(profile, shown_skills(said), said.prose)
    for slug, value in skills.items():
        found[f"k:{slug}"] = value
        group = f"g:{group_of(slug)}"
        found[group] = max(found.get(group, 0.0), value)
    fields = profile.fields.all()
    found |= {f"f:{field.slug}": strength(min(1.0, MANY_FIELDS / len(fields))) for field in fields}
    found |= _places(profile)
    return [PersonTrait(advisor=profile, trait=trait[:70], strength=value) for trait, value in found.items()]


def _passages(profile: AdvisorProfile) -> list[Passage]:
    found = [Passage(profile.headline, 1.5), Passage(profile.summary)]
    for each in profile.experiences.all():
        found += [Passage(each.role), Passage(each.text), Passage(each.achievement)]
    return found


def _skills(profile: AdvisorProfile, shown: dict[str, float], prose: float) -> dict[str, float]:
    declared = list(profile.skills.all())
    dilution = min(1.0, MANY_SKILLS / len(declared)) ** 1.5 if declared else 1.0
    found = {slug: INFERRED * value for slug, value in shown.items()}
    for each in declared:
        slug = each.skill.slug
        years = 0.85 + 0.15 * min(each.years, LASTING) / LASTING
        proof = 1.0 if shown.get(slug, 0) >= PROVED else UNPROVED * prose**2
        own = LEVEL[each.level] * years * dilution * proof
        found[slug] = max(own, found.get(slug, 0.0))
    rounded = {slug: strength(value) for slug, value in found.items()}
    return {slug: value for slug, value in rounded.items() if value}


def _places(profile: AdvisorProfile) -> dict[str, float]:
    found: dict[str, float] = {}

    def add(place: Municipality, value: float) -> None:
        own = f"r:{place.code}"
        found[own] = max(found.get(own, 0.0), strength(value))
        if place.prefecture:
            whole = f"r:{place.prefecture.code}"
            found[whole] = max(found.get(whole, 0.0), strength(value))

    for tie in profile.ties.all():
        add(tie.municipality, TIE[TieKind(tie.kind)])
    if profile.prefecture:
        add(profile.prefecture, 1.0)
    return found


def _time_fit(profile: AdvisorProfile) -> float:
    """Offices work on weekdays in the daytime; who says nothing is in the middle."""
    days: Any = profile.weekdays
    if not days and not profile.day_parts:
        return 0.5
    on_weekdays = not days or any(day <= 5 for day in days)
    in_daytime = not profile.day_parts or DayPart.DAYTIME in profile.day_parts
    return 1.0 if on_weekdays and in_daytime else 0.5 if on_weekdays else 0.25

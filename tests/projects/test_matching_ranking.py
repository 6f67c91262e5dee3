"""The statement in SQL against the same arithmetic in numpy, ties included."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dates import today
from projects.enums import MatchTerm
from projects.matching import DEFAULTS, openings_for, people_for
from projects.matching.ranking import SUBSTANCE, TRAIT_TERMS
from projects.models import MatchPerson, OpeningTrait, PersonTrait
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory

pytestmark = pytest.mark.django_db
TRAITS = [f"w:語{n}" for n in range(6)]
STYLES = ["online", "hybrid", "onsite"]

person = st.fixed_dictionaries(
    {
        "hours": st.integers(4, 16),
        "work_style": st.sampled_from(STYLES),
        "accepts_unpaid": st.booleans(),
        "hourly_wish": st.none() | st.integers(1000, 9000),
        "time_fit": st.sampled_from([0.25, 0.5, 1.0]),
        "record": st.sampled_from([0.0, 0.5, 1.0]),
        "absent": st.booleans(),
        "traits": st.dictionaries(st.sampled_from(TRAITS), st.integers(1, 1024), max_size=6),
    }
)
call = st.fixed_dictionaries(
    {
        "style": st.sampled_from(STYLES),
        "pay": st.none() | st.integers(1000, 9000),
        "traits": st.dictionaries(
            st.tuples(st.sampled_from(TRAIT_TERMS), st.sampled_from(TRAITS)), st.integers(1, 2000), max_size=9
        ),
    }
)


def _styled(opening: str, own: str) -> float:
    if opening in ("online", own):
        return 1.0
    if opening == "hybrid":
        return 1.0 if own == "onsite" else 0.25
    return 0.75 if own == "hybrid" else 0.0


def _paid(amount: int | None, row: dict[str, Any]) -> float:
    if amount is None:
        return float(row["accepts_unpaid"])
    wish = row["hourly_wish"]
    return 1.0 if wish is None or amount >= wish else (16 * amount // wish) / 16


def _expected(people: list[tuple[str, dict[str, Any]]], wanted: dict[str, Any]) -> list[tuple[str, float]]:
    """Matrices: people × traits, traits × terms."""
    strengths = np.array([[row["traits"].get(t, 0) / 1024 for t in TRAITS] for _code, row in people])
    shares = np.array([[wanted["traits"].get((m, t), 0) / 4096 for m in TRAIT_TERMS] for t in TRAITS])
    parts = np.minimum(1.0, strengths @ shares)
    found = []
    for (code, row), part in zip(people, parts, strict=True):
        fits = row["hours"] >= 8 and not row["absent"]
        if not fits or sum(part[TRAIT_TERMS.index(term)] for term in SUBSTANCE) <= 0:
            continue
        score = sum(part[n] * DEFAULTS[term] for n, term in enumerate(TRAIT_TERMS))
        score += _styled(wanted["style"], row["work_style"]) * DEFAULTS["style"]
        score += (row["time_fit"] * 0.5 + (0.5 if row["hours"] >= 12 else 0.25)) * DEFAULTS["time"]
        score += _paid(wanted["pay"], row) * DEFAULTS["pay"] + row["record"] * DEFAULTS["record"]
        found.append((code, score))
    return sorted(found, key=lambda each: (-each[1], each[0]))[:20]


def _stored(rows: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for row in rows:
        profile = AdvisorProfileFactory(active=True)
        columns = {name: row[name] for name in row if name not in ("traits", "absent")}
        absence = {"absent_from": today()} if row["absent"] else {}
        MatchPerson.objects.filter(advisor=profile).delete()
        PersonTrait.objects.filter(advisor=profile).delete()
        MatchPerson.objects.create(
            advisor=profile, code=profile.code, is_findable=True, tok_version=1, **columns, **absence
        )
        PersonTrait.objects.bulk_create(
            PersonTrait(advisor=profile, trait=trait, strength=units / 1024)
            for trait, units in row["traits"].items()
        )
        found.append((profile.code, row))
    return found


def _opening(wanted: dict[str, Any], **traits: Any) -> Any:
    pay = {"pay_unit": "hour", "pay_amount": wanted["pay"]} if wanted["pay"] else {}
    opening = OpeningFactory(work_style=wanted["style"], **pay, **traits)
    OpeningTrait.objects.filter(opening=opening).delete()
    OpeningTrait.objects.bulk_create(
        OpeningTrait(opening=opening, term=term, trait=trait, share=units / 4096)
        for (term, trait), units in wanted["traits"].items()
    )
    return opening


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(person, min_size=1, max_size=7), call)
def test_sql_ranks_as_numpy_does(rows: list[dict[str, Any]], wanted: dict[str, Any]) -> None:
    MatchPerson.objects.all().delete()
    people = _stored([*rows, rows[0]])  # the first one twice: a tie
    opening = _opening(wanted)
    found = people_for(opening)
    assert [(each.code, each.score) for each in found] == _expected(people, wanted)
    assert all(abs(sum(each.terms.values()) - each.score) < 1e-6 for each in found)


def _plain(**values: Any) -> dict[str, Any]:
    row = {"hours": 20, "work_style": "online", "accepts_unpaid": True, "hourly_wish": None}
    return {**row, "time_fit": 1.0, "record": 0.0, "absent": False, "traits": {TRAITS[0]: 1024}, **values}


WANTED = {"style": "online", "pay": None, "traits": {(MatchTerm.TEXT, TRAITS[0]): 2000}}


def test_both_directions_give_one_score() -> None:
    opening = _opening(WANTED, open=True)
    _stored([_plain()])
    (there,) = people_for(opening)
    profile = AdvisorProfileFactory._meta.model.objects.get(pk=there.advisor)
    (back,) = openings_for(profile, today=today())
    assert (back.opening, back.score, back.terms) == (opening.pk, there.score, there.terms)
    assert openings_for(profile, today=today() + timedelta(days=60)) == []


def test_a_draft_is_shown_to_no_professional() -> None:
    opening = _opening(WANTED)
    _stored([_plain()])
    (there,) = people_for(opening)
    profile = AdvisorProfileFactory._meta.model.objects.get(pk=there.advisor)
    assert openings_for(profile, today=today()) == []


@pytest.mark.parametrize("why", ["hidden", "employer", "applied", "form", "not findable"])
def test_what_rules_a_person_out(why: str) -> None:
    opening = _opening(WANTED, open=True)
    _stored([_plain()])
    row = MatchPerson.objects.get()
    assert len(people_for(opening, findable_only=True)) == 1
    if why == "hidden":
        row.advisor.hidden_from.add(opening.municipality)
    elif why == "employer":
        MatchPerson.objects.update(employer_municipality_id=opening.municipality_id)
    elif why == "applied":
        ApplicationFactory(opening=opening, advisor=row.advisor)
    elif why == "form":
        MatchPerson.objects.update(refused_forms=[opening.legal_form])
    else:
        MatchPerson.objects.update(is_findable=False)
    assert people_for(opening, findable_only=True) == []

"""Matching in both directions, beside the same arithmetic in numpy over arrays that are already in memory."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import numpy as np

from advisors.models import AdvisorProfile
from core import dates
from projects.enums import UNPAID_UNITS, MatchTerm
from projects.matching import active_weights, openings_for, people_for
from projects.matching.ranking import SUBSTANCE, TRAIT_TERMS
from projects.models import Application, MatchPerson, Opening, OpeningTrait, PersonTrait
from projects.operations.match_notices import POOL
from tests.bench.measure import Row

MOST, MOST_PEOPLE_MS, MOST_OPENINGS_MS = 10.0, 25, 10
SAMPLES, DIGEST = 40, 20
_COLUMNS = ("hours", "work_style", "accepts_unpaid", "hourly_wish", "time_fit", "record")


def rows() -> list[Row]:
    openings = list(Opening.objects.filter(status="open").order_by("code")[:SAMPLES])
    profiles = list(AdvisorProfile.objects.filter(status="active").order_by("code")[:SAMPLES])
    oracle = Oracle()
    for opening in openings[:3]:  # the limit has to be the same work
        assert [match.code for match in people_for(opening)] == oracle.best(opening)
    ours, raw = cycle(openings), cycle(openings)
    return [
        Row(
            "20 people for an opening",
            lambda: people_for(next(ours)),
            lambda: oracle.best(next(raw)),
            most=MOST,
            target=MOST_PEOPLE_MS,
            differs="SQL on disk, live; numpy in memory, as of its start",
        ),
        Row(
            "20 openings for a person",
            _each(profiles, lambda one: openings_for(one, today=dates.today())),
            target=MOST_OPENINGS_MS,
        ),
        Row(
            f"{POOL} people for each of {DIGEST} openings, as a night of notices asks",
            lambda: [people_for(opening, limit=POOL) for opening in openings[:DIGEST]],
            target=60_000 * DIGEST / 1000,
            differs="the target is 60 s for 1,000 openings",
        ),
    ]


def _each(rows: list[Any], work: Callable[[Any], Any]) -> Callable[[], Any]:
    turn = cycle(rows)
    return lambda: work(next(turn))


class Oracle:
    """Posting lists and columns of all people as arrays. Legal forms, absences and hidden places are left out:
    the synthetic country has none.
    """

    def __init__(self) -> None:
        people = list(MatchPerson.objects.order_by("code").values_list("advisor_id", "code", *_COLUMNS))
        place = {row[0]: n for n, row in enumerate(people)}
        self.place, self.codes = place, [row[1] for row in people]
        self.columns = {
            name: np.array([row[n + 2] for row in people], dtype=object if name == "work_style" else float)
            for n, name in enumerate(_COLUMNS)
        }
        self.postings = dict(self._postings(place))
        self.weights = active_weights()

    def _postings(self, place: dict[int, int]) -> Iterator[tuple[str, tuple[Any, Any]]]:
        held: dict[str, tuple[list[int], list[float]]] = {}
        rows = PersonTrait.objects.values_list("trait", "advisor_id", "strength")
        for trait, advisor, strength in rows.iterator(50_000):
            who, how = held.setdefault(trait, ([], []))
            who.append(place[advisor])
            how.append(strength)
        for trait, (who, how) in held.items():
            yield trait, (np.array(who), np.array(how))

    def best(self, opening: Opening) -> list[str]:
        parts = {term: np.zeros(len(self.codes)) for term in TRAIT_TERMS}
        wanted = OpeningTrait.objects.filter(opening=opening).values_list("term", "trait", "share")
        for term, trait, share in wanted:
            if trait in self.postings:
                who, how = self.postings[trait]
                parts[MatchTerm(term)][who] += how * share
        score = sum(part * self.weights[term] for term, part in parts.items()) + self._of_rows(opening)
        fits = self.columns["hours"] >= opening.hours_per_month
        fits &= sum(parts[term] for term in SUBSTANCE) > 0
        applied = Application.objects.filter(opening=opening, advisor__isnull=False).values_list("advisor")
        fits[[self.place[pk] for (pk,) in applied if pk in self.place]] = False
        score = np.where(fits, score, -1.0)
        floor = np.partition(score, -20)[-20]
        found = np.flatnonzero(score >= floor)  # in the order of the codes
        order = found[np.argsort(-score[found], kind="stable")][:20]
        return [self.codes[n] for n in order]

    def _of_rows(self, opening: Opening) -> Any:
        columns, weights = self.columns, self.weights
        time = columns["time_fit"] * 0.5 + np.where(
            columns["hours"] >= opening.hours_per_month * 1.5, 0.5, 0.25
        )
        return (
            self._style(opening) * weights["style"]
            + time * weights["time"]
            + self._pay(opening) * weights["pay"]
            + columns["record"] * weights["record"]
        )

    def _style(self, opening: Opening) -> Any:
        own = self.columns["work_style"]
        if opening.work_style == "online":
            return 1.0
        same = own == opening.work_style
        if opening.work_style == "hybrid":
            return np.where(same | (own == "onsite"), 1.0, 0.25)
        return np.where(same, 1.0, np.where(own == "hybrid", 0.75, 0.0))

    def _pay(self, opening: Opening) -> Any:
        if opening.pay_unit in {*UNPAID_UNITS, ""}:
            return self.columns["accepts_unpaid"]
        wish = self.columns["hourly_wish"]
        if opening.pay_unit != "hour":
            return np.where(np.isnan(wish), 1.0, 0.75)
        met = np.isnan(wish) | (opening.pay_amount >= wish)
        return np.where(met, 1.0, np.floor(16.0 * (opening.pay_amount or 0) / wish) / 16.0)

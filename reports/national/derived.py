"""Derived rows, for search and for matching: words are cut on every core, rows written here."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import django
from django.db.models import Model, QuerySet

from advisors.models import AdvisorSearch
from advisors.queries.indexing import findable_profiles
from advisors.queries.indexing import search_row as person_search_row
from core import lexemes
from projects.matching.calls import call_passages, opening_traits
from projects.matching.people import person_traits
from projects.matching.traits import Spoken, spoken
from projects.models import MatchPerson, OpeningSearch, OpeningTrait, PersonTrait
from projects.operations.matching import matchable_openings, matchable_profiles, person_rows, rarity_for
from projects.queries.indexing import search_row, searchable_openings
from reports.models import ReportSearch
from reports.national.plan import Plan
from reports.queries.likeness import search_row as report_search_row
from reports.queries.likeness import searchable_reports

CALL = (
    *("opening_id", "published_at", "deadline_date", "field", "prefecture", "work_style", "pay", "hours"),
    *("term", "tsv", "title_tsv", "tok_version"),
)
REPORT = ("report_id", "terms", "size", "tok_version")
PERSON = ("advisor_id", "facets", "hidden_from", "tsv", "title_tsv", "tok_version")
MATCH = (
    *(
        "advisor_id",
        "code",
        "hours",
        "work_style",
        "is_findable",
        "accepts_unpaid",
        "hourly_wish",
    ),
    *("refused_forms", "absent_from", "absent_until", "employer_municipality_id", "time_fit", "record"),
    "tok_version",
)
TRAIT = ("advisor_id", "trait", "strength")
WANTED = ("opening_id", "term", "trait", "share")
BATCH = 250  # sources that one process takes at a time
CHUNK = 5000  # sources whose rows are in memory together
ALONE = 2000  # sources; fewer are done before a second process has begun

Work = Callable[[list[Any]], list[Any]]


def write_search(plan: Plan) -> None:
    """What was loaded counts as announced: nobody is sent the whole country as news."""
    with _every_core(plan.sizes.openings + plan.sizes.advisors) as cut:
        with plan.copier.at_once(OpeningSearch):
            calls = searchable_openings().filter(pk__in=[call.pk for call in plan.calls])
            for _rows, found in cut(calls, _call_rows):
                plan.copier.write(OpeningSearch, (*CALL, "announced_at", "matched_at"), found)
        with plan.copier.at_once(AdvisorSearch):
            people = findable_profiles().filter(pk__in=plan.advisors)
            for _rows, found in cut(people, _person_rows):
                plan.copier.write(AdvisorSearch, PERSON, found)
        with plan.copier.at_once(ReportSearch):
            for _rows, found in cut(searchable_reports(), _report_rows):
                plan.copier.write(ReportSearch, REPORT, found)


def write_matching(plan: Plan) -> None:
    """People first: how rare a trait is among them weighs what openings ask for."""
    with _every_core(plan.sizes.openings + plan.sizes.advisors) as cut:
        people = matchable_profiles().filter(pk__in=plan.advisors)
        with plan.copier.at_once(PersonTrait):
            for rows, found in cut(people, _trait_rows):
                plan.copier.write(MatchPerson, MATCH, [_values(row, MATCH) for row in person_rows(rows)])
                _number(plan, PersonTrait, TRAIT, [trait for traits in found for trait in traits])
        with plan.copier.at_once(OpeningTrait):
            for rows, said in cut(matchable_openings(), _said):
                _number(plan, OpeningTrait, WANTED, list(_wanted(rows, said)))


def _number(plan: Plan, model: type[Model], columns: tuple[str, ...], rows: list[Any]) -> None:
    ids = plan.copier.ids(model, len(rows))
    plan.copier.write(model, ("id", *columns), ((pk, *row) for pk, row in zip(ids, rows, strict=True)))


@contextmanager
def _every_core(
    sources: int,
) -> Iterator[Callable[[QuerySet[Any], Work], Iterator[tuple[list[Any], list[Any]]]]]:
    """`cut(rows, work)` goes through the rows in chunks: (sources, what `work` made of them in order)."""
    if sources < ALONE:
        yield lambda rows, work: ((each, work(each)) for each in _chunks(rows))
        return
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), django.setup) as pool:

        def cut(rows: QuerySet[Any], work: Work) -> Iterator[tuple[list[Any], list[Any]]]:
            for each in _chunks(rows):
                parts = pool.map(work, _parts(each, BATCH))
                yield each, [row for part in parts for row in part]

        yield cut


def _chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    for keys in _parts(list(rows.order_by("pk").values_list("pk", flat=True)), CHUNK):
        yield list(rows.filter(pk__in=keys).order_by("pk"))


def _parts(rows: list[Any], size: int) -> list[list[Any]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _call_rows(openings: list[Any]) -> list[Any]:
    """With published_at as announced_at and matched_at."""
    return [(*_values(row, CALL), row.published_at, row.published_at) for row in map(search_row, openings)]


def _person_rows(profiles: list[Any]) -> list[Any]:
    return [_values(person_search_row(profile), PERSON) for profile in profiles]


def _report_rows(reports: list[Any]) -> list[Any]:
    return [_values(report_search_row(report), REPORT) for report in reports]


def _trait_rows(profiles: list[Any]) -> list[Any]:
    return [[_values(trait, TRAIT) for trait in person_traits(profile)] for profile in profiles]


def _said(openings: list[Any]) -> list[Any]:
    return [spoken(call_passages(opening)) for opening in openings]


def _wanted(openings: list[Any], said: list[Spoken]) -> Iterator[tuple[Any, ...]]:
    rare = rarity_for(openings, said)
    for opening, words in zip(openings, said, strict=True):
        for trait in opening_traits(opening, words, rare):
            yield _values(trait, WANTED)


def _values(row: Any, columns: Iterable[str]) -> tuple[Any, ...]:
    """As PostgreSQL reads them: sets of lexemes as text."""
    values = (getattr(row, name) for name in columns)
    return tuple(lexemes.vector(each) if isinstance(each, frozenset) else each for each in values)

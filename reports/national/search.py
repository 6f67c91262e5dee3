"""The search table: words are cut on every core, rows written here."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import django
from django.db.models import QuerySet

from core import lexemes
from projects.models import Opening, OpeningSearch
from projects.queries.indexing import search_row, searchable_openings
from reports.national.plan import Plan

SEARCH = (
    "opening_id",
    "published_at",
    "deadline_date",
    "field",
    "prefecture",
    "work_style",
    "pay",
    "hours",
    "term",
    "tsv",
    "title_tsv",
    "tok_version",
    "announced_at",
    "matched_at",
)
BATCH = 250
ALONE = 2000  # openings; fewer are done before a second process has begun

Rows = list[tuple[Any, ...]]


def write_search(plan: Plan) -> None:
    """What was loaded counts as announced: nobody is sent the whole country as news."""
    mine = searchable_openings().filter(pk__gte=plan.calls[0].pk, pk__lte=plan.calls[-1].pk)
    plan.copier.write_many(OpeningSearch, SEARCH, [row for rows in _computed(mine) for row in rows])


def _computed(openings: QuerySet[Opening]) -> Iterator[Rows]:
    keys = list(openings.order_by("pk").values_list("pk", flat=True))
    batches = (
        list(openings.filter(pk__in=keys[start : start + BATCH]).order_by("pk"))
        for start in range(0, len(keys), BATCH)
    )
    if len(keys) < ALONE:
        yield from map(_rows, batches)
        return
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), django.setup) as pool:
        waiting: list[Future[Rows]] = [pool.submit(_rows, batch) for batch in batches]
        for each in waiting:
            yield each.result()


def _rows(openings: list[Opening]) -> Rows:
    return [_stored(search_row(opening)) for opening in openings]


def _stored(row: OpeningSearch) -> tuple[Any, ...]:
    """As PostgreSQL reads it: sets of lexemes as text, and published_at as announced_at and matched_at."""
    values = (getattr(row, name) for name in SEARCH[:-2])
    texts = (lexemes.vector(each) if isinstance(each, frozenset) else each for each in values)
    return *texts, row.published_at, row.published_at

"""The engine, through the import commands' own operations, against the baselines."""

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from projects.imports.advisors import Advisors
from projects.imports.openings import Openings
from projects.imports.reading import Scope, take_in
from projects.matching import people_for
from projects.models import ImportedRow, Opening
from tests.relevance import judged

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ranked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, list[str]]:
    with django_db_blocker.unblock(), transaction.atomic():
        found = _ranked()
        transaction.set_rollback(True)
    return found


def _ranked() -> dict[str, list[str]]:
    scope = Scope.of_command(timezone.now())
    people, wrong = take_in(Advisors(scope), judged.people_lines())
    assert (people >= 150, wrong) == (True, [])
    calls, wrong = take_in(Openings(scope), judged.call_lines())
    assert (calls >= 40, wrong) == (True, [])
    names = dict(ImportedRow.objects.filter(advisor__isnull=False).values_list("advisor", "external_id"))
    openings = Opening.objects.filter(imported__isnull=False).select_related("imported")
    return {each.imported.external_id: [names[m.advisor] for m in people_for(each)] for each in openings}


def test_the_engine_beats_every_baseline(ranked: dict[str, list[str]]) -> None:
    first, second = judged.halves()
    ours = {half: judged.mean_ndcg(ranked.__getitem__, list(half)) for half in (tuple(first), tuple(second))}
    theirs = {
        name: max(judged.mean_ndcg(make(), first), judged.mean_ndcg(make(), second))
        for name, make in judged.BASELINES.items()
    }
    assert min(ours.values()) > max(theirs.values()) + 0.02


def test_stuffed_and_long_profiles_do_not_rise(ranked: dict[str, list[str]]) -> None:
    top = [name for found in ranked.values() for name in found[:2]]
    assert [name for name in top if name[0] in "SL"] == []

"""The engine, through the import commands' own operations, against the baselines."""

import pytest
from django.utils import timezone

from projects.matching import people_for
from projects.models import ImportedRow, Opening
from projects.operations.imported_calls import import_calls
from projects.operations.imported_people import import_people
from tests.relevance import judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranked(db: None) -> dict[str, list[str]]:
    now = timezone.now()
    people, wrong = import_people(judged.people_lines(), at=now)
    assert (people >= 150, wrong) == (True, [])
    calls, wrong = import_calls(judged.call_lines(), at=now)
    assert (calls >= 40, wrong) == (True, [])
    names = dict(ImportedRow.objects.filter(opening=None).values_list("advisor", "external_id"))
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

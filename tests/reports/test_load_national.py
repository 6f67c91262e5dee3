"""The synthetic country: as large as asked, allowed by every constraint, the same for the same seed."""

from datetime import date
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from accounts.models import User
from advisors.models import AdvisorProfile, AdvisorSearch
from advisors.operations.search import ADVISORS
from core.codes import new_code
from municipalities.models import Field
from projects.models import (
    Application,
    Criterion,
    Engagement,
    MatchPerson,
    Meeting,
    Opening,
    OpeningSearch,
    OpeningTrait,
    PersonTrait,
)
from projects.operations.matching import rebuild_matching
from projects.operations.search import OPENINGS
from projects.queries.indexing import searchable_openings
from reports.management.commands import load_national
from reports.models import OutcomeReport, ReportSearch
from reports.national.copying import Copier
from reports.operations.search import REPORTS
from reports.operations.tally import recount_tally
from tests.factories.accounts import UserFactory
from tests.factories.projects import OpeningFactory

pytestmark = pytest.mark.django_db
SIZES = {"advisors": 120, "openings": 150, "applications": 900, "meetings": 200}
TODAY = date(2026, 11, 25)


def _load(**options):
    call_command(load_national.Command(stdout=StringIO()), **{**SIZES, "today": TODAY, **options})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _everything():
    rows = Opening.objects.order_by("id").values_list("code", "title", "status", "published_at")
    people = User.objects.order_by("id").values_list("email", "family_name", "given_name")
    sent = Application.objects.order_by("id").values_list("code", "motivation", "status", "submitted_at")
    return [*rows, *(tuple(row[1:]) for row in people), *sent]


def test_it_is_as_large_as_asked_and_no_constraint_objects():
    _load()
    models = (AdvisorProfile, Opening, Application, Meeting)
    assert [model.objects.count() for model in models] == list(SIZES.values())


def test_every_public_state_occurs_and_seats_agree_with_those_hired():
    _load()
    assert set(Opening.objects.values_list("status", flat=True)) >= {
        "open",
        "decided",
        "no_match",
        "selecting",
    }
    for opening in Opening.objects.filter(status="decided"):
        assert opening.applications.filter(status="accepted").count() == opening.seats_taken
    assert Engagement.objects.count() == Application.objects.filter(status="accepted").count()
    assert OutcomeReport.objects.filter(status="published").exists()


def test_nothing_happens_before_what_it_follows():
    _load()
    for opening in Opening.objects.filter(released_at__isnull=False):
        assert opening.published_at < opening.released_at
    for sent in Application.objects.filter(submitted_at__isnull=False).select_related("opening"):
        assert sent.submitted_at.date() >= sent.opening.published_at.date()
        assert sent.answered_at is None or sent.answered_at.date() > sent.submitted_at.date()


def test_the_same_seed_gives_the_same_country():
    found = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            _load(seed=seed)
            found.append(_everything())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_the_search_table_is_what_mending_would_make_it_and_nothing_is_news():
    _load()
    assert OpeningSearch.objects.filter(announced_at__isnull=False).count() == searchable_openings().count()
    assert OPENINGS.mend() == []


def test_the_tally_is_true():
    assert recount_tally() == 0


def test_a_rubric_weighs_a_hundred_percent():
    _load()
    weights = Criterion.objects.values("opening").annotate(whole=Sum("weight"))
    assert {row["whole"] for row in weights} == {100}
    assert weights.count() == SIZES["openings"]


def test_large_tables_keep_their_indexes_and_references():
    before = _definitions()
    _load()
    assert _definitions() == before


def _definitions():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes UNION ALL "
            "SELECT conname || pg_get_constraintdef(oid) || convalidated FROM pg_constraint WHERE contype = 'f'"
        )
        return sorted(row for (row,) in cursor.fetchall())


def test_new_rows_come_after_the_loaded_ones():
    _load()
    last = Opening.objects.order_by("-id").first()
    assert OpeningFactory().pk > last.pk


def test_real_people_are_safe():
    UserFactory(email="someone@city.lg.jp")
    with pytest.raises(CommandError, match="1 accounts are not fictional"):
        _load()
    assert not Opening.objects.exists()
    _load(force=True)
    assert Opening.objects.count() == SIZES["openings"]


def test_it_loads_once():
    _load()
    with pytest.raises(CommandError, match="already"):
        _load()


def test_more_applications_than_possible_are_refused():
    with pytest.raises(CommandError, match="more applications"):
        _load(advisors=2)


def test_codes_look_like_all_others():
    copier = Copier(Random(1))
    codes = {copier.code() for _ in range(5000)}
    assert len(codes) == 5000
    assert {len(code) for code in codes} == {len(new_code())}


def test_a_column_nobody_named_gets_its_default_and_text_survives():
    copier = Copier(Random(1))
    (pk,) = copier.ids(Field, 1)
    copier.write(Field, ("id", "slug", "name"), [(pk, "x", "a\tb\\n\nc")])
    row = Field.objects.get(pk=pk)
    assert (row.name, row.description, row.position) == ("a\tb\\n\nc", "", 0)


def test_a_row_the_database_forbids_stops_the_load():
    copier = Copier(Random(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        copier.write(Field, ("id", "slug", "name"), [(9001, "x", "名"), (9002, "x", "名")])


def test_the_demonstration_can_stand_beside_it(settings):
    settings.DEMO = True
    _load()
    call_command("seed_demo", stdout=StringIO())
    assert User.objects.filter(email="coordinator@example.jp").exists()


def test_derived_rows_are_those_of_the_operations():
    _load()
    models = (AdvisorSearch, MatchPerson, PersonTrait, OpeningTrait, ReportSearch)
    loaded = [_contents(model) for model in models]
    assert all(loaded)
    ADVISORS.rebuild()
    REPORTS.rebuild()
    rebuild_matching()
    assert [_contents(model) for model in models] == loaded


def _contents(model):
    columns = [
        field.attname for field in model._meta.local_concrete_fields if field.name not in ("id", "listed_at")
    ]
    return sorted(repr([_in_order(value) for value in row]) for row in model.objects.values_list(*columns))


def _in_order(value):
    """Sets, and arrays that are searched as sets, may come in another order."""
    return sorted(value) if isinstance(value, frozenset | list) else value

"""The search table equals the openings after every operation, and is mended when it does not."""

import logging

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import changes
from municipalities.models import Department, Field
from projects import tasks
from projects.models import Opening, OpeningSearch, SavedSearch
from projects.operations import opening as operations
from projects.operations import program as programs
from projects.operations.search import OPENINGS
from projects.queries.indexing import DERIVED, search_row, searchable_openings
from projects.rules import PUBLIC_OPENING_STATES
from tests.factories.base import day, moment
from tests.factories.municipalities import DepartmentFactory, FieldFactory
from tests.factories.projects import OpeningFactory, ProjectFactory
from tests.factories.search import SavedSearchFactory

pytestmark = pytest.mark.django_db


def _check() -> None:
    """Every public opening has its row, equal to a fresh computation; nothing else has one."""
    stored = OpeningSearch.objects.in_bulk()
    assert set(stored) == set(searchable_openings().values_list("pk", flat=True))
    for opening in searchable_openings():
        fresh = search_row(opening)
        assert {name: getattr(stored[opening.pk], name) for name in DERIVED} == {
            name: getattr(fresh, name) for name in DERIVED
        }
        assert not OPENINGS.differs(stored[opening.pk], fresh)


EXTRA = {
    "return": {"reason": "理由"},
    "withdraw": {"reason": "理由"},
    "approve": {"decision_date": day(0), "decider_title": "市長"},
}
STEPS = ("submit", "approve", "return", "recall", "edit", "publish", "close", "withdraw", "rename", "move")


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=8), straight=st.booleans())
def test_the_row_follows_every_operation(steps, straight, sanuki, clerk, approver):
    with transaction.atomic():
        opening = OpeningFactory(project=ProjectFactory(municipality=sanuki))
        for step in (["submit", "approve", "publish"] if straight else []) + steps:
            opening = Opening.objects.get(pk=opening.pk)
            _take(opening, step, clerk, approver)
            _check()
        transaction.set_rollback(True)


def _take(opening, step, clerk, approver):
    if step == "rename":
        changes.edit(opening.project.department, by=clerk, at=moment(), name="デジタル戦略課")
    elif step == "move":
        changes.edit(opening.project, by=clerk, at=moment(), field=Field.objects.get(slug="tourism"))
    elif step == "edit":
        if opening.workflow.allows("submit", opening.status):
            operations.edit_opening(
                opening,
                by=clerk,
                at=moment(),
                version=opening.version,
                title="広報の募集",
                work_style="onsite",
            )
    elif opening.workflow.allows(step, opening.status):
        by = approver if step in ("approve", "return") else clerk
        extra = EXTRA.get(step, {})
        getattr(operations, f"{step}_opening")(opening, by=by, at=moment(), **extra)


def test_a_publication_that_fails_leaves_no_row(sanuki, clerk):
    opening = OpeningFactory(municipality=sanuki, approved=True)
    with transaction.atomic():
        operations.publish_opening(opening, by=clerk, at=moment())
        assert OpeningSearch.objects.exists()
        transaction.set_rollback(True)
    assert not OpeningSearch.objects.exists()


def test_names_of_place_field_and_section_are_followed(sanuki, clerk):
    opening = OpeningFactory(open=True, project=ProjectFactory(municipality=sanuki))
    for row, name in (
        (sanuki, "新讃岐市"),
        (sanuki.prefecture, "新香川県"),
        (opening.project.field, "新分野"),
        (opening.project.department, "新しい課"),
    ):
        changes.edit(row, by=clerk, at=moment(), name=name)
        _check()


def test_a_project_that_changes_its_field_moves_its_openings(sanuki, clerk):
    project = ProjectFactory(municipality=sanuki, running=True, field=FieldFactory(slug="dx"))
    OpeningFactory(open=True, project=project)
    programs.edit_project(
        project, by=clerk, at=moment(), version=project.version, field=FieldFactory(slug="pr"), team=[]
    )
    assert OpeningSearch.objects.get().field == "pr"
    _check()


def test_drift_is_mended_and_reported(caplog):
    right, wrong, missing = OpeningFactory.create_batch(3, open=True, project=ProjectFactory())
    gone = OpeningFactory(open=True)
    OpeningSearch.objects.filter(pk=wrong.pk).update(tsv=frozenset({"w:違う"}))
    OpeningSearch.objects.filter(pk=missing.pk).delete()
    Opening.objects.filter(pk=gone.pk).update(
        status="withdrawn", withdrawn_at=moment(), withdrawal_reason="見直し"
    )
    with caplog.at_level(logging.ERROR):
        assert tasks.mend_search() == 3
    assert str(wrong.pk) in caplog.text
    _check()
    assert OPENINGS.mend() == []
    assert right.pk in OpeningSearch.objects.in_bulk()


def test_rebuilding_writes_everything_and_forgets_no_announcement(capsys):
    opening = OpeningFactory(open=True)
    OpeningSearch.objects.update(announced_at=moment(), tok_version=0, tsv=frozenset())
    kept = SavedSearchFactory(lexemes="'w:old'")
    call_command("rebuild_search")
    assert "1 openings, 1 saved searches" in capsys.readouterr().out
    _check()
    assert OpeningSearch.objects.get(pk=opening.pk).announced_at is not None
    assert "w:dx" in SavedSearch.objects.get(pk=kept.pk).lexemes


def test_missing_and_old_rows_are_written_at_every_update():
    old, missing, _current = OpeningFactory.create_batch(3, open=True, project=ProjectFactory())
    OpeningFactory()
    OpeningSearch.objects.filter(pk=old.pk).update(tok_version=0, tsv=frozenset())
    OpeningSearch.objects.filter(pk=missing.pk).delete()
    assert OPENINGS.index_missing() == 2
    _check()
    assert OPENINGS.index_missing() == 0


def test_only_public_states_are_searched():
    for trait in ("in_review", "approved", "withdrawn", *PUBLIC_OPENING_STATES):
        OpeningFactory(**{trait: True})
    assert OpeningSearch.objects.count() == len(PUBLIC_OPENING_STATES)


def test_a_section_without_openings_is_no_matter(clerk):
    changes.edit(DepartmentFactory(), by=clerk, at=moment(), name="新しい課")
    assert Department.objects.get().name == "新しい課"

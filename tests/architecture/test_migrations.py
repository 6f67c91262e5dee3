"""Migrations: complete, in one line per app, named by people, and reversible."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.utils import DatabaseError

from audit import changes
from audit.models import Event
from tests.architecture.layers import RANK
from tests.factories.base import moment
from tests.factories.municipalities import DepartmentFactory

LOADER = MigrationLoader(None)
OWN = {key: migration for key, migration in LOADER.disk_migrations.items() if key[0] in RANK}
each_migration = pytest.mark.parametrize("key", sorted(OWN), ids=".".join)


@pytest.mark.django_db
def test_no_model_change_lacks_its_migration() -> None:
    shown = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=shown, stderr=shown)
    except SystemExit:
        pytest.fail(shown.getvalue())


@pytest.mark.parametrize("app", sorted({app for app, _name in OWN}))
def test_an_app_has_one_line_of_migrations(app: str) -> None:
    assert len(LOADER.graph.leaf_nodes(app)) == 1
    for (owner, name), migration in OWN.items():
        if owner == app:
            parents = [each for each in migration.dependencies if each[0] == app]
            assert len(parents) <= 1, f"{name} merges two lines"


@each_migration
def test_names_say_what_changes(key: tuple[str, str]) -> None:
    assert re.fullmatch(r"\d{4}_[a-z0-9_]+", key[1])
    assert "_auto_" not in key[1]
    assert "merge" not in key[1]


@each_migration
def test_data_and_sql_can_be_taken_back(key: tuple[str, str]) -> None:
    for operation in OWN[key].operations:
        if isinstance(operation, RunPython | RunSQL):
            assert operation.reversible, operation


@pytest.mark.django_db
def test_the_trigger_of_the_audit_record_can_be_taken_off_and_put_back() -> None:
    (operation,) = OWN["audit", "0002_append_only"].operations
    changes.record(DepartmentFactory(), "create", by=None, at=moment())
    with connection.cursor() as cursor:
        cursor.execute(operation.reverse_sql)
        cursor.execute("UPDATE audit_event SET action = 'changed'")
        cursor.execute(operation.sql)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        Event.objects.update(action="changed again")
    assert Event.objects.get().action == "changed"

"""Migrations run while the old code still serves: none may block a large table for long or take away what that
code reads (docs/operation.md, "Migrations without a stop").
"""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

# The last migration of each app that was written before this rule; no database of anybody had to live through them.
BEFORE_THE_RULE = {
    "accounts": 2,
    "advisors": 4,
    "audit": 2,
    "municipalities": 8,
    "notifications": 5,
    "projects": 40,
    "reports": 7,
}


def objection(operation: ops.base.Operation, *, is_new_table: bool = False) -> str:
    """Why the operation must not run beside the old code; empty when it may. What happens to a table that the
    same migration makes disturbs nobody.
    """
    if is_new_table or isinstance(operation, ops.CreateModel | AddIndexConcurrently):
        return ""
    if isinstance(operation, ops.RenameField | ops.RenameModel | ops.AlterModelTable):
        return "the old code knows the old name: add the new one, copy, and take the old one away a release later"
    if isinstance(operation, ops.RemoveField | ops.DeleteModel):
        return "the old code still reads it: first a release that does not, with SeparateDatabaseAndState"
    if isinstance(operation, ops.AddIndex):
        return "writes wait while it is built: AddIndexConcurrently in a migration with atomic = False"
    if isinstance(operation, ops.AddField):
        field = operation.field
        if not field.null and not field.many_to_many and field.db_default is NOT_PROVIDED:
            return "the old code inserts rows without it: null=True or db_default"
    if isinstance(operation, ops.AlterField) and not operation.preserve_default:
        return "a default for one run rewrites every row"
    return ""


def _under_the_rule():
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in BEFORE_THE_RULE and int(name[:4]) > BEFORE_THE_RULE[app]:
            yield f"{app}.{name}", migration


def test_every_app_of_ours_is_watched():
    ours = {config.label for config in apps.get_app_configs() if hasattr(config.module, "__file__")}
    with_tables = {
        label for label in ours if list(apps.get_app_config(label).get_models()) and _is_ours(label)
    }
    assert with_tables == BEFORE_THE_RULE.keys()


def _is_ours(label: str) -> bool:
    return "site-packages" not in str(import_module(apps.get_app_config(label).name).__file__)


def test_no_migration_blocks_or_breaks():
    found = []
    for name, migration in _under_the_rule():
        made = {each.name.lower() for each in migration.operations if isinstance(each, ops.CreateModel)}
        for each in migration.operations:
            of_new = getattr(each, "model_name", "").lower() in made
            if words := objection(each, is_new_table=of_new):
                found.append(f"{name}: {each.describe()}: {words}")
    assert found == []


INDEX = models.Index(fields=["name"], name="i")


@pytest.mark.parametrize(
    ("operation", "is_fine"),
    [
        (ops.AddField("row", "x", models.TextField(null=True)), True),
        (ops.AddField("row", "x", models.TextField(db_default="")), True),
        (ops.AddField("row", "x", models.TextField(default="")), False),
        (ops.AddIndex("row", INDEX), False),
        (AddIndexConcurrently("row", INDEX), True),
        (ops.RemoveField("row", "x"), False),
        (ops.RenameField("row", "x", "y"), False),
        (ops.DeleteModel("row"), False),
        (ops.CreateModel("row", []), True),
    ],
    ids=lambda each: type(each).__name__,
)
def test_the_rules(operation, is_fine):
    assert (objection(operation) == "") is is_fine


def test_what_happens_to_a_table_of_the_same_migration_disturbs_nobody():
    assert objection(ops.AddIndex("row", INDEX), is_new_table=True) == ""

"""What every model promises: states, names, keys, and that history keeps its authors."""

import re
from typing import Any

import pytest
from django.db import models
from django.db.models import CheckConstraint, Q

from audit.models import Event
from core.codes import LENGTH, new_code
from notifications.models import Delivery
from tests.architecture.layers import own_models
from tests.architecture.test_factories import FACTORIES

MODELS = list(own_models())
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
OWN_STATES = {Delivery}  # its states are the outbox's own; nobody acts on a mail by hand
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


@each_model
def test_order_is_stated_by_each_query(model: type[models.Model]) -> None:
    assert model._meta.ordering == []


@each_model
def test_names_are_japanese(model: type[models.Model]) -> None:
    assert JAPANESE.search(str(model._meta.verbose_name))
    assert str(model._meta.verbose_name_plural) == str(model._meta.verbose_name)


@each_model
def test_str_is_written_for_people(model: type[models.Model]) -> None:
    assert "__str__" in vars(model)


@each_model
def test_a_status_follows_a_workflow_and_the_database_knows_it(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.fields}
    workflow = getattr(model, "workflow", None)
    if model in OWN_STATES:
        return
    assert ("status" in names) == (workflow is not None)
    if workflow is None:
        return
    status: Any = model._meta.get_field("status")
    codes = [state.code for state in workflow.states]
    assert status.default == workflow.initial
    assert list(status.choices) == workflow.choices
    assert max(len(code) for code in codes) <= status.max_length
    known = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    assert Q(status__in=codes) in [each.condition for each in known]


@each_model
def test_constraints_and_indexes_are_named_by_hand(model: type[models.Model]) -> None:
    names = [each.name for each in (*model._meta.constraints, *model._meta.indexes)]
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names), names


@each_model
def test_public_codes(model: type[models.Model]) -> None:
    if "code" not in {field.name for field in model._meta.fields} or model.__name__ == "Municipality":
        return
    code: Any = model._meta.get_field("code")
    assert code.unique
    assert not code.editable
    assert code.default is new_code
    assert code.max_length == LENGTH


@each_model
def test_versions_start_at_one(model: type[models.Model]) -> None:
    for field in model._meta.fields:
        if field.name == "version":
            assert isinstance(field, models.PositiveIntegerField)
            assert field.default == 1


@each_model
def test_names_of_columns_tell_their_kind(model: type[models.Model]) -> None:
    for field in model._meta.fields:
        if field.name.endswith("_at"):
            assert isinstance(field, models.DateTimeField), field
        if field.name.endswith("_date"):
            assert type(field) is models.DateField, field
        if field.name.endswith("_by"):
            assert field.related_model._meta.label == "accounts.User", field


@each_model
def test_nothing_domain_rows_refer_to_can_be_deleted(model: type[models.Model]) -> None:
    if model._meta.app_label == "notifications":
        return  # notices go with the person they were for
    for field in model._meta.fields:
        if field.is_relation:
            assert field.remote_field.on_delete is models.PROTECT, field


@each_model
def test_text_is_never_null(model: type[models.Model]) -> None:
    """One way to say "nothing": the empty string."""
    for field in model._meta.fields:
        if isinstance(field, models.CharField | models.TextField):
            assert not field.null, field


@pytest.mark.django_db
@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_every_address_a_row_names_exists(made: Any) -> None:
    row = made()
    names = [name for name in dir(type(row)) if name.endswith("_url") and not name.startswith("_")]
    for name in names:
        value = getattr(row, name)
        address = value() if callable(value) else value
        assert address.startswith("/"), (made.__name__, name)


def test_history_is_written_by_audit_changes_alone() -> None:
    assert Event not in {made._meta.model for made in FACTORIES}

"""Every factory, alone and with each of its traits, makes a row that the database accepts."""

from importlib import import_module
from pkgutil import iter_modules

import factory
import pytest
from django.apps import apps
from django.db import models
from factory.django import DjangoModelFactory

import tests.factories
from municipalities.models import Municipality
from tests.factories.base import ChildFactory

OWN_APPS = ("accounts", "notifications", "municipalities", "advisors", "projects", "reports")
CITY_FACTS = ("municipality_id", "advisor_id")
IN_A_CITY = {
    *("projects.Program", "projects.Project", "projects.Opening", "projects.Application"),
    *("projects.Engagement", "projects.Meeting", "projects.Deliverable"),
    *("municipalities.Department", "municipalities.Approval", "municipalities.StaffMembership"),
}
# Traits that other traits are made of; alone they break a rule of the database.
PARTS = {
    ("ApprovalFactory", "decided"),
    ("GoalFactory", "judged"),
    ("RecommendationFactory", "decided"),
}


def _factories() -> list[type[DjangoModelFactory]]:
    found: dict[str, type[DjangoModelFactory]] = {}
    for info in iter_modules(tests.factories.__path__):
        module = import_module(f"tests.factories.{info.name}")
        for value in vars(module).values():
            is_factory = isinstance(value, type) and issubclass(value, DjangoModelFactory)
            if is_factory and not value._meta.abstract:
                found[value.__name__] = value
    return list(found.values())


FACTORIES = _factories()
SITUATIONS = [
    pytest.param(made, {name: True}, id=f"{made.__name__}-{name}")
    for made in FACTORIES
    for name, parameter in made._meta.parameters.items()
    if isinstance(parameter, factory.Trait) and (made.__name__, name) not in PARTS
]


@pytest.mark.django_db
@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_factory_without_arguments(made: type[DjangoModelFactory]) -> None:
    row = made()
    row.full_clean(exclude=[field.name for field in row._meta.fields if field.null])
    assert str(row).strip()
    assert " object (" not in str(row)


@pytest.mark.django_db
@pytest.mark.parametrize(("made", "arguments"), SITUATIONS)
def test_trait(made: type[DjangoModelFactory], arguments: dict[str, bool]) -> None:
    row = made(**arguments)
    row.refresh_from_db()
    (name,) = arguments
    workflow = getattr(row, "workflow", None)
    if workflow is not None and name in {state.code for state in workflow.states}:
        assert row.status == name


@pytest.mark.django_db
@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_parents_agree_with_their_children(made: type[DjangoModelFactory]) -> None:
    """A row and everything it points to name the same city and the same advisor."""
    row = made()
    for name in CITY_FACTS:
        values = {getattr(each, name) for each in _ancestry(row) if hasattr(each, name)}
        assert len(values - {None}) <= 1, (made.__name__, name)


def _ancestry(row: models.Model) -> list[models.Model]:
    rows = [row]
    for field in row._meta.get_fields():
        if field.many_to_one or (field.one_to_one and field.concrete):
            parent = getattr(row, field.name)
            if parent is not None and parent._meta.label in IN_A_CITY:
                rows += _ancestry(parent)
    return rows


@pytest.mark.django_db
@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_a_child_lives_in_the_city_of_the_parent_it_is_given(
    made: type[DjangoModelFactory], sanuki: Municipality
) -> None:
    if not issubclass(made, ChildFactory):
        assert not hasattr(made, "_parent")
        return
    parent_factory = next(each for each in FACTORIES if each._meta.model is _parent_model(made))
    parent = parent_factory(municipality=sanuki)
    child = made(**{made._parent: parent})
    assert child.municipality == sanuki
    assert getattr(child, made._parent) == parent


def _parent_model(made: type[ChildFactory]) -> type[models.Model]:
    return made._meta.model._meta.get_field(made._parent).related_model


def test_every_model_has_a_factory() -> None:
    made = {each._meta.model for each in FACTORIES}
    own = {model for label in OWN_APPS for model in apps.get_app_config(label).get_models()}
    assert own <= made, "audit events alone have no factory: only audit.changes writes them"

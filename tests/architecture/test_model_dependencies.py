"""Foreign keys point downwards too: a string such as "projects.Opening" is invisible to import-linter."""

import pytest
from django.contrib.auth import get_user_model
from django.db import models

from audit.models import Event
from tests.architecture.layers import LAYERS, RANK, own_models

MODELS = list(own_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_relations_point_to_the_same_or_a_lower_layer(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if field.is_relation and not field.auto_created:
            target = field.related_model._meta.app_label
            assert target in RANK, f"{field} leaves the portal"
            assert RANK[target] <= RANK[model._meta.app_label], f"{field} points upwards"


def test_history_has_no_foreign_keys() -> None:
    assert not [field for field in Event._meta.get_fields() if field.is_relation]


def test_the_lowest_layer_has_no_models() -> None:
    assert LAYERS[0] == "core"
    assert "core" not in {model._meta.app_label for model in MODELS}


def test_the_user_is_the_portals_own() -> None:
    assert get_user_model()._meta.label == "accounts.User"

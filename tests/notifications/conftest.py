"""A kind of notice of our own."""

from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from notifications.kinds import Kind


@pytest.fixture
def hello(settings: Settings) -> Kind:
    """A kind whose texts are in tests/notifications/templates."""
    templates = deepcopy(django_settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    return Kind("tests.hello", "あいさつ")

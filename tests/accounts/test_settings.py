"""Language and calendar: chosen once, respected on every page and in every mail."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Event

pytestmark = pytest.mark.django_db


def test_a_choice_is_stored_recorded_and_shown(signed_in: Callable[[User], Client], clerk: User) -> None:
    browser = signed_in(clerk)
    response = browser.post(reverse("account_settings"), {"language": "en", "calendar": "seireki"})
    assert response["Location"] == "/en/accounts/settings/"
    clerk.refresh_from_db()
    assert (clerk.language, clerk.calendar) == ("en", "seireki")
    assert Event.objects.filter(subject_type="accounts.user", actor_id=clerk.pk, action="edit").count() == 1


def test_an_unknown_choice_is_refused(signed_in: Callable[[User], Client], clerk: User) -> None:
    response = signed_in(clerk).post(reverse("account_settings"), {"language": "fr", "calendar": "seireki"})
    assert response.status_code == 422
    clerk.refresh_from_db()
    assert clerk.language == "ja"

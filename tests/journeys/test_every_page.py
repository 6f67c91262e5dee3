"""Pages that need no more than an address, looked at by everybody who may open them: nothing for axe to find.

The suite looks at the newest ones. `EVERY_PAGE=1` looks at all of them, in both languages, for each role.
"""

import os

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from municipalities.enums import StaffRole
from tests.factories.municipalities import StaffMembershipFactory, WebhookDeliveryFactory, WebhookFactory
from tests.factories.projects import (
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
    RecommendationFactory,
)
from tests.factories.reports import DocumentJobFactory, OutcomeReportFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALL = bool(os.environ.get("EVERY_PAGE"))
LANGUAGES = ("", "/en") if ALL else ("",)
NEWEST = {
    "coordinator": ["/coord/figures/", "/coord/timeline/", "/coord/yearly-report/", "/documents/"],
    "administrator": ["/desk/webhooks/", "/desk/webhooks/new/"],
}
APART = ("/accounts/logout/", "/gallery/", "/mailbox/")  # an act, samples, and a page for developers


@pytest.fixture
def administrator(sanuki):
    return StaffMembershipFactory(
        municipality=sanuki, roles=[StaffRole.ADMINISTRATOR, StaffRole.DRAFTER, StaffRole.APPROVER]
    ).user


@pytest.fixture
def world(sanuki, advisor, administrator, coordinator):
    """A little of everything, so that lists have rows."""
    OpeningFactory(municipality=sanuki, open=True)
    work = EngagementFactory(municipality=sanuki, advisor=advisor, active=True)
    MeetingFactory(engagement=work, proposed=True)
    MeetingFactory(engagement=work, held=True)
    RecommendationFactory(engagement=work)
    OutcomeReportFactory(municipality=sanuki, published=True)
    DocumentJobFactory(person=coordinator, done=True)
    WebhookDeliveryFactory(webhook=WebhookFactory(municipality=sanuki))
    return {
        "stranger": "",
        "advisor": advisor.user.email,
        "administrator": administrator.email,
        "coordinator": coordinator.email,
    }


def _addresses() -> list[str]:
    """Of every page without a part that varies."""

    def walk(patterns, start):
        for each in patterns:
            part = str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, start + part)
            elif isinstance(each, URLPattern) and "<" not in part and "^" not in part:
                yield start + part

    found = {"/" + each.lstrip("/") for each in walk(get_resolver().url_patterns, "") if "<" not in each}
    return sorted(each for each in found if not each.startswith(("/api/", *APART)))


def _pages(client, person) -> list[str]:
    """Those that answer this person with a page."""
    if person is not None:
        client.force_login(person)
    shown = []
    for address in _addresses():
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            shown.append(address)
    return shown


@pytest.mark.parametrize("role", ["stranger", "advisor", "administrator", "coordinator"] if ALL else NEWEST)
def test_nothing_for_axe_to_find(world, person, client, django_user_model, role):
    email = world[role]
    user = django_user_model.objects.get(email=email) if email else None
    addresses = _pages(client, user) if ALL else NEWEST[role]
    one = person(email)
    for language in LANGUAGES:
        for address in addresses:
            one.open(language + address)
    assert addresses

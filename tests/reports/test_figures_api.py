"""The figures of the page, for programs."""

import pytest

from accounts.operations import issue_token
from reports.figures import FIGURES, RATES, Scope
from reports.queries.tally import counts
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, EngagementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, coordinator):
    _token, text = issue_token(by=coordinator, at=moment(), name="試験", scopes=["reports:read"], days=1)

    def asked(**criteria):
        return client.get("/api/v1/figures/", criteria, headers={"Authorization": f"Bearer {text}"})

    return asked


def test_every_number_of_the_page_with_what_it_means(ask, sanuki, advisor):
    EngagementFactory(municipality=sanuki, advisor=advisor, active=True)
    ApplicationFactory(municipality=sanuki, submitted=True)
    items = {each["key"]: each for each in ask().json()["items"]}
    found = counts(Scope())
    assert {key: items[key]["value"] for key in FIGURES} == found
    assert {rate.key for rate in RATES} <= items.keys()
    assert {"days_to_answer_median", "days_to_fill_p75", "satisfaction"} <= items.keys()
    assert all(each["name"] and each["meaning"] for each in items.values())
    assert items["satisfaction"]["value"] is None
    assert found["applications"] >= 1


def test_criteria_are_those_of_the_page(ask, sanuki, takamatsu):
    for city in (sanuki, takamatsu, takamatsu):
        ApplicationFactory(municipality=city, submitted=True)

    def applications(**criteria):
        return next(
            each["value"] for each in ask(**criteria).json()["items"] if each["key"] == "applications"
        )

    assert applications() == applications(prefecture="370002") == 3
    assert applications(prefecture="130001") == 0
    refused = ask(color="red")
    assert refused.status_code == 400

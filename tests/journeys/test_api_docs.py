"""The description of the API can be read and tried under the strict policy, with nothing from elsewhere."""

import pytest

from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_description_opens_without_a_complaint_of_the_browser(person, live_server):
    citizen: Person = person()
    complaints: list[str] = []
    elsewhere: list[str] = []
    page = citizen.page
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on(
        "request", lambda sent: elsewhere.append(sent.url) if not _is_own(sent.url, live_server) else None
    )

    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator("#operations-tag-programs").click()
    page.locator("#operations-programs-programs_list button").first.click()
    page.get_by_text("Only rows in this state").first.wait_for()

    assert complaints == []
    assert elsewhere == []


def _is_own(url: str, live_server) -> bool:
    return url.startswith((live_server.url, "data:", "blob:"))

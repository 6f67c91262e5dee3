"""A stranger cannot tell another city's page from one that does not exist."""

import re

import pytest

from municipalities.models import Municipality
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.municipalities import WebhookFactory
from tests.factories.projects import ApplicationFactory, EngagementFactory, OpeningFactory, ProgramFactory
from tests.factories.reports import DocumentJobFactory, OutcomeReportFactory
from tests.factories.selection import InterviewFactory, ScoutFactory
from tests.factories.work import HonorariumSheetFactory

MISSING = "00000000"
PAGES = {
    "/desk/openings/{code}/": lambda city: OpeningFactory(municipality=city),
    "/desk/openings/{code}/edit/": lambda city: OpeningFactory(municipality=city),
    "/desk/openings/{code}/do/submit/": lambda city: OpeningFactory(municipality=city),
    "/openings/{code}/": lambda city: OpeningFactory(municipality=city),
    "/desk/programs/{code}/": lambda city: ProgramFactory(municipality=city),
    "/desk/applications/{code}/": lambda city: ApplicationFactory(municipality=city, submitted=True),
    "/my/applications/{code}/": lambda city: ApplicationFactory(municipality=city, submitted=True),
    "/desk/openings/{code}/scouts/": lambda city: OpeningFactory(municipality=city, open=True),
    "/desk/openings/{code}/letters/": lambda city: OpeningFactory(municipality=city, result_approved=True),
    "/my/scouts/{code}/": lambda city: ScoutFactory(municipality=city),
    "/desk/interviews/{code}/": lambda city: InterviewFactory(municipality=city),
    "/my/interviews/{code}/": lambda city: InterviewFactory(municipality=city, fixed=True),
    "/desk/engagements/{code}/": lambda city: EngagementFactory(municipality=city, active=True),
    "/my/engagements/{code}/": lambda city: EngagementFactory(municipality=city, active=True),
    "/desk/engagements/sheets/{code}/": lambda city: HonorariumSheetFactory(municipality=city),
    "/desk/advisors/{code}/": lambda _city: AdvisorProfileFactory(
        findable=True, employer_municipality=Municipality.objects.get(code="372013")
    ),
    "/desk/reports/{code}/": lambda city: OutcomeReportFactory(municipality=city),
    "/desk/programs/{code}/council-pack/": lambda city: ProgramFactory(municipality=city),
    "/desk/webhooks/{code}/": lambda city: WebhookFactory(municipality=city),
    "/documents/{code}/": lambda city: DocumentJobFactory(
        council=True, program__municipality=city, done=True
    ),
    "/documents/{code}/file/": lambda _city: DocumentJobFactory(done=True),
    "/reports/{code}/": lambda city: OutcomeReportFactory(municipality=city),
}


def _seen(client, path: str, code: str) -> tuple[int, str]:
    """What the browser gets, without the one-time form token and the code that was asked for."""
    response = client.get(path.format(code=code))
    page = response.content.decode().replace(code, "CODE")
    return response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("person", ["outsider", "other_advisor_user", "stranger"])
def test_hidden_and_missing_look_the_same(request, signed_in, sanuki, path, person):
    hidden = PAGES[path](sanuki).code
    client = signed_in(request.getfixturevalue(person))

    assert _seen(client, path, hidden) == _seen(client, path, MISSING)
    assert _seen(client, path, hidden)[0] == 404

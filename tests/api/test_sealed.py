"""A decision that waits for its 決裁 shows in nothing an applicant can read: bytes, tags, headers."""

from typing import Any

import pytest

from projects.operations import application as applications
from projects.operations import release as results
from tests.api.conftest import Program
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory

VARYING = {"X-Request-ID", "RateLimit", "Expires"}


def seen(asks: Program, path: str) -> tuple[int, bytes, dict[str, str]]:
    response = asks.get(path)
    headers = {name: value for name, value in response.items() if name not in VARYING}
    return response.status_code, response.content, headers


@pytest.fixture
def paths(sanuki: Any, advisor: Any, other_advisor: Any) -> list[str]:
    opening = OpeningFactory(municipality=sanuki, selecting=True)
    mine = ApplicationFactory(opening=opening, advisor=advisor, submitted=True)
    ApplicationFactory(opening=opening, advisor=other_advisor, submitted=True)
    return [
        f"my/applications/{mine.code}/",
        "my/applications/",
        "my/applications/?state=submitted",
        "my/applications/?state=offered",
        f"openings/{opening.code}/",
        "openings/?state=all",
        "engagements/",
        "my/reports/",
    ]


def test_nothing_moves_until_the_release(program, paths, advisor_user, clerk, approver):
    asks = program(advisor_user)
    before = {path: seen(asks, path) for path in paths}
    opening = advisor_user.advisor_profile.applications.get().opening
    for application in opening.applications.all():
        for outcome in ("decline", "hire", "reserve", "decline"):
            applications.assess_application(
                application, by=clerk, at=moment(), outcome=outcome, internal_note="メモ", message="文面"
            )
    assert {path: seen(asks, path) for path in paths} == before, "proposed"
    opening.refresh_from_db()
    opening = results.submit_result(opening, by=clerk, at=moment())
    assert {path: seen(asks, path) for path in paths} == before, "awaiting approval"
    opening = results.approve_result(
        opening, by=approver, at=moment(), decision_date=moment().date(), decider_title="部長"
    )
    assert {path: seen(asks, path) for path in paths} == before, "approved"
    results.write_letters(opening, opening.applications.all(), by=clerk, at=moment(), message="別の文面")
    opening = results.announce(opening, by=clerk, at=moment())
    assert {path: seen(asks, path) for path in paths} == before, "about to be told"
    results.release_result(opening, at=moment())
    assert seen(asks, paths[0]) != before[paths[0]], "released"


def test_the_tag_of_before_still_withdraws(program, paths, advisor_user, clerk):
    """A tag that had become stale by an assessment would tell of it."""
    asks = program(advisor_user)
    tag = asks.get(paths[0])["ETag"]
    application = advisor_user.advisor_profile.applications.get()
    applications.assess_application(application, by=clerk, at=moment(), outcome="hire", message="文面")
    answer = asks.post(f"{paths[0]}actions/withdraw/", {}, If_Match=tag)
    assert (answer.status_code, answer.json()["state"]["code"]) == (200, "withdrawn")


def test_an_applicant_never_finds_the_citys_side(program, paths, advisor_user):
    code = advisor_user.advisor_profile.applications.get().code
    assert program(advisor_user).get(f"desk/applications/{code}/").status_code == 404


def test_nobody_reads_what_is_noted_about_themselves(program, sanuki, clerk):
    """Also when they work for the city."""
    from tests.factories.advisors import AdvisorProfileFactory

    own = AdvisorProfileFactory(user=clerk, active=True)
    application = ApplicationFactory(municipality=sanuki, advisor=own, submitted=True)
    assert program(clerk).get(f"desk/applications/{application.code}/").status_code == 404
    assert program(clerk).get("desk/applications/").json()["items"] == []

"""A result that is decided and not told yet shows nowhere an applicant can go: every address there is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from core.dates import jst_date
from projects.enums import Outcome
from projects.models import Opening
from projects.operations import application as applications
from projects.operations import release
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory

CHANGING = (
    re.compile(rb'name="csrfmiddlewaretoken" value="\w+"'),
    re.compile(rb'"request_id": ?"[^"]*"'),
    re.compile(rb"DTSTAMP:\w+"),
    re.compile(rb"(?<=<updated>)[^<]+"),
    re.compile(rb'nonce="[^"]+"'),
)
FRAGMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# They are only sent to, say how the machine is doing, or sign the reader out.
ASIDE = (
    "/actions/",
    "accounts/",
    "readyz",
    "healthz",
    "admin/",
    "logout",
    "static",
    "media",
    "schema",
    "docs",
)


def patterns(resolver: Any, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        elif isinstance(each, URLPattern):
            yield route


def addresses(codes: list[str]) -> list[str]:
    """Every route with every code; routes by regular expression have no place for one."""
    found = set()
    for route in patterns(get_resolver()):
        path = route.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
        if any(part in path for part in ASIDE) or "(" in path:
            continue
        for code in codes if "<" in path else [""]:
            found.add("/" + FRAGMENT.sub(code, path))
    return sorted(found)


def seen(client: Any, paths: list[str]) -> dict[str, tuple[int, str, bytes]]:
    answers = {}
    for path in paths:
        response = client.get(path)
        body = b"" if response.streaming else response.content
        for pattern in CHANGING:
            body = pattern.sub(b"", body)
        headers = f"{response.get('Location', '')} {response.get('ETag', '')}"
        answers[path] = (response.status_code, headers, body)
    return answers


@pytest.fixture
def opening(sanuki, clerk, approver):
    return OpeningFactory(municipality=sanuki, selecting=True, seats=2)


def test_nothing_is_different_before_everybody_is_told(
    opening, clerk, approver, advisor, signed_in, settings
):
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, (10000, 60))
    mine = ApplicationFactory(opening=opening, advisor=advisor, submitted=True)
    for other in Outcome.values:
        ApplicationFactory(opening=opening, submitted=True, outcome=other)
    client = signed_in(advisor.user)
    paths = addresses([opening.code, mine.code])
    assert len(paths) > 300
    before = seen(client, paths)

    applications.assess_application(
        mine, by=clerk, at=moment(), outcome="hire", internal_note="庁内だけの話", message="秘密の文面"
    )
    call = release.submit_result(Opening.objects.get(pk=opening.pk), by=clerk, at=moment())
    decision = {"decision_date": jst_date(moment()), "decider_title": "市長"}
    call = release.approve_result(call, by=approver, at=moment(), **decision)
    release.write_letters(call, call.applications.all(), by=clerk, at=moment(), message="秘密の文面")
    call = release.announce(call, by=clerk, at=moment())

    after = seen(client, paths)
    assert [path for path in paths if after[path][0] >= 500] == []
    assert {path: after[path] for path in paths if after[path] != before[path]} == {}
    release.release_result(call, at=moment())
    assert seen(client, [mine.get_absolute_url()]) != {
        mine.get_absolute_url(): before[mine.get_absolute_url()]
    }

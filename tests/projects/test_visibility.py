"""Each list holds exactly the rows of which the person may see the page."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from projects import queries
from projects.models import Application, Engagement, Opening
from tests.factories.projects import ApplicationFactory, EngagementFactory, OpeningFactory
from tests.projects.test_permissions import CAST


@pytest.fixture
def openings(sanuki: Any, takamatsu: Any) -> None:
    for city in (sanuki, takamatsu):
        for state in ("open", "in_review", "result_review", "decided", "withdrawn"):
            OpeningFactory(municipality=city, **{state: True})
        OpeningFactory(municipality=city)


@pytest.fixture
def applications(sanuki: Any, takamatsu: Any, advisor: Any, other_advisor: Any) -> None:
    for city in (sanuki, takamatsu):
        for person in (advisor, other_advisor):
            ApplicationFactory(municipality=city, advisor=person)
            ApplicationFactory(submitted=True, municipality=city, advisor=person)


@pytest.fixture
def engagements(sanuki: Any, takamatsu: Any, advisor: Any, other_advisor: Any) -> None:
    for city in (sanuki, takamatsu):
        for person in (advisor, other_advisor):
            EngagementFactory(active=True, municipality=city, advisor=person)


def _agree(listed: Any, model: Any, permission: str, user: Any) -> None:
    seen = set(listed.values_list("pk", flat=True))
    assert seen == {row.pk for row in model.objects.all() if user.has_perm(permission, row)}


@pytest.mark.parametrize("name", [*CAST, "anonymous"])
def test_openings(request, openings, name):
    user = AnonymousUser() if name == "anonymous" else request.getfixturevalue(name)
    _agree(queries.openings_visible_to(user), Opening, "projects.view_opening", user)


@pytest.mark.parametrize("name", [*CAST, "anonymous"])
def test_applications(request, applications, name):
    user = AnonymousUser() if name == "anonymous" else request.getfixturevalue(name)
    _agree(queries.applications_visible_to(user), Application, "projects.view_application", user)


@pytest.mark.parametrize("name", [*CAST, "anonymous"])
def test_engagements(request, engagements, name):
    user = AnonymousUser() if name == "anonymous" else request.getfixturevalue(name)
    _agree(queries.engagements_visible_to(user), Engagement, "projects.view_engagement", user)

"""docs/api.md: every example is sent, in order, and answers what it says."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.operations import issue_token
from core.api import scopes
from tests.factories.projects import ProjectFactory

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```http\n(.+?)\n```\n→ (\d+)", re.DOTALL)


@pytest.mark.django_db
def test_every_example_answers_what_the_guide_says(clerk, sanuki):
    project = ProjectFactory(municipality=sanuki)
    known = {"program": project.program.code, "project": project.code}
    known["token"] = issue_token(by=clerk, at=timezone.now(), name="手引き", scopes=scopes.known(), days=30)[
        1
    ]
    examples = EXAMPLE.findall(GUIDE)
    assert len(examples) == GUIDE.count("```http") > 8
    for text, status in examples:
        response = _send(text, known)
        assert response.status_code == int(status), (text, response.content.decode())
        if response.status_code < 300 and "code" in response.json():
            known |= {"etag": response["ETag"], "code": response.json()["code"]}


def _send(text: str, known: dict[str, str]):
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    head, _gap, body = text.partition("\n\n")
    first, *lines = head.splitlines()
    method, path = first.split()
    headers = dict(line.split(": ", 1) for line in lines)
    return Client().generic(method, path, body, content_type="application/json", headers=headers)

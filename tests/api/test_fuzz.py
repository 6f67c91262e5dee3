"""Every operation of the API is asked what nobody would ask: no answer is a fault of ours, and each is one that
the description names.

A few requests for each operation run with the suite; FUZZ=100 makes a hundred of each.
"""

import os
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
import yaml
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort

from tests.api.conftest import Program
from tests.api.routes import METHODS
from tests.api.scene import key_of, row_for

EXAMPLES = int(os.environ.get("FUZZ", "0"))
SAMPLED = 10  # without FUZZ, of so many operations one is asked
SCHEMA = schemathesis.openapi.from_dict(yaml.safe_load((settings.BASE_DIR / "docs/openapi.yaml").read_text()))
OPERATIONS = {each.ok().label: each.ok() for each in SCHEMA.get_all_operations()}
READERS = ("coordinator", "clerk", "approver", "advisor_user")
ASKED = METHODS if EXAMPLES else METHODS[::SAMPLED]


class _Aside(Exception):
    """Takes back what one request has written."""


def _address(route: str, code: str) -> str:
    return reverse(f"api:{route}", args=[] if route.endswith("_list") else [code])


def _ask(asks: Program, case: Any, path: str, tag: str) -> Any:
    query = "&".join(f"{quote(str(name))}={quote(str(value))}" for name, value in (case.query or {}).items())
    headers = {str(name): str(value) for name, value in (case.headers or {}).items()}
    headers = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
    if "If-Match" in headers:
        headers["If-Match"] = tag
    body = case.body if isinstance(case.body, dict | list | str | int | float | bool) else None
    return asks(case.method, f"{path.removeprefix('/api/v1/')}?{query}", body, **headers)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "route"), ASKED, ids=lambda each: str(each))
def test_no_answer_is_a_fault(request, sanuki, advisor, method, route):
    row = row_for(route, sanuki, advisor)
    path = _address(route, key_of(row))
    operation = OPERATIONS[f"{method} {_address(route, '{code}').replace('%7B', '{').replace('%7D', '}')}"]
    people = [Program(request.getfixturevalue(name)) for name in READERS]
    tags = [asks("GET", path.removeprefix("/api/v1/")).headers.get("ETag", "") for asks in people]
    known = {str(code) for code in operation.definition.raw["responses"]}

    @given(case=operation.as_strategy())
    @effort(
        max_examples=EXAMPLES or 2,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        for asks, tag in zip(people, tags, strict=True):
            try:
                with transaction.atomic():
                    answer = _ask(asks, case, path, tag)
                    assert str(answer.status_code) in known, (
                        answer.status_code,
                        case.body,
                        answer.content[:500],
                    )
                    raise _Aside
            except _Aside:
                pass

    asked()

"""Tokens, limits, problems and the description."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, override_settings
from django.urls import reverse
from openapi_spec_validator import validate

from accounts.models import ApiToken, User
from accounts.operations import close_account, issue_token, revoke_token
from core.api import limits, problems, scopes
from core.api.pages import description
from tests.api.conftest import Program
from tests.api.scene import row_for
from tests.factories.base import moment
from tests.factories.projects import ProgramFactory

PROBLEM = "application/problem+json"


# Tokens


def _with(text: str) -> Program:
    asks = Program()
    asks.headers["Authorization"] = f"Bearer {text}"
    return asks


@pytest.fixture
def issued(clerk):
    return issue_token(by=clerk, at=moment(), name="文書管理", scopes=["programs:read"], days=30)


def test_only_a_digest_of_the_secret_is_kept(issued):
    token, text = issued
    secret = text.rsplit("_", 1)[1]
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())


def test_a_token_works_within_its_scopes(issued, sanuki, clerk):
    row = ProgramFactory(municipality=sanuki)
    asks = _with(issued[1])
    assert asks.get(f"programs/{row.code}/").status_code == 200
    for refused in (asks.get("engagements/"), asks("PATCH", f"programs/{row.code}/", {"title": "新"})):
        assert refused.status_code == 403
        assert refused.json()["type"].endswith("/insufficient-scope/")


@pytest.mark.parametrize("text", ["", "x", "fkp_", "fkp_00000000_secret", "fkp_00000000_", "Basic"])
def test_what_is_no_token_is_401(text, db):
    response = _with(text).get("programs/")
    assert (response.status_code, response["Content-Type"]) == (401, PROBLEM)
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_wrong_secret_is_401(issued):
    assert _with(issued[1][:-1] + "?").get("programs/").status_code == 401


def test_a_token_ends_by_revocation_by_time_and_with_the_person(issued, clerk):
    token, text = issued
    asks = _with(text)
    assert asks.get("programs/").status_code == 200
    ApiToken.objects.filter(pk=token.pk).update(created_at=moment(-30), expires_at=moment(-1))
    assert asks.get("programs/").status_code == 401
    ApiToken.objects.filter(pk=token.pk).update(expires_at=moment(1))
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert asks.get("programs/").status_code == 401
    User.objects.filter(pk=clerk.pk).update(is_active=True)
    assert asks.get("programs/").status_code == 200
    revoke_token(token, by=clerk, at=moment())
    assert asks.get("programs/").status_code == 401


def test_who_leaves_the_city_loses_its_rows_at_once(issued, sanuki, clerk):
    row = ProgramFactory(municipality=sanuki)
    asks = _with(issued[1])
    clerk.staff_memberships.update(status="ended", ended_date="2999-01-01")
    assert asks.get(f"programs/{row.code}/").status_code == 404


def test_an_account_that_is_closed_leaves_no_working_token(stranger):
    token, _text = issue_token(by=stranger, at=moment(), name="家計簿", scopes=["profile:read"], days=30)
    close_account(stranger, at=moment())
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert token.name == "—"


def test_the_last_use_is_noted(issued):
    token, text = issued
    assert token.last_used_at is None
    _with(text).get("programs/")
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    _with(text).get("programs/")
    token.refresh_from_db()
    assert token.last_used_at == first, "not at every request"


def test_a_person_makes_sees_and_revokes_tokens(signed_in, clerk, stranger):
    browser = signed_in(clerk)
    page = browser.post(reverse("token_new"), {"name": "文書管理", "scopes": ["programs:read"], "days": "90"})
    token = ApiToken.objects.get()
    text = f"fkp_{token.code}_"
    assert text in page.content.decode()
    assert page["Cache-Control"].find("no-store") >= 0
    assert _with(page.context["text"]).get("programs/").status_code == 200
    listed = browser.get(reverse("tokens")).content.decode()
    assert "文書管理" in listed
    assert text not in listed
    url = reverse("token_revoke", args=[token.code])
    assert signed_in(stranger).post(url).status_code == 404
    assert browser.post(url).status_code == 302
    assert _with(page.context["text"]).get("programs/").status_code == 401
    assert browser.get(url).status_code == 403, "once is enough"


def test_a_token_form_without_a_choice_comes_back(signed_in, clerk):
    answer = signed_in(clerk).post(reverse("token_new"), {"name": "", "days": "90"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_every_scope_is_offered_and_registered_once(db):
    assert len(scopes.known()) == len(set(scopes.known()))
    with pytest.raises(ValueError, match="twice"):
        scopes.register("programs", "事業")


# Limits


@pytest.fixture
def own_count(settings):
    """Real Redis, under a name that no other test counts in."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.mark.usefixtures("own_count")
@override_settings(API_LIMITS={"anonymous": (2, 60), "read": (3, 60), "write": (1, 60)})
def test_the_quota_is_told_and_kept(db):
    asks = Program()
    answers = [asks.get("fields/") for _number in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert answers[0]["RateLimit"].startswith('"anonymous";r=1;t=')
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Content-Type"] == PROBLEM


@pytest.mark.usefixtures("own_count")
@override_settings(API_LIMITS={"anonymous": (9, 60), "read": (1, 60), "write": (1, 60)})
def test_people_do_not_use_up_each_others_quota(clerk, approver):
    assert Program(clerk).get("programs/").status_code == 200
    assert Program(approver).get("programs/").status_code == 200
    assert Program(clerk).get("programs/").status_code == 429


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
)
def test_without_redis_nobody_is_held_back(db):
    response = Program().get("fields/")
    assert response.status_code == 200
    assert "RateLimit" not in response


# Problems


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nothing/", 404),
        ("DELETE", "nothing/", 404),
        ("POST", "fields/", 405),
        ("DELETE", "programs/", 405),
        ("GET", "programs/", 401),
        ("GET", "fields/?x=1", 400),
    ],
)
def test_every_refusal_is_a_problem(db, method, path, status):
    response = Program()(method, path)
    body = response.json()
    assert (response.status_code, body["status"], response["Content-Type"]) == (status, status, PROBLEM)
    assert body["type"].startswith(f"{settings.BASE_URL}/problems/")
    assert Client().get(body["type"].removeprefix(settings.BASE_URL)).status_code == 200


def test_other_forms_of_bodies_and_answers_are_refused(clerk):
    asks = Program(clerk)
    form = asks.client.post("/api/v1/programs/", {"title": "x"}, headers=asks.headers)
    assert (form.status_code, form["Content-Type"]) == (415, PROBLEM)
    assert asks.get("programs/", Accept="text/csv").status_code == 406


def test_a_fault_of_ours_is_a_problem_too_that_tells_nothing(rf, caplog):
    response = problems.handle(RuntimeError("secret detail"), {"request": rf.get("/api/v1/fields/")})
    assert (response.status_code, response.content_type) == (500, PROBLEM)
    assert "secret" not in json.dumps(response.data)
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("code", problems.KINDS)
def test_each_kind_has_a_page_in_both_languages(db, code):
    japanese = Client().get(reverse("problem", args=[code]))
    assert str(problems.KINDS[code].title) in japanese.content.decode()
    assert Client().get(f"/en/problems/{code}/").status_code == 200


def test_there_is_no_page_for_what_is_no_problem(db):
    assert Client().get("/problems/unheard-of/").status_code == 404


# The description


def test_the_committed_description_is_that_of_the_code():
    written = (Path(settings.BASE_DIR) / "docs" / "openapi.yaml").read_bytes()
    assert written == description(), "run `manage.py write_openapi`"


def test_the_description_is_valid_openapi_3_1(db):
    document = yaml.safe_load(Client().get("/api/v1/schema/").content)
    assert document["openapi"] == "3.1.0"
    validate(document)
    json.dumps(document, default=str)


def test_every_operation_says_who_it_is_for_and_what_can_go_wrong():
    document = yaml.safe_load(description())
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations) > 150
    for each in operations:
        assert each["summary"]
        assert each["security"]
        assert each["responses"].keys() & {"401", "404", "400"}, each["operationId"]


@pytest.mark.usefixtures("own_count")
def test_the_window_of_a_limit_moves_on(rf):
    request = rf.get("/api/v1/fields/")
    request.user = AnonymousUser()
    counted = [limits.Limits().count(request, at).used for at in (1_000_000.0, 1_000_019.0, 1_000_020.0)]
    assert counted == [1, 2, 1]


EXAMPLES = {
    "documents/": ("documents", "coordinator"),
    "match-weights/": ("match-weights", "coordinator"),
    "openings/{}/application/": ("openings", "advisor_user"),
    "projects/{}/openings/": ("projects", "clerk"),
    "engagements/{}/meetings/": ("engagements", "clerk"),
    "engagements/{}/goals/": ("engagements", "clerk"),
    "engagements/{}/action-items/": ("engagements", "clerk"),
    "engagements/{}/revisions/": ("engagements", "clerk"),
}


def _examples() -> dict[str, dict]:
    document = yaml.safe_load(description())
    found = {}
    for path, operations in document["paths"].items():
        content = operations.get("post", {}).get("requestBody", {}).get("content", {})
        if example := content.get("application/json", {}).get("example"):
            found[path.removeprefix("/api/v1/").replace("{code}", "{}")] = example
    return found


def test_the_examples_are_those_that_are_tried():
    assert _examples().keys() == EXAMPLES.keys()


@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_of_the_description_works(request, sanuki, advisor, path):
    noun, person = EXAMPLES[path]
    row = row_for(f"{noun}_row", sanuki, advisor)
    asks = Program(request.getfixturevalue(person))
    assert asks.post(path.format(row.code), _examples()[path]).status_code == 201

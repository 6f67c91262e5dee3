"""The base views: who gets 302, 403 and 404, and what a form page does with each kind of answer."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from accounts.models import User
from audit.queries import history_of
from core.views import action_links
from municipalities.models import Municipality
from projects.models import Program
from tests.core import pages
from tests.factories.projects import ProgramFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.pages")]

SignedIn = Callable[[User], Client]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.locmem.Loader", pages.TEMPLATES)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


@pytest.fixture(autouse=True)
def _templates() -> Iterator[None]:
    with override_settings(TEMPLATES=TEMPLATES, LOGIN_URL="account_login"):
        yield


@pytest.fixture
def program(sanuki: Municipality) -> Program:
    return ProgramFactory(municipality=sanuki, title="実証実験")


def text(response: HttpResponse) -> str:
    return response.content.decode()


def _form(program: Program, **changed: str) -> dict[str, str]:
    return {"title": program.title, "purpose": program.purpose, "version": str(program.version), **changed}


# Who gets in


def test_a_public_page_is_open(client: Client) -> None:
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/inside/", "/desk/", "/programs/", "/programs/X/", "/programs/X/edit/", "/programs/X/start/"]
)
def test_anonymous_readers_are_asked_to_sign_in_and_learn_nothing(client: Client, path: str) -> None:
    response = client.get(path, {"q": "広報"})
    assert response.status_code == 302
    assert response.url == f"/sign-in/?next={path}%3Fq%3D%25E5%25BA%2583%25E5%25A0%25B1"


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_no_method_gets_around_the_sign_in(client: Client, program: Program, method: str) -> None:
    assert getattr(client, method)(f"/programs/{program.code}/edit/").status_code == 302


def test_a_page_for_everybody_who_is_signed_in(signed_in: SignedIn, stranger: User) -> None:
    assert text(signed_in(stranger).get("/inside/")) == "page of 白鳥 空"


def test_a_stranger_without_the_right_gets_403_where_nothing_is_hidden(
    signed_in: SignedIn, stranger: User, clerk: User
) -> None:
    assert signed_in(stranger).get("/desk/").status_code == 403
    assert signed_in(clerk).get("/desk/").status_code == 200


def test_a_row_of_another_city_looks_exactly_like_a_missing_one(
    signed_in: SignedIn, outsider: User, program: Program
) -> None:
    browser = signed_in(outsider)
    for ending in ("", "edit/", "start/"):
        hidden = browser.get(f"/programs/{program.code}/{ending}")
        missing = browser.get(f"/programs/00000000/{ending}")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content


def test_a_member_without_the_right_gets_403(signed_in: SignedIn, viewer: User, program: Program) -> None:
    browser = signed_in(viewer)
    assert browser.get(f"/programs/{program.code}/").status_code == 200
    assert browser.get(f"/programs/{program.code}/edit/").status_code == 403
    assert browser.post(f"/programs/{program.code}/edit/", _form(program)).status_code == 403
    assert browser.post(f"/programs/{program.code}/start/").status_code == 403


def test_an_inactive_person_is_signed_out(signed_in: SignedIn, clerk: User) -> None:
    browser = signed_in(clerk)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    response = browser.get("/desk/")
    assert response.status_code == 302, "the session of somebody who was locked out still works"


# Lists


def test_a_list_has_pages(signed_in: SignedIn, clerk: User) -> None:
    for title in "あいう":
        ProgramFactory(title=title)
    browser = signed_in(clerk)
    assert text(browser.get("/programs/")) == "[あ][い] page 1"
    assert text(browser.get("/programs/?page=2")) == "[う] page 2"


@pytest.mark.parametrize(("asked", "shown"), [("x", 1), ("-1", 2), ("99", 2), ("", 1)])
def test_an_odd_page_number_is_no_error(signed_in: SignedIn, clerk: User, asked: str, shown: int) -> None:
    for title in "あいう":
        ProgramFactory(title=title)
    assert text(signed_in(clerk).get("/programs/", {"page": asked})).endswith(f"page {shown}")


# Forms


def test_a_form_page_saves_and_leads_on(signed_in: SignedIn, clerk: User, program: Program) -> None:
    browser = signed_in(clerk)
    assert "title=実証実験" in text(browser.get(f"/programs/{program.code}/edit/"))
    response = browser.post(f"/programs/{program.code}/edit/", _form(program, title="本格実施"))
    assert response.status_code == 302
    assert text(browser.get(response.url)) == "本格実施 (保存しました。)"


def test_an_invalid_form_comes_back_with_what_was_typed(
    signed_in: SignedIn, clerk: User, program: Program
) -> None:
    response = signed_in(clerk).post(
        f"/programs/{program.code}/edit/", _form(program, title="", purpose="書いた目的")
    )
    assert response.status_code == 422
    assert "id_title:" in text(response)
    assert text(response).startswith("実証実験|"), "the page's own row must not change before it is saved"
    program.refresh_from_db()
    assert (program.title, program.version) == ("実証実験", 1)


def test_what_the_rules_refuse_comes_back_as_an_error_of_the_form(
    signed_in: SignedIn, clerk: User, program: Program
) -> None:
    response = signed_in(clerk).post(f"/programs/{program.code}/edit/", _form(program, title="禁止"))
    assert response.status_code == 422
    assert ":その名前は使えません。;" in text(response)
    assert "title=禁止" in text(response)


def test_a_conflict_shows_both_versions_and_the_second_try_saves(
    signed_in: SignedIn, clerk: User, program: Program
) -> None:
    browser = signed_in(clerk)
    mine = _form(program, title="私の名前", purpose="私の目的")
    Program.objects.filter(pk=program.pk).update(title="先の名前", version=2)

    first = browser.post(f"/programs/{program.code}/edit/", mine)
    assert first.status_code == 409
    assert "他の人が先に更新しました" in text(first)
    assert "事業名:私の名前/先の名前;" in text(first)
    assert "目的:私の目的/" in text(first)
    assert "|version=2|title=私の名前" in text(first)
    program.refresh_from_db()
    assert (program.title, program.version) == ("先の名前", 2)

    second = browser.post(f"/programs/{program.code}/edit/", {**mine, "version": "2"})
    assert second.status_code == 302
    program.refresh_from_db()
    assert (program.title, program.purpose, program.version) == ("私の名前", "私の目的", 3)


def test_a_conflict_does_not_list_what_is_equal(signed_in: SignedIn, clerk: User, program: Program) -> None:
    mine = _form(program, title="同じ名前")
    Program.objects.filter(pk=program.pk).update(title="同じ名前", version=2)
    response = signed_in(clerk).post(f"/programs/{program.code}/edit/", mine)
    assert response.status_code == 409
    assert "事業名:" not in text(response)


@pytest.mark.parametrize("version", ["", "x", "-"])
def test_a_form_without_its_version_is_refused(
    signed_in: SignedIn, clerk: User, program: Program, version: str
) -> None:
    data = _form(program, title="上書き", version=version)
    assert signed_in(clerk).post(f"/programs/{program.code}/edit/", data).status_code == 422


# Actions


def test_an_action_asks_first_and_acts_on_post(signed_in: SignedIn, clerk: User, program: Program) -> None:
    ProjectFactory(program=program)
    browser = signed_in(clerk)
    asked = browser.get(f"/programs/{program.code}/start/")
    assert text(asked) == f"事業を始める → 進行中 back to /programs/{program.code}/"
    program.refresh_from_db()
    assert program.status == "planned"

    done = browser.post(f"/programs/{program.code}/start/")
    assert text(browser.get(done.url)) == "実証実験 (始めました。)"
    program.refresh_from_db()
    assert program.status == "running"
    assert history_of(program).first().actor_id == clerk.pk


def test_an_action_can_need_a_reason(signed_in: SignedIn, clerk: User, program: Program) -> None:
    browser = signed_in(clerk)
    empty = browser.post(f"/programs/{program.code}/cancel/", {"reason": ""})
    assert empty.status_code == 422
    assert "理由を書いてください。" in text(empty)
    assert browser.post(f"/programs/{program.code}/cancel/", {"reason": "予算"}).status_code == 302
    assert history_of(program).first().detail["note"] == "予算"


def test_an_action_that_the_rules_refuse_says_why(signed_in: SignedIn, clerk: User, program: Program) -> None:
    response = signed_in(clerk).post(f"/programs/{program.code}/start/")
    assert response.status_code == 422
    assert "プロジェクトを1つ以上登録してから" in text(response)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_state_that_moved_on_leads_back_with_a_word(
    signed_in: SignedIn, clerk: User, program: Program, method: str
) -> None:
    Program.objects.filter(pk=program.pk).update(status="completed")
    browser = signed_in(clerk)
    response = getattr(browser, method)(f"/programs/{program.code}/start/")
    assert response.status_code == 302
    assert response.url == f"/programs/{program.code}/"
    assert "ほかの人が先に操作したため" in text(browser.get(response.url))


def test_an_action_that_the_page_does_not_offer_is_missing(
    signed_in: SignedIn, clerk: User, program: Program
) -> None:
    assert signed_in(clerk).get(f"/programs/{program.code}/explode/").status_code == 404


def test_buttons_are_the_permitted_actions_of_the_state(clerk: User, viewer: User, program: Program) -> None:
    links = action_links(clerk, program, "program_action")
    assert [(link.transition.action, link.url) for link in links] == [
        ("start", f"/programs/{program.code}/start/"),
        ("cancel", f"/programs/{program.code}/cancel/"),
    ]
    assert action_links(viewer, program, "program_action") == []


def test_actions_of_the_system_are_no_buttons(clerk: User, sanuki: Municipality) -> None:
    project = ProjectFactory(municipality=sanuki)
    links = action_links(clerk, project, "program_action")
    assert [link.transition.action for link in links] == ["cancel"]

"""Signing up and in through the pages, and what the pages give away about other people."""

import re

import pytest
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_UP = {
    "email": "Hanako@example.jp",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "family_name": "長尾",
    "given_name": "花子",
    "family_kana": "ながお",
    "given_kana": "ﾊﾅｺ",
}
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def _sign_up(client: Client, **changed: str) -> HttpResponse:
    return client.post(reverse("account_signup"), {**SIGN_UP, **changed})


def _signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


# Signing up


def test_signing_up_asks_for_a_code_sent_by_mail(client: Client, mailoutbox: list[EmailMessage]) -> None:
    response = _sign_up(client)
    assert response.status_code == 302
    user = User.objects.get()
    assert user.get_full_name() == "長尾 花子"
    assert user.kana == "ナガオ ハナコ", "kana is stored full width"
    assert user.check_password(PASSWORD)
    assert user.operator_role == ""
    assert _signed_in_as(client) is None, "nobody is signed in before the address is confirmed"

    (mail,) = mailoutbox
    assert mail.to == ["hanako@example.jp"]
    assert mail.subject.startswith("【複業ポータル】")
    (code,) = CODE.findall(mail.body)
    confirmed = client.post(response.url, {"code": code})
    assert confirmed.status_code == 302
    assert _signed_in_as(client) == str(user.pk)
    assert user.emailaddress_set.get().verified


def test_a_wrong_code_confirms_nothing(client: Client, mailoutbox: list[EmailMessage]) -> None:
    page = _sign_up(client).url
    client.post(page, {"code": "WRONG1"})
    assert _signed_in_as(client) is None
    assert not User.objects.get().emailaddress_set.filter(verified=True).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("family_name", ""),
        ("email", "no-address"),
        ("password1", "short"),
        ("password2", "ちがうことば-2026"),
    ],
)
def test_an_incomplete_sign_up_is_explained(client: Client, field: str, value: str) -> None:
    response = _sign_up(client, **{field: value})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["1234567890", "password1234", "Hanako@example.jp", "みじかい"])
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    response = _sign_up(client, password1=password, password2=password)
    assert "password1" in response.context["form"].errors
    assert not User.objects.exists()


def test_one_name_is_enough(client: Client) -> None:
    _sign_up(client, family_name="スカルノ", given_name="", family_kana="", given_kana="")
    assert str(User.objects.get()) == "スカルノ"


def test_nobody_can_sign_up_as_an_operator(client: Client) -> None:
    _sign_up(client, operator_role="coordinator", is_active="1")
    assert User.objects.get().operator_role == ""


def test_signing_up_with_a_known_address_looks_like_any_other(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    UserFactory(email="hanako@example.jp", verified=True)
    known = _sign_up(client)
    unknown = _sign_up(Client(), email="new@example.jp")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert User.objects.count() == 2
    assert [mail.to for mail in mailoutbox] == [["hanako@example.jp"], ["new@example.jp"]]
    assert CODE.findall(mailoutbox[0].body) == [], "the owner is told, and given no code"


# Signing in


@pytest.fixture
def person() -> User:
    return UserFactory(email="hanako@example.jp", verified=True)


def _sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


@pytest.mark.parametrize("email", ["hanako@example.jp", "HANAKO@Example.JP"])
def test_signing_in(client: Client, person: User, email: str) -> None:
    response = _sign_in(client, email)
    assert response.status_code == 302
    assert response.url == reverse("start")
    assert _signed_in_as(client) == str(person.pk)


def test_signing_in_leads_back_to_the_page_that_asked(client: Client, person: User) -> None:
    assert _sign_in(client, person.email, next="/openings/?field=dx").url == "/openings/?field=dx"


def test_signing_in_never_leads_elsewhere(client: Client, person: User) -> None:
    assert _sign_in(client, person.email, next="https://evil.example/").url == reverse("start")


def test_a_wrong_password_and_an_unknown_address_look_alike(client: Client, person: User) -> None:
    wrong = _sign_in(client, person.email, "ちがうことば-2026")
    unknown = _sign_in(Client(), "nobody@example.jp", "ちがうことば-2026")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert wrong.context["form"].errors
    assert _signed_in_as(client) is None


def test_somebody_locked_out_cannot_sign_in(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    _sign_in(client, person.email)
    assert _signed_in_as(client) is None


def test_signing_out_needs_a_post(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(reverse("account_logout")).status_code == 200
    assert _signed_in_as(client) == str(person.pk)
    client.post(reverse("account_logout"))
    assert _signed_in_as(client) is None


# Forgotten passwords


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(
    client: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    known = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@example.jp"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.status_code == unknown.status_code == 200
    assert _without_token(text(known)) == _without_token(text(unknown))
    links = {mail.to[0]: "/password/reset/key/" in mail.body for mail in mailoutbox}
    assert links == {person.email: True, "nobody@example.jp": False}


def _without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_new_password_is_set_through_the_link(
    client: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    (path,) = re.findall(r"https?://[^/]+(/\S*/password/reset/key/\S+)", mailoutbox[0].body)
    form = client.get(path, follow=True)
    new = "あたらしいことば-2027"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)


# Pages of the account


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index"])
def test_account_pages(client: Client, person: User, name: str) -> None:
    anonymous = Client().get(reverse(name))
    assert anonymous.status_code == 302
    assert anonymous.url.startswith(reverse("account_login"))
    _sign_in(client, person.email)
    assert client.get(reverse(name)).status_code == 200


def test_a_second_factor_can_be_set_up_after_the_password_is_asked_again(
    client: Client, person: User
) -> None:
    _sign_in(client, person.email)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    assert "data:image/svg+xml" in text(page), "the QR code comes with the page"


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_entrance_is_in_japanese_without_undefined_names(client: Client, name: str) -> None:
    page = text(client.get(reverse(name)))
    assert '<html lang="ja">' in page
    assert "⟦undefined" not in page

"""Fixtures for every test: the national table, and the fixed cast.

The cast, in two cities: さぬき市 (`sanuki`) with a clerk, an approver, a reviewer and a viewer;
高松市 (`takamatsu`) with an outsider. Two advisors, a coordinator, and a stranger who has an account
and nothing else. Each is a fixture that gives the User; `signed_in(user)` gives a browser for one.
"""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from advisors.loading import load_skills
from advisors.models import AdvisorProfile
from core.messages import compile_messages
from municipalities.enums import StaffRole
from municipalities.loading import load_fields, load_municipalities
from municipalities.models import Municipality
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.municipalities import StaffMembershipFactory

pytest_plugins = ["tests.mail_server"]


def pytest_configure(config: pytest.Config) -> None:
    """A fresh clone has no compiled translations, and Django keeps the first it reads."""
    for folder in settings.LOCALE_PATHS:
        compile_messages(folder)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys take longest: begun first, they leave no core waiting at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def _load_national_table(**_signal: object) -> None:
    load_municipalities()
    load_fields()
    load_skills()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loads the national table, and again whenever a transactional test has emptied the database."""
    with django_db_blocker.unblock():
        _load_national_table()
    post_migrate.connect(_load_national_table, sender=apps.get_app_config("advisors"))
    yield
    with django_db_blocker.unblock():
        _end_other_sessions()


def _end_other_sessions() -> None:
    """A page a browser was still loading keeps a connection, and a database in use cannot be dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def japanese() -> None:
    """A test that opened an English page leaves the thread in English; the next begins in Japanese."""
    translation.activate("ja")


@pytest.fixture
def sanuki(db: None) -> Municipality:
    return Municipality.objects.select_related("prefecture").get(code="372064")


@pytest.fixture
def takamatsu(db: None) -> Municipality:
    return Municipality.objects.select_related("prefecture").get(code="372013")


@pytest.fixture
def clerk(sanuki: Municipality) -> User:
    """Drafts and administers: in a small office that is the same person."""
    user = UserFactory(family_name="長尾", given_name="花子", email="clerk@city.sanuki.example")
    StaffMembershipFactory(user=user, municipality=sanuki, roles=[StaffRole.DRAFTER, StaffRole.ADMINISTRATOR])
    return user


@pytest.fixture
def approver(sanuki: Municipality) -> User:
    user = UserFactory(family_name="津田", given_name="健一", email="approver@city.sanuki.example")
    StaffMembershipFactory(user=user, municipality=sanuki, approver=True)
    return user


@pytest.fixture
def reviewer(sanuki: Municipality) -> User:
    user = UserFactory(family_name="大川", given_name="美咲", email="reviewer@city.sanuki.example")
    StaffMembershipFactory(user=user, municipality=sanuki, reviewer=True)
    return user


@pytest.fixture
def viewer(sanuki: Municipality) -> User:
    user = UserFactory(family_name="志度", given_name="太郎", email="viewer@city.sanuki.example")
    StaffMembershipFactory(user=user, municipality=sanuki, viewer=True)
    return user


@pytest.fixture
def outsider(takamatsu: Municipality) -> User:
    """Drafts in another city."""
    user = UserFactory(family_name="屋島", given_name="直子", email="clerk@city.takamatsu.example")
    StaffMembershipFactory(user=user, municipality=takamatsu)
    return user


@pytest.fixture
def advisor_user(db: None) -> User:
    return UserFactory(family_name="髙橋", given_name="さくら", email="advisor@example.jp")


@pytest.fixture
def advisor(advisor_user: User) -> AdvisorProfile:
    return AdvisorProfileFactory(user=advisor_user, active=True)


@pytest.fixture
def other_advisor_user(db: None) -> User:
    return UserFactory(family_name="渡邊", given_name="一郎", email="other-advisor@example.jp")


@pytest.fixture
def other_advisor(other_advisor_user: User) -> AdvisorProfile:
    return AdvisorProfileFactory(user=other_advisor_user, active=True, headline="広報ディレクター")


@pytest.fixture
def coordinator(db: None) -> User:
    return UserFactory(
        family_name="架橋", given_name="渡", email="coordinator@operator.example", coordinator=True
    )


@pytest.fixture
def stranger(db: None) -> User:
    return UserFactory(family_name="白鳥", given_name="空", email="stranger@example.jp")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """`signed_in(clerk)` is a browser in which the clerk is signed in; call it once per person."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return client_of

"""People: their address, their names, what they may do."""

import pytest
import rules
from django.db import IntegrityError, transaction

from accounts.enums import OperatorRole
from accounts.models import User
from accounts.rules import is_operator
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_two_people_cannot_share_an_address_whatever_its_case() -> None:
    UserFactory(email="Hanako@example.jp")
    with pytest.raises(IntegrityError, match="user_email_unique"), transaction.atomic():
        UserFactory(email="hanako@EXAMPLE.jp")


def test_a_person_is_found_whatever_the_case() -> None:
    user = UserFactory(email="Hanako@example.jp")
    assert User.objects.get_by_natural_key("HANAKO@example.JP") == user


def test_create_user_keeps_no_readable_password() -> None:
    user = User.objects.create_user("taro@EXAMPLE.jp", PASSWORD, family_name="讃岐")
    assert user.email == "taro@example.jp"
    assert PASSWORD not in user.password
    assert user.check_password(PASSWORD)
    assert user.joined_at is not None


def test_without_a_password_nobody_can_sign_in() -> None:
    assert not User.objects.create_user("x@example.jp", family_name="讃岐").has_usable_password()


def test_names_stand_family_first() -> None:
    user = UserFactory.build(family_name="長尾", given_name="花子", family_kana="ナガオ", given_kana="ハナコ")
    assert str(user) == user.get_full_name() == "長尾 花子"
    assert user.get_short_name() == "長尾"
    assert user.kana == "ナガオ ハナコ"


def test_a_single_name_stands_alone() -> None:
    user = UserFactory.build(family_name="スカルノ", given_name="", given_kana="", family_kana="スカルノ")
    assert (str(user), user.kana) == ("スカルノ", "スカルノ")
    assert str(UserFactory.build(family_name="", given_name="", email="x@example.jp")) == "x@example.jp"


@pytest.mark.parametrize(
    ("role", "expected"),
    [(OperatorRole.NONE, False), (OperatorRole.COORDINATOR, True), (OperatorRole.ADMINISTRATOR, True)],
)
def test_operators(role: str, expected: bool) -> None:
    user = UserFactory(operator_role=role)
    assert user.is_operator is is_operator.test(user) is expected
    assert user.has_perm("accounts.coordinate") is expected


def test_somebody_who_was_locked_out_may_do_nothing() -> None:
    user = UserFactory(coordinator=True, inactive=True)
    assert rules.perm_exists("accounts.coordinate")
    assert not user.has_perm("accounts.coordinate")
    assert not user.has_perm("advisors.enter_my")
    assert not is_operator.test(user)


def test_an_unknown_permission_is_held_by_nobody(coordinator: User) -> None:
    assert not coordinator.has_perm("accounts.everything")


def test_there_is_no_superuser(coordinator: User) -> None:
    """Nobody may see a sealed selection by being an administrator of the portal."""
    names = {field.name for field in User._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "groups", "user_permissions"}
    assert not hasattr(User.objects, "create_superuser")


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(IntegrityError, match="user_operator_role"), transaction.atomic():
        UserFactory(operator_role="god")

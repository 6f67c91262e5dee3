"""Writes about people."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.enums import OperatorRole
from accounts.models import User
from audit import changes


@transaction.atomic
def open_account(
    *,
    email: str,
    at: datetime,
    family_name: str,
    given_name: str = "",
    password: str | None = None,
    by: User | None = None,
    **values: str,
) -> User:
    """An account whose address counts as verified, because whoever opens it vouches for it.

    Without a password the person sets one through 「パスワードをお忘れですか」. Raises IntegrityError
    when the address is taken, in whatever spelling.
    """
    user = User.objects.create_user(
        email, password, family_name=family_name, given_name=given_name, joined_at=at, **values
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    changes.record(user, "create", by=by, at=at)
    return user


def give_operator_role(user: User, *, role: OperatorRole, at: datetime, by: User | None = None) -> User:
    return changes.edit(user, by=by, at=at, operator_role=role)


def choose_display(*, by: User, at: datetime, language: str, calendar: str) -> User:
    """The language of mails and the calendar of every date, for the person alone."""
    row = User.objects.get(pk=by.pk)  # `by` may be the lazy user of a request
    return changes.edit(row, by=by, at=at, language=language, calendar=calendar)

"""Writes about people."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import OperatorRole
from accounts.models import ApiToken, StoredAnswer, User
from accounts.personal_data import SOURCES, obstacles_of
from audit import changes
from core.codes import hash_of, new_secret
from core.errors import DomainError
from core.rows import locked

KEPT_FOR = timedelta(hours=24)
FORMER_NAME = _("退会した利用者")


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


def name_account(user: User, *, at: datetime, family_name: str, given_name: str, password: str) -> User:
    """The first password and the name of somebody whose account was opened by another person.

    Raises DomainError for an account that has a password: only its owner changes it, signed in.
    """
    with transaction.atomic():
        row = locked(user)
        if row.has_usable_password():
            raise DomainError(_("このアカウントにはパスワードがあります。ログインしてから続けてください。"))
        row.set_password(password)
        row.save(update_fields=["password"])
        return changes.edit(row, by=row, at=at, family_name=family_name, given_name=given_name)


def give_operator_role(user: User, *, role: OperatorRole, at: datetime, by: User | None = None) -> User:
    return changes.edit(user, by=by, at=at, operator_role=role)


@transaction.atomic
def close_account(user: User, *, at: datetime) -> None:
    """The person leaves: every source takes out what may go, the account loses name, address and
    password, and nobody can sign in with it any more. What the person did for a city stays in the
    city's record. Raises DomainError while something waits for the person.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if obstacles := obstacles_of(row):
        raise DomainError(" ".join(obstacles))
    for source in SOURCES.values():
        source.erase(row, at)
    EmailAddress.objects.filter(user=row).delete()
    Authenticator.objects.filter(user=row).delete()
    row.set_unusable_password()
    changes.edit(
        row,
        by=row,
        at=at,
        action="leave",
        family_name=str(FORMER_NAME),
        given_name="",
        family_kana="",
        given_kana="",
        email=f"left-{row.pk}@former.invalid",
        password=row.password,
        is_active=False,
    )


def choose_display(*, by: User, at: datetime, language: str, calendar: str) -> User:
    """The language of mails and the calendar of every date, for the person alone."""
    row = User.objects.get(pk=by.pk)  # `by` may be the lazy user of a request
    return changes.edit(row, by=by, at=at, language=language, calendar=calendar)


def issue_token(
    *, by: User, at: datetime, name: str, scopes: Iterable[str], days: int
) -> tuple[ApiToken, str]:
    """A new token of one's own, and the text that is shown this one time."""
    secret = new_secret()
    token = changes.create(
        ApiToken,
        by=by,
        at=at,
        user=by,
        name=name,
        scopes=sorted(scopes),
        digest=hash_of(secret),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    return token, f"fkp_{token.code}_{secret}"


def revoke_token(token: ApiToken, *, by: User, at: datetime) -> ApiToken:
    """Ends at once; a token that was revoked stays revoked."""
    if token.revoked_at is not None:
        return token
    return changes.edit(token, by=by, at=at, action="revoke", revoked_at=at)


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Remembers roughly when the token was last used; a trace for its owner, no change of the row."""
    if token.last_used_at is None or at - token.last_used_at > timedelta(minutes=10):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def forget_answers(*, at: datetime) -> int:
    """Deletes stored answers of the API after their day."""
    deleted, _rows = StoredAnswer.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return deleted

"""Everything the portal holds about one person: given to them on request, taken out when they leave.

Every app that keeps something about people registers a `Source` in its own `personal_data.py`. Rights
of access and erasure: 個人情報の保護に関する法律 第33条, 第35条, and 第76条 for public bodies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, StoredAnswer, User

Rows = list[dict[str, Any]]


def _nothing(_user: User) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """`export` gives the rows, with plain values. `erase(user, at)` takes out what may go, inside the
    caller's transaction. `obstacle` says, in words for the person, why they cannot leave yet.
    """

    code: str
    label: str | Promise
    export: Callable[[User], Rows]
    erase: Callable[[User, datetime], None]
    obstacle: Callable[[User], str | Promise | None] = _nothing


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Raises ValueError when two apps claim the same code."""
    if source.code in SOURCES:
        raise ValueError(f"personal data {source.code!r} is registered twice")
    SOURCES[source.code] = source
    return source


def export_of(user: User) -> dict[str, Rows]:
    """Code of the source → its rows, in the order of registration."""
    return {source.code: source.export(user) for source in SOURCES.values()}


def obstacles_of(user: User) -> list[str]:
    found = (source.obstacle(user) for source in SOURCES.values())
    return [str(words) for words in found if words]


def row_of(instance: Any, *names: str) -> dict[str, Any]:
    """Columns of a row by their Japanese names, choices and relations in words."""
    values = {}
    for name in names:
        field = instance._meta.get_field(name)
        if field.many_to_many:
            value: Any = [str(part) for part in getattr(instance, name).all()]
        elif field.choices:
            value = str(getattr(instance, f"get_{name}_display")())
        else:
            value = getattr(instance, name)
            value = str(value) if field.is_relation and value is not None else value
        values[str(field.verbose_name)] = value
    return values


def _account(user: User) -> Rows:
    names = ("email", "family_name", "given_name", "family_kana", "given_kana", "language", "joined_at")
    return [row_of(user, *names)]


def _tokens(user: User) -> Rows:
    names = ("name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    return [row_of(token, *names) for token in ApiToken.objects.filter(user=user).order_by("id")]


def _end_tokens(user: User, at: datetime) -> None:
    """Stored answers hold what the person was shown; the tokens stay as a record without their names."""
    StoredAnswer.objects.filter(user=user).delete()
    mine = ApiToken.objects.filter(user=user)
    mine.filter(revoked_at=None).update(revoked_at=at)
    mine.update(name="—")


def _left_to_the_operation(_user: User, _at: datetime) -> None:
    """`close_account` empties the account itself, after every other source."""


register(Source("account", _("アカウント"), _account, _left_to_the_operation))
register(Source("tokens", _("アクセストークン"), _tokens, _end_tokens))

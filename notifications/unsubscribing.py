"""One-click unsubscribe (RFC 8058): a signed address that needs no sign-in and says which kind."""

from functools import cache

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from notifications.kinds import DIGEST, KINDS, Kind
from notifications.models import Delivery

SALT = "notifications.unsubscribe"
_TOKEN = "TOKEN"  # noqa: S105 - stands for one in a path


def leaving_address(kind: Kind, user: User) -> str:
    """Where this person stops the mails of this kind; empty for kinds that nobody may stop."""
    return "" if kind.mandatory else _address(kind.code, user.pk, user.language)


def headers_of(mail: Delivery) -> dict[str, str]:
    """What lets a mail program offer the same by a button of its own."""
    kind = _kind(mail.kind)
    if kind is None or mail.recipient_id is None:
        return {}
    address = _address(kind.code, mail.recipient_id, "ja")
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read(token: str) -> tuple[User, Kind] | None:
    """Who wants to leave what; None for a token that we did not sign or that no longer applies."""
    try:
        user_id, code = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    kind, user = _kind(code), User.objects.filter(pk=user_id, is_active=True).first()
    return (user, kind) if user and kind else None


def _kind(code: str) -> Kind | None:
    kind = DIGEST if code == DIGEST.code else KINDS.get(code)
    return None if kind is None or kind.mandatory else kind


def _address(code: str, user_id: int, language: str) -> str:
    token = signing.dumps([user_id, code], salt=SALT)
    return f"{settings.BASE_URL}{_path(language).replace(_TOKEN, token)}"


@cache
def _path(language: str) -> str:
    """Once a language: a thousand mails are written at once, and each has an address of its own."""
    with translation.override(language):
        return reverse("unsubscribe", args=[_TOKEN])

"""How a program says who it is, and where answers to repeated requests are kept."""

import json
from secrets import compare_digest
from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.models import ApiToken, StoredAnswer, User
from accounts.operations import KEPT_FOR, note_use
from core.api import replay
from core.codes import hash_of


class TokenAuthentication(BaseAuthentication):
    """Authorization: Bearer fkp_CODE_SECRET. Every reason to refuse looks the same from outside."""

    def authenticate(self, request: Any) -> tuple[User, ApiToken] | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        now, token = timezone.now(), _token(text.strip())
        if token is None or not token.is_usable(now) or not token.user.is_active:
            raise AuthenticationFailed
        note_use(token, at=now)
        return token.user, token

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


def _token(text: str) -> ApiToken | None:
    mark, _line, rest = text.partition("_")
    code, _line, secret = rest.partition("_")
    if mark != "fkp" or not secret:
        return None
    token = ApiToken.objects.select_related("user").filter(code=code).first()
    if token is None or not compare_digest(token.digest, hash_of(secret)):
        return None
    return token


class TokenScheme(OpenApiAuthenticationExtension):
    """What the schema says about tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token, made under /accounts/tokens/. It has scopes and an end.",
        }


class Answers:
    """The store of core.api.replay."""

    def find(self, user: Any, key: str) -> tuple[str, Response] | None:
        row = StoredAnswer.objects.filter(user=user, key=key).first()
        if row is None:
            return None
        if row.created_at < timezone.now() - KEPT_FOR:
            row.delete()
            return None
        return row.fingerprint, Response(row.body, status=row.http_status, headers=row.headers)

    def keep(self, user: Any, key: str, fingerprint: str, response: Response) -> None:
        StoredAnswer.objects.create(
            user=user,
            key=key,
            fingerprint=fingerprint,
            http_status=response.status_code,
            headers={name: response[name] for name in replay.KEPT_HEADERS if name in response},
            body=_plain(response.data),
            created_at=timezone.now(),
        )


def _plain(data: Any) -> Any:
    """As it was sent: dates and lazy words as text."""
    return json.loads(json.dumps(data, cls=JSONEncoder))


replay.register(Answers())

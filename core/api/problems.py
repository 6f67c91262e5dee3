"""What went wrong, as application/problem+json (RFC 9457). Each kind has a page people can read."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from core.errors import RETRY_AFTER, DomainError, EditConflict
from core.middleware import request_id
from core.views import StateMoved
from core.workflow import IllegalTransition

Text = str | Promise
CONTENT_TYPE = "application/problem+json"
log = logging.getLogger("api")


@dataclass(frozen=True, slots=True)
class Kind:
    """`advice` says how to go on; it is the text of the kind's page."""

    status: int
    title: Text
    advice: Text


KINDS: dict[str, Kind] = {
    "bad-request": Kind(
        400,
        _("リクエストを読み取れません"),
        _("本文はJSONのオブジェクトにし、Content-Type を application/json にしてください。"),
    ),
    "bad-parameter": Kind(
        400,
        _("パラメーターが正しくありません"),
        _("errors に、直す項目を示します。使えるパラメーターと値は、APIの説明を確認してください。"),
    ),
    "unauthenticated": Kind(
        401,
        _("サインインが必要です"),
        _(
            "Authorization: Bearer に、有効なアクセストークンを付けてください。期限切れや失効のときは、アカウントのページで作り直せます。"
        ),
    ),
    "forbidden": Kind(
        403,
        _("この操作をする権限がありません"),
        _("画面で同じ操作ができる人だけが実行できます。役割については、自治体の管理者に確認してください。"),
    ),
    "insufficient-scope": Kind(
        403,
        _("アクセストークンの範囲に含まれていません"),
        _("必要な範囲を選んだアクセストークンを、アカウントのページで作ってください。"),
    ),
    "not-found": Kind(
        404,
        _("見つかりません"),
        _(
            "存在しないものと、見ることのできないものは区別しません。コードと、どの利用者の権限かを確認してください。"
        ),
    ),
    "method-not-allowed": Kind(
        405,
        _("このアドレスでは使えないメソッドです"),
        _("Allow ヘッダーにあるメソッドを使ってください。"),
    ),
    "not-acceptable": Kind(
        406,
        _("求められた形式では答えられません"),
        _("Accept を application/json にしてください。"),
    ),
    "state-moved": Kind(
        409,
        _("今の状態では、この操作はできません"),
        _("ほかの人が先に操作したことがあります。もう一度読み込み、actions にある操作を選んでください。"),
    ),
    "in-progress": Kind(
        409,
        _("同じキーのリクエストを処理しています"),
        _("少し待ってから、同じ Idempotency-Key で送り直すと、結果を受け取れます。"),
    ),
    "edit-conflict": Kind(
        412,
        _("ほかの人が先に更新しました"),
        _("もう一度読み込み、新しい ETag を If-Match に付けて送り直してください。"),
    ),
    "unsupported-media-type": Kind(
        415,
        _("本文の形式を読み取れません"),
        _("Content-Type を application/json にしてください。"),
    ),
    "invalid": Kind(
        422,
        _("入力に直すところがあります"),
        _("errors に、項目ごとの理由を示します。画面の入力と同じ規則で確認しています。"),
    ),
    "refused": Kind(
        422,
        _("業務の規則により、受け付けられません"),
        _("detail に、理由と、どうすればよいかを示します。"),
    ),
    "key-reused": Kind(
        422,
        _("別のリクエストに使われたキーです"),
        _("Idempotency-Key は、操作ごとに新しくしてください。"),
    ),
    "precondition-required": Kind(
        428,
        _("If-Match が必要です"),
        _(
            "先に読み込み、そのときの ETag を If-Match に付けてください。知らないうちに上書きすることを防ぎます。"
        ),
    ),
    "too-many-requests": Kind(
        429,
        _("リクエストが多すぎます"),
        _("Retry-After の秒数だけ待ってください。残りの回数は RateLimit ヘッダーにあります。"),
    ),
    "unavailable": Kind(
        503,
        _("ただいま利用できません"),
        _(
            "データベースが応えないか、処理に時間がかかりすぎました。Retry-After の秒数だけ待って、もう一度送ってください。"
        ),
    ),
    "internal-error": Kind(
        500,
        _("サーバーで問題が起きました"),
        _("何も変わっていません。しばらくしてもう一度送り、続くときは request_id を添えて連絡してください。"),
    ),
}


class Refusal(Exception):
    """Ends a request with a problem of this kind."""

    def __init__(
        self,
        code: str,
        detail: Text = "",
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.code, self.detail = code, detail
        self.errors, self.headers = errors, dict(headers or {})
        super().__init__(code)


def error(field: str, code: str, detail: Text) -> dict[str, str]:
    return {"field": field, "code": code, "detail": str(detail)}


def unauthenticated(detail: Text = "") -> Refusal:
    return Refusal("unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="api"'})


def type_uri(code: str) -> str:
    return f"{settings.BASE_URL}/problems/{code}/"


def body_of(refusal: Refusal, path: str) -> dict[str, Any]:
    """A 404 names neither the address nor the request: hidden and missing are the same bytes."""
    kind = KINDS[refusal.code]
    body: dict[str, Any] = {
        "type": type_uri(refusal.code),
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(refusal.detail or kind.advice),
    }
    if refusal.errors is not None:
        body["errors"] = refusal.errors
    if kind.status != 404:
        body |= {"instance": path, "request_id": request_id.get()}
    return body


_BY_TYPE: tuple[tuple[type[Exception], str], ...] = (
    (Http404, "not-found"),
    (exceptions.NotFound, "not-found"),
    (PermissionDenied, "forbidden"),
    (exceptions.PermissionDenied, "forbidden"),
    (exceptions.ParseError, "bad-request"),
    (exceptions.UnsupportedMediaType, "unsupported-media-type"),
    (exceptions.NotAcceptable, "not-acceptable"),
    (exceptions.MethodNotAllowed, "method-not-allowed"),
    (StateMoved, "state-moved"),
)
_WITH_WORDS: tuple[tuple[type[DomainError], str], ...] = (
    (EditConflict, "edit-conflict"),
    (IllegalTransition, "state-moved"),
    (DomainError, "refused"),
)


def refusal_for(found: Exception) -> Refusal | None:
    """None for a fault of the portal."""
    if isinstance(found, Refusal):
        return found
    if isinstance(found, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return unauthenticated()
    for kind, code in _BY_TYPE:
        if isinstance(found, kind):
            return Refusal(code)
    for domain_kind, code in _WITH_WORDS:
        if isinstance(found, domain_kind):
            words = "" if code == "edit-conflict" else str(found)
            return Refusal(code, words)
    return None


def handle(found: Exception, context: dict[str, Any]) -> Response:
    """The EXCEPTION_HANDLER of the API."""
    request = context["request"]
    refusal = refusal_for(found)
    if refusal is None and isinstance(found, OperationalError):
        log.error("the database does not answer", exc_info=found)
        refusal = Refusal("unavailable", headers={"Retry-After": str(RETRY_AFTER)})
    if refusal is None:
        log.error("the API failed", exc_info=found)
        got_request_exception.send(sender=None, request=request)
        refusal = Refusal("internal-error")
    return Response(
        body_of(refusal, request.path),
        status=KINDS[refusal.code].status,
        headers=refusal.headers,
        content_type=CONTENT_TYPE,
    )

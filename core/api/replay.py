"""Idempotency-Key: a POST that is sent again gives the first answer and changes nothing.

The operation and its stored answer are one transaction, so there is never one without the other. What
was refused is not stored: nothing changed, and the same key may be used for the corrected request.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any, Protocol

from django.db import connection, transaction
from rest_framework.response import Response

from core.api.problems import Refusal, error

_KEY = re.compile(r"[\x21-\x7e]{8,100}")
KEPT_HEADERS = ("ETag", "Location")


class Store(Protocol):
    """Where answers are kept; an app with models registers one."""

    def find(self, user: Any, key: str) -> tuple[str, Response] | None:
        """Fingerprint of the first request, and its answer."""

    def keep(self, user: Any, key: str, fingerprint: str, response: Response) -> None: ...


_stores: list[Store] = []


def register(store: Store) -> None:
    _stores[:] = [store]


def once(request: Any, run: Callable[[], Response]) -> Response:
    """Runs it, or repeats the stored answer. Without a key simply runs it."""
    key = request.headers.get("Idempotency-Key", "").strip('"')
    if not key:
        return run()
    if not _KEY.fullmatch(key):
        raise Refusal("bad-parameter", errors=[error("Idempotency-Key", "invalid", "8–100 ASCII characters")])
    store, print_ = _stores[0], _fingerprint(request)
    with transaction.atomic():
        if not _locked(f"{request.user.pk}:{key}"):
            raise Refusal("in-progress")
        if found := store.find(request.user, key):
            first, answer = found
            if first != print_:
                raise Refusal("key-reused")
            answer["Idempotency-Replayed"] = "true"
            return answer
        response = run()
        store.keep(request.user, key, print_, response)
    return response


def _fingerprint(request: Any) -> str:
    parts = (request.method, request.get_full_path(), request.headers.get("If-Match", ""))
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + _sent(request)).hexdigest()


def _sent(request: Any) -> bytes:
    """The body; of an upload, whose body nobody holds in memory, the fields and a digest of each file."""
    if not str(request.content_type).startswith("multipart/"):
        return bytes(request.body)
    sent = request._request
    found = [f"{name}={values}" for name, values in sorted(sent.POST.lists())]
    for name, file in sorted(sent.FILES.items()):
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        found.append(f"{name}:{file.name}={digest.hexdigest()}")
    return "\n".join(found).encode()


def _locked(name: str) -> bool:
    """False while another request holds the name; freed with the transaction, also by a crash."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])

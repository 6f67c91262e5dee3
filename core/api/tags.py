"""ETag and If-Match.

A tag is a digest of exactly what the reader was shown, never the row's version: an applicant's tag
must not change when the city notes what it is minded to answer.
"""

import hashlib
import json
from typing import Any

from django.http import HttpRequest
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from core.api.problems import Refusal


def tag_of(body: Any) -> str:
    text = json.dumps(body, cls=JSONEncoder, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{get_language()}\n{text}".encode()).hexdigest()
    return f'"{digest[:32]}"'


def require_match(request: HttpRequest, body: Any) -> None:
    """Raises Refusal unless If-Match names what the reader would be shown now."""
    sent = request.headers.get("If-Match", "")
    if not sent:
        raise Refusal("precondition-required")
    if sent.strip() != "*" and tag_of(body) not in _tags(sent):
        raise Refusal("edit-conflict")


def tagged(request: HttpRequest, response: Response) -> Response:
    """Adds the tag to an answer; an answer the reader already has becomes 304 without a body."""
    tag = tag_of(response.data)
    headers = {"ETag": tag}
    if request.method in ("GET", "HEAD"):
        known = _tags(request.headers.get("If-None-Match", ""))
        if tag in {each.removeprefix("W/") for each in known}:
            response = Response(status=304)
    for name, value in headers.items():
        response[name] = value
    patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
    return response


def _tags(header: str) -> list[str]:
    return [each.strip() for each in header.split(",")]

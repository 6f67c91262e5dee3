"""ETag and If-Match.

A tag is a digest of exactly what the reader was shown, never the row's version: an applicant's tag
must not change when the city notes what it is minded to answer.
"""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from core.api.problems import Refusal


class Body(dict[str, Any]):
    """What is shown, and its JSON: written once, for the tag and for the answer."""

    @cached_property
    def text(self) -> bytes:
        return bytes(JSONRenderer().render(dict(self)))


class Renderer(JSONRenderer):
    def render(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return data.text if isinstance(data, Body) else super().render(data, *args, **kwargs)


def tag_of(body: Mapping[str, Any]) -> str:
    text = body.text if isinstance(body, Body) else Body(body).text
    digest = hashlib.sha256(f"{get_language()}\n".encode() + text).hexdigest()
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
    response.data = Body(response.data)
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

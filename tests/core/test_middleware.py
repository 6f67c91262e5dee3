"""Request ids and the pages nobody may keep."""

import logging
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.middleware import PrivatePages, RequestId, RequestIdFilter, request_id


def _seen_id(**headers: str) -> tuple[str, str]:
    """(what the view could read, what the response carries)."""
    seen: list[str] = []

    def view(_request: object) -> HttpResponse:
        seen.append(request_id.get())
        return HttpResponse()

    response = RequestId(view)(RequestFactory().get("/", headers=headers))
    return seen[0], response["X-Request-ID"]


def test_the_id_of_the_proxy_is_kept() -> None:
    assert _seen_id(**{"X-Request-ID": "proxy-4711.a_b"}) == ("proxy-4711.a_b", "proxy-4711.a_b")


@pytest.mark.parametrize(
    "sent", ["", "short", "x" * 65, "with blank 123", "line\nbreak-12", "日本語の番号です"]
)
def test_anything_odd_is_replaced(sent: str) -> None:
    seen, returned = _seen_id(**{"X-Request-ID": sent})
    assert seen == returned != sent
    assert len(seen) == 16


def test_ids_differ_and_end_with_the_request() -> None:
    assert _seen_id()[0] != _seen_id()[0]
    assert request_id.get() == "-"


def test_the_id_ends_with_the_request_even_when_it_fails() -> None:
    def view(_request: object) -> HttpResponse:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        RequestId(view)(RequestFactory().get("/"))
    assert request_id.get() == "-"


def test_every_log_line_has_the_id() -> None:
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "text", None, None)
    assert RequestIdFilter().filter(record)
    assert record.request_id == "-"


def _page(*, signed_in: bool, response: HttpResponse | None = None) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=signed_in)
    return PrivatePages(lambda _request: response or HttpResponse())(request)


def test_pages_of_signed_in_people_are_never_kept() -> None:
    header = _page(signed_in=True)["Cache-Control"]
    assert "no-store" in header
    assert "private" in header


def test_public_pages_may_be_kept() -> None:
    assert not _page(signed_in=False).has_header("Cache-Control")


def test_a_view_that_decided_itself_is_respected() -> None:
    response = HttpResponse(headers={"Cache-Control": "max-age=60, private"})
    assert _page(signed_in=True, response=response)["Cache-Control"] == "max-age=60, private"


def test_fragments_and_pages_are_told_apart_by_caches() -> None:
    assert "HX-Request" in _page(signed_in=False)["Vary"]

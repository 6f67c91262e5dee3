"""Ways to ask: a page by HTTP, or the database itself."""

from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.bench.measure import Row

PAGE_DOES = "middleware, rows to objects, template"


def page(address: str, user: Any = None) -> Callable[[], bytes]:
    """The whole answer, asked as gunicorn asks; fails loudly when it is not given."""
    application = get_wsgi_application()
    environ = RequestFactory().get(address, headers=_signed_in(user)).environ

    def ask() -> bytes:
        told: list[str] = []
        answer = application(dict(environ), lambda status, _headers, *_more: told.append(status))
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        assert told == ["200 OK"], (address, told)
        return body

    return ask


def _signed_in(user: Any) -> dict[str, str]:
    if user is None:
        return {}
    client = Client()
    client.force_login(user)
    return {"cookie": client.cookies.output(header="", sep=";").strip()}


def same_statements(ask: Callable[[], Any]) -> Callable[[], Any]:
    """The very queries that `ask` makes, with their values, on a bare cursor of the driver."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    statements = [
        query["sql"] for query in queries if query["sql"].lstrip("( ").startswith(("SELECT", "WITH"))
    ]
    assert statements

    def run() -> list[Any]:
        connection.ensure_connection()
        rows = []
        with connection.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                rows.append(cursor.fetchall())
        return rows

    return run


def page_row(name: str, address: str, user: Any = None, most: float | None = None) -> Row:
    ask = page(address, user)
    return Row(name, ask, same_statements(ask), most=most, differs=PAGE_DOES)

"""Ways to ask: a page by HTTP, or the database itself."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.measure import Row

PAGE_DOES = "middleware, rows to objects, template"


def page(address: str, user: Any = None) -> Callable[[], Any]:
    """The whole answer, middleware and template included; fails loudly when it is not given."""
    client = Client()
    if user is not None:
        client.force_login(user)

    def ask() -> Any:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response

    return ask


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

"""Ways to ask: a page by HTTP, or the database itself."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client


def page(address: str, user: Any = None) -> Callable[[], Any]:
    """The whole page, middleware and template included; fails loudly when it is not shown."""
    client = Client()
    if user is not None:
        client.force_login(user)

    def ask() -> Any:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response

    return ask


def sql(*statements: str, **values: Any) -> Callable[[], Any]:
    def ask() -> Any:
        rows = []
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, values or None)
                rows.append(cursor.fetchall())
        return rows

    return ask

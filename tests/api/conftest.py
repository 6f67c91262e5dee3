"""Programs that ask: with a token of a person, or nobody's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.operations import issue_token
from core.api import scopes

Ask = Callable[..., Any]


class Program:
    """Speaks JSON to /api/v1/; reads before it changes, as the guide says."""

    def __init__(self, user: User | None = None, allowed: list[str] | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers: dict[str, str] = {}
        if user is not None:
            granted = allowed if allowed is not None else scopes.known()
            _token, text = issue_token(by=user, at=timezone.now(), name="試験", scopes=granted, days=30)
            self.headers["Authorization"] = f"Bearer {text}"

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            b"" if body is None else _json(body),
            content_type="application/json",
            headers={**self.headers, **sent},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, body, **headers)

    def change(self, path: str, body: Any, *, row: str | None = None) -> Any:
        """PATCH with the tag of the row as it is now."""
        return self("PATCH", path, body, If_Match=self.get(row or path)["ETag"])

    def act(self, row: str, action: str, body: Any = None) -> Any:
        return self("POST", f"{row}actions/{action}/", body, If_Match=self.get(row)["ETag"])


def _json(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, default=str).encode()


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    return Program

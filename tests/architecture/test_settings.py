"""Production refuses to start with anything unsafe, and says which variable to set."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.layers import ROOT

SAFE = {
    "SECRET_KEY": "k3y-" * 16,
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "DATABASE_URL": "postgresql://portal:secret@db:5432/portal",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example:587",
}
PROTECTIONS = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["portal.example"],
    "BASE_URL": "https://portal.example",
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SECURE": True,
    "EMAIL_USE_TLS": True,
    "MAILBOX_PAGE": None,
    "DEMO": None,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": None,
}
# Loads the production settings once for each environment; each time from nothing.
LOAD = """
import importlib, json, os, sys
environments, names = json.load(sys.stdin)
for environment in environments:
    os.environ.clear()
    os.environ.update(environment)
    for module in [name for name in sys.modules if name.startswith("config.settings")]:
        del sys.modules[module]
    try:
        settings = importlib.import_module("config.settings.production")
        found = {name: getattr(settings, name, None) for name in names}
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    print(json.dumps(found))
"""
REFUSED = [
    *[(name, None, name) for name in SAFE],
    ("SECRET_KEY", "local-only-not-secret", "at least 50 random characters"),
    ("ALLOWED_HOSTS", "*", "must list the portal's own host names"),
    ("ALLOWED_HOSTS", "portal.example, *", "must list the portal's own host names"),
    ("BASE_URL", "http://portal.example", "must start with https://"),
    ("DATABASE_URL", "sqlite:///db.sqlite3", "'sqlite' is not supported"),
    ("DATABASE_URL", "mysql://db/portal", "'mysql' is not supported"),
    ("EMAIL_URL", "mail.example:25", "is not understood"),
]


def _environment(name: str, value: str | None) -> dict[str, str]:
    changed = {**SAFE, name: value}
    return {each: text for each, text in changed.items() if text is not None}


@pytest.fixture(scope="module")
def outcomes() -> list[Any]:
    """What loading gives for the safe environment, then for each of REFUSED."""
    environments = [SAFE, *[_environment(name, value) for name, value, _message in REFUSED]]
    result = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        input=json.dumps([environments, list(PROTECTIONS)]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_safe_values_start_with_every_protection_on(outcomes: list[Any]) -> None:
    assert outcomes[0] == PROTECTIONS


@pytest.mark.parametrize(
    "number", range(len(REFUSED)), ids=lambda number: "-".join(map(str, REFUSED[number][:2]))
)
def test_anything_unsafe_is_refused_by_name(outcomes: list[Any], number: int) -> None:
    error = outcomes[number + 1]
    assert isinstance(error, str), "these settings were accepted"
    assert error.startswith("ImproperlyConfigured: ")
    assert REFUSED[number][2] in error

"""Typed readers of environment variables.

Every reader fails at start-up with a sentence that names the variable and says what to write,
so that a wrong deployment never serves a page.
"""

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default is not None:
            return default
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE_WORDS | FALSE_WORDS:
        return value in TRUE_WORDS
    raise ImproperlyConfigured(f"{name}={value!r} is not a yes/no value; write 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number of zero or more."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit():
        return int(value)
    raise ImproperlyConfigured(f"{name}={value!r} is not a whole number; write digits only.")


def choice(name: str, known: tuple[str, ...]) -> str:
    """One of `known`; the first where nothing is set."""
    value = os.environ.get(name, "").strip() or known[0]
    if value in known:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} is not known; write one of {', '.join(known)}.")


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list; blanks around the commas are ignored."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or default


def database(url: str, *, statement_seconds: int = 0) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// URL; `?host=` may name a socket directory. A statement that
    takes longer than `statement_seconds` is broken off; 0 lets it run.

    Raises ImproperlyConfigured for any other engine: search, locks, triggers and constraints
    rely on PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            f"{parts.scheme!r} is not supported."
        )
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c statement_timeout={statement_seconds}s", "connect_timeout": 5},
    }


def celery_broker(redis_url: str) -> str:
    """Celery spells a unix socket differently from redis-py: redis+socket://PATH?virtual_host=N."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


@dataclass(frozen=True, slots=True)
class Mail:
    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False


def mail(url: str) -> Mail:
    """`smtp://`, `smtp+tls://` (STARTTLS), `smtps://`, `file:///folder` or `console:`."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return Mail("django.core.mail.backends.console.EmailBackend")
    if parts.scheme == "file":
        return Mail("django.core.mail.backends.filebased.EmailBackend", host=unquote(parts.path))
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise ImproperlyConfigured(
            f"EMAIL_URL={url!r} is not understood; write e.g. smtp+tls://user:password@host:587."
        )
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname or "localhost",
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtp+tls",
        ssl=parts.scheme == "smtps",
    )

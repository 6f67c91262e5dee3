"""Collecting and checking translatable messages with Babel: no gettext programs are needed.

Japanese is the source language, so the catalogue for English must be complete; a test says so.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "pgettext_lazy": ((1, "c"), 2), "ngettext_lazy": (1, 2)}
SKIPPED = {".venv", "var", "tests", "node_modules", "migrations"}
SKIPPED_TEMPLATES = {"gallery.html", "gallery"}


def sources(root: Path) -> Iterator[Path]:
    """Python modules and templates of the project, in a stable order."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if SKIPPED.intersection(parts) or SKIPPED_TEMPLATES.intersection(parts):
            continue
        if path.suffix == ".py" or (parts[0] == "templates" and path.suffix in {".html", ".txt"}):
            yield path


def messages_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """(line, message, context) of one file. A plural message is a pair."""
    code = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # templatize() turns everything but the messages into X; indentation would confuse Python.
        code = "\n".join(line.strip() for line in templatize(code).splitlines())
    found_in: Any = extract_python(BytesIO(code.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for line, function, found, _comments in found_in:
        parts = [found] if isinstance(found, str) else [part for part in found if part is not None]
        if not parts or not parts[0]:
            continue
        if function.startswith("pgettext"):
            yield line, parts[1], parts[0]
        elif function.startswith("ngettext"):
            yield line, (parts[0], parts[1]), None
        else:
            yield line, parts[0], None


def collect(root: Path) -> Catalog:
    """Every message the project can show."""
    catalog = Catalog(domain="django")
    for path in sources(root):
        for _line, message, context in messages_in(path):
            catalog.add(message, context=context)
    return catalog


def update(root: Path, language: str) -> tuple[int, int]:
    """Brings locale/<language> up to date, keeping translations; returns (messages, untranslated).

    Messages nobody uses any more are dropped. Never guesses: a new message is left empty.
    """
    path = root / "locale" / language / "LC_MESSAGES" / "django.po"
    known = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    fresh = collect(root)
    merged = _empty(language)
    for message in fresh:
        if message.id:
            old = known.get(message.id, message.context)
            merged.add(message.id, old.string if old else None, context=message.context)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, merged, sort_output=True, no_location=True, omit_header=False, width=100)
    return len(merged), len(untranslated(merged))


def _empty(language: str) -> Catalog:
    """A catalogue without dates and names, so that a diff shows nothing but messages."""
    catalog = Catalog(
        locale=language,
        domain="django",
        header_comment="# Messages of the portal; the Japanese source text is the key.",
        project="portal",
        version="1",
        msgid_bugs_address="none",
        last_translator="the portal's engineers",
        language_team="the portal's engineers",
        fuzzy=False,
    )
    catalog.revision_date = catalog.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalog
        if message.id and (not message.string or not all(_strings(message.string)))
    ]


def _strings(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)

"""Compiling translations without the gettext programs, which a city's machine need not have."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_messages(folder: Path) -> list[Path]:
    """Writes each django.mo that is missing or older than its django.po, beside it.

    Returns the files written. Must run before the first text is translated: Django keeps what it
    has read for as long as the process lives.
    """
    stale = [po for po in sorted(folder.glob("*/LC_MESSAGES/django.po")) if _is_stale(po)]
    return [_compile(po) for po in stale]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> Path:
    """Replaces the .mo in one step, so that a process starting meanwhile never reads half of it."""
    mo, part = po.with_suffix(".mo"), po.with_suffix(".mo.part")
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parts[-3])
    with part.open("wb") as target:
        write_mo(target, catalog)
    part.replace(mo)
    return mo

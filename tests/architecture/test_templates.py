"""Templates: they compile, obey the strict CSP, are reached, and every Japanese text can be translated."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.layers import ROOT, own_modules

FOLDER = ROOT / "templates"
PAGES = sorted(FOLDER.rglob("*.html"))
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt"})

# Shown when nothing may be relied on, so without template tags.
BARE = {"400.html", "500.html", "503.html"}
GALLERY = "components/gallery"  # sample texts for developers

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々〆]")
TRANSLATED = re.compile(
    r"\{%-?\s*comment\b.*?endcomment\s*%\}"
    r"|\{#.*?#\}"
    r"|\{%\s*blocktranslate\b.*?endblocktranslate\s*%\}"
    r"|\{%\s*translate\s+(?:\"[^\"]*\"|'[^']*').*?%\}"
    r"|\b_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)
INCLUDED = re.compile(r"\{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
HANDLER = re.compile(r"<[a-z][^<>]*\s(on[a-z]+)\s*=", re.IGNORECASE)
STYLE = re.compile(r"<style\b|<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE)
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape off")
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE)
POST_FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.IGNORECASE | re.DOTALL)


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def _offenders(
    pattern: re.Pattern[str], text_of: Callable[[Path], str] = Path.read_text
) -> dict[str, list[str]]:
    """Page → what the pattern finds in it; empty when every page is clean."""
    found = {_name(path): pattern.findall(text_of(path)) for path in PAGES}
    return {name: hits for name, hits in found.items() if hits}


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_it_and_whatever_it_includes_compiles(path: Path) -> None:
    get_template(_name(path))
    for name in INCLUDED.findall(path.read_text()):
        if not name.startswith("socialaccount/"):  # allauth's, only where single sign-on is installed
            get_template(name)


@pytest.mark.parametrize("pattern", [STYLE, INLINE_SCRIPT, HANDLER], ids=["style", "script", "handler"])
def test_nothing_inline_that_the_csp_forbids(pattern: re.Pattern[str]) -> None:
    assert _offenders(pattern) == {}


def test_no_text_escapes_escaping() -> None:
    """Except help texts: we or Django write them, and Django's may hold a list."""
    assert _offenders(UNESCAPED, lambda path: path.read_text().replace("help_text|safe", "")) == {}


def test_posted_forms_carry_the_token() -> None:
    forms = {_name(path): POST_FORM.findall(path.read_text()) for path in PAGES}
    assert sum(map(len, forms.values())) > 5
    assert [name for name, found in forms.items() if any("csrf_token" not in form for form in found)] == []


def test_japanese_is_wrapped_for_translation() -> None:
    left = {
        _name(path): [line.strip() for line in TRANSLATED.sub("", path.read_text()).splitlines()]
        for path in TEMPLATES
        if _name(path) not in BARE and not _name(path).startswith(GALLERY)
    }
    found = {name: [line for line in lines if JAPANESE.search(line)] for name, lines in left.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_fragment_is_used() -> None:
    sources = [path.read_text() for path in (*TEMPLATES, *own_modules())]
    fragments = [_name(path) for path in PAGES if path.name.startswith("_")]
    unused = [name for name in fragments if not any(f'"{name}"' in text for text in sources)]
    assert unused == []


def test_the_list_of_bare_pages_is_up_to_date() -> None:
    assert {name for name in BARE if JAPANESE.search((FOLDER / name).read_text())} == BARE

"""Compiling translations."""

import gettext
import os
from pathlib import Path

from core.messages import compile_messages

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "募集を探す"
msgstr "Find calls"

#, fuzzy
msgid "活動報告"
msgstr "Perhaps reports"
"""


def _catalogue(root: Path) -> Path:
    po = root / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    return po


def test_without_a_catalogue_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert compile_messages(tmp_path) == []


def test_a_new_catalogue_can_be_read_by_gettext(tmp_path: Path) -> None:
    po = _catalogue(tmp_path)
    assert compile_messages(tmp_path) == [po.with_suffix(".mo")]
    with po.with_suffix(".mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("募集を探す") == "Find calls"
    assert english.gettext("活動報告") == "活動報告", "a guess is not shown to readers"
    assert [path.name for path in po.parent.iterdir() if path.suffix == ".part"] == []


def test_only_what_has_changed_is_compiled_again(tmp_path: Path) -> None:
    po = _catalogue(tmp_path)
    [mo] = compile_messages(tmp_path)
    assert compile_messages(tmp_path) == []
    later = mo.stat().st_mtime + 5
    os.utime(po, (later, later))
    assert compile_messages(tmp_path) == [mo]

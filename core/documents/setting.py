"""`python -I core/documents/setting.py`: one document from standard input to standard output, as PDF.

A program of its own without Django, so that it starts at once and its limits hold nobody else.
"""

import base64
import json
import resource
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent
MEMORY, SECONDS = 1_500_000_000, 50
# Universal design first, then what systems bring along.
FAMILIES = (
    *("BIZ UDPGothic", "BIZ UDGothic", "Noto Sans JP", "Noto Sans CJK JP"),
    *("Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", "IPAexGothic", "IPAGothic"),
)
GETA = "〓"  # what printers set for a type they do not have
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Me"})  # controls, and marks that found no letter


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform == "linux":  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def families(fonts: typst.Fonts) -> list[str]:
    known = set(fonts.families())
    found = [name for name in FAMILIES if name in known]
    if not found:
        sys.exit("no Japanese font: install fonts-morisawa-bizud-gothic or another of " + ", ".join(FAMILIES))
    return found


def printable(value: Any, fonts: typst.Fonts) -> Any:
    """The data with 〓 for what no font has, and without control characters: PDF/UA allows neither."""
    if isinstance(value, str):
        return "".join(_glyph(each, fonts) for each in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: printable(each, fonts) for name, each in value.items()}
    return [printable(each, fonts) for each in value] if isinstance(value, list) else value


def _glyph(character: str, fonts: typst.Fonts) -> str:
    if character == "\n":
        return character
    kind = unicodedata.category(character)
    if kind in INVISIBLE:
        return ""
    known = _is_common(character) or any(ord(character) in each for each in _covered(fonts))
    return character if known and kind != "Cn" else GETA


def _is_common(character: str) -> bool:
    """In JIS X 0208 or what Windows adds to it (～, ①, 髙), which every Japanese font has whole."""
    try:
        return bool(character.encode("cp932"))
    except UnicodeEncodeError:
        return False


@cache
def _covered(fonts: typst.Fonts) -> list[set[int]]:
    return list(_cmaps(fonts))


def _cmaps(fonts: typst.Fonts) -> Iterator[set[int]]:
    """Of the fonts that the templates name: typst takes no others."""
    from fontTools.ttLib import TTFont

    names = families(fonts)
    for each in fonts.fonts():
        if each.family in names and each.style == "normal" and each.path:
            with TTFont(each.path, fontNumber=each.index, lazy=True) as font:
                yield set(font.getBestCmap() or {})


def compiled(root: Path, fonts: typst.Fonts, data: dict[str, Any]) -> bytes:
    """Typst reads nothing outside of `root`."""
    pdf = typst.compile(
        str(root / Path(data["template"]).name),
        root=str(root),
        font_paths=fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
    assert isinstance(pdf, bytes)  # one file, not one for each page
    return pdf


def compiled_with(pictures: list[str], fonts: typst.Fonts, data: dict[str, Any]) -> bytes:
    """Pictures have to be files to typst: they lie beside a copy of the template for as long as it takes."""
    with tempfile.TemporaryDirectory(prefix="document-") as folder:
        root = Path(folder)
        for template in FOLDER.glob("*.typ"):
            shutil.copy(template, root)
        for number, each in enumerate(pictures):
            (root / f"{number}.jpg").write_bytes(base64.b64decode(each))
        return compiled(root, fonts, data)


def main() -> None:
    limit()
    sent = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    data = {**printable(sent["data"], fonts), "fonts": families(fonts), "language": sent["language"]}
    pictures = sent.get("pictures")
    pdf = compiled_with(pictures, fonts, data) if pictures else compiled(FOLDER, fonts, data)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()

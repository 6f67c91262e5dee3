"""Documents to hand out: data for the templates of this folder, set by typst.

What people wrote travels as data and never becomes source, so that nothing in it is markup. Setting
happens in a process of its own with limits: a document that takes too long or too much memory fails
alone.
"""

import base64
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import DomainError

log = logging.getLogger("documents")
SECONDS = 60
SETTER = str(Path(__file__).with_name("setting.py"))  # by its path: as a module it would bring Django along
KEPT = ("PATH", "HOME", "XDG_DATA_HOME")  # of the environment: where fonts are, and no secrets
Fact = tuple[str, str]
SHEET, CERTIFICATE = "document.typ", "certificate.typ"


class DocumentError(DomainError):
    """The document could not be set; the reason is in the log."""


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are headings; every row has as many cells, and the columns in `numbers` are set right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG; `alt` is read aloud instead of it."""

    content: bytes
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it, in this order; `text` keeps its line breaks. `chart` is numbers
    with their labels, drawn as bars beside them.
    """

    heading: str
    text: str = ""
    facts: Sequence[Fact] = ()
    chart: Sequence[tuple[str, int]] = ()
    table: Table | None = None
    pictures: Sequence[Picture] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.facts or self.chart or self.table or self.pictures)


@dataclass(frozen=True, slots=True)
class Document:
    """`lead` stands above the title, `facts` and `parts` below it, `note` small at the end.

    `is_wide` turns the paper, for tables of many columns; with `has_cover` everything before the parts
    has the first page to itself. A CERTIFICATE has its one part before the facts, and the issuer as the note.
    """

    title: str
    lead: str = ""
    facts: Sequence[Fact] = ()
    parts: Sequence[Part] = ()
    note: str = ""
    template: str = SHEET
    is_wide: bool = False
    has_cover: bool = False


def as_text(document: Document) -> str:
    """For systems that take text only: numbered headings with indented lines."""
    facts = "\n".join(f"{label}　{value}" for label, value in document.facts)
    head = [(_("件名"), document.title)] + ([(_("概要"), facts)] if facts else [])
    return outlined(head + [(part.heading, _part_as_text(part)) for part in document.parts])


def outlined(parts: Iterable[tuple[str, str]]) -> str:
    """(heading, text) as numbered headings with indented lines."""
    return "\n\n".join(
        f"{number}　{heading}\n{_indented(text)}" for number, (heading, text) in enumerate(parts, start=1)
    )


def _part_as_text(part: Part) -> str:
    lines = [part.text] if part.text else []
    lines += [f"{label}　{value}" for label, value in part.facts]
    lines += [f"{label}　{number}" for label, number in part.chart]
    if part.table:
        lines += ["　".join(row) for row in (part.table.columns, *part.table.rows)]
    lines += [_("写真：{words}").format(words=each.caption or each.alt) for each in part.pictures]
    return "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"　{line.strip()}" for line in text.splitlines() if line.strip())


def pdf(document: Document) -> bytes:
    """Tagged PDF (PDF/UA-1). Characters that no font of the machine has are shown as 〓.

    Raises DocumentError.
    """
    sent = json.dumps({**_told(document), "language": get_language() or "ja"})
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
            [sys.executable, "-I", SETTER],
            input=sent.encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            check=True,
        )
    except subprocess.SubprocessError as fault:
        log.error("%s: %s", fault, (getattr(fault, "stderr", None) or b"").decode(errors="replace")[-500:])
        raise DocumentError(
            _("PDFを作れませんでした。時間をおいてもう一度試すか、ページを印刷してください。")
        ) from fault
    return done.stdout


def _told(document: Document) -> dict[str, Any]:
    """The words as `data`, and apart from them the pictures, to which they refer by number."""
    data, pictures = asdict(document), list[str]()
    for part in data["parts"]:
        for each in part["pictures"]:
            pictures.append(base64.b64encode(each.pop("content")).decode())
            each["number"] = len(pictures) - 1
    return {"data": data, "pictures": pictures}


def pdf_file(document: Document, *, name: str) -> HttpResponse:
    """As a download; `name` has no ending and may be Japanese."""
    return download(pdf(document), "application/pdf", name=f"{name}.pdf")


def attachment(name: str) -> str:
    """The header that makes a browser save a file under this name, in any script (RFC 6266)."""
    return f"attachment; filename*=UTF-8''{quote(name)}"


def download(body: bytes, content_type: str, *, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = attachment(name)
    return response

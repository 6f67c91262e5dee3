"""The same documents for Word: real headings, lists of facts and tables as tables, to be edited further."""

import io
import re
from typing import Any

from django.http import HttpResponse
from docx import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.documents import CERTIFICATE, Document, Part, Picture, Table, download
from core.text import UNWRITABLE

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LATIN, _JAPANESE = "BIZ UDPGothic", "BIZ UDPゴシック"


def docx(document: Document) -> bytes:
    """What people wrote travels as text of the file and never as markup or fields."""
    file = _empty(is_wide=document.is_wide)
    file.core_properties.title = _clean(document.title)
    if document.lead:
        file.add_paragraph(_clean(document.lead))
    file.add_heading(_clean(document.title), level=0)
    is_certificate = document.template == CERTIFICATE
    if not is_certificate:
        _facts(file, document.facts)
    if document.has_cover:
        file.add_page_break()
    for part in document.parts:
        _part(file, part)
    if is_certificate:
        _facts(file, document.facts)
    _paragraphs(file, document.note)
    found = io.BytesIO()
    file.save(found)
    return found.getvalue()


def docx_file(document: Document, *, name: str) -> HttpResponse:
    """As a download; `name` has no ending and may be Japanese."""
    return download(docx(document), TYPE, name=f"{name}.docx")


def _empty(*, is_wide: bool) -> Any:
    """A4, with a Japanese font in every style."""
    file: Any = WordFile()
    section = file.sections[0]
    sides = [Mm(297), Mm(210)] if is_wide else [Mm(210), Mm(297)]
    section.page_width, section.page_height = sides
    section.left_margin = section.right_margin = Mm(22)
    for style in file.styles:
        if style.type != 1 and style.name != "Normal":  # paragraphs only
            continue
        style.font.name = _LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        fonts.set(qn("w:eastAsia"), _JAPANESE)
    normal = file.styles["Normal"]
    normal.font.size = Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")
    normal.element.get_or_add_rPr().append(language)
    return file


def _part(file: Any, part: Part) -> None:
    if part.heading:
        file.add_heading(_clean(part.heading), level=1)
    _paragraphs(file, part.text)
    _facts(file, part.facts)
    _facts(file, [(label, str(number)) for label, number in part.chart])
    if part.table:
        _table(file, part.table)
    for each in part.pictures:
        _picture(file, each)


def _paragraphs(file: Any, text: str) -> None:
    for each in re.split(r"\n\s*\n", text.strip()):
        if each:
            file.add_paragraph(_clean(each))


def _facts(file: Any, facts: Any) -> None:
    if not facts:
        return
    table = file.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in facts:
        _row(table, (label, value))
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(40), Mm(126)
        for run in row.cells[0].paragraphs[0].runs:
            run.bold = True


def _table(file: Any, source: Table) -> None:
    """The first row is repeated on every page and read as the heads of its columns."""
    table = file.add_table(rows=0, cols=len(source.columns), style="Table Grid")
    _row(table, source.columns)
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for cell in head.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for row in source.rows:
        _row(table, row)


def _picture(file: Any, picture: Picture) -> None:
    """With its description where Word looks for it, and the caption in the style of captions."""
    shape = file.add_picture(io.BytesIO(picture.content), width=Mm(110))
    shape._inline.docPr.set("descr", _clean(picture.alt))
    if picture.caption:
        file.add_paragraph(_clean(picture.caption), style="Caption")


def _row(table: Any, values: Any) -> None:
    for cell, value in zip(table.add_row().cells, values, strict=True):
        cell.text = _clean(value)


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", text)

"""Five hundred hostile texts change the structure of no page and of no file: they are shown, never run."""

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from core import tables
from core.documents import Document, Part, Table, pdf
from core.documents.word import docx as word
from core.text import UNWRITABLE
from reports.models import OutcomeReport
from tests.factories.reports import OutcomeReportFactory
from tests.payloads import PAYLOADS

VISIBLE = [text for text in PAYLOADS if UNWRITABLE.sub("", text).strip()]
HARMLESS = ["窓口の改善"] * len(VISIBLE)
TEXTS = (
    "title",
    "summary",
    "problem",
    "activities",
    "outcomes",
    "next_steps",
    "staff_comment",
    "advisor_comment",
)


def test_there_are_five_hundred():
    assert len(PAYLOADS) == 500
    assert len(set(PAYLOADS)) == 500


def _document(texts: list[str]) -> Document:
    """Each text as title, fact, paragraph or cell."""
    cells = Table(["番号", "内容"], [[str(number), text] for number, text in enumerate(texts)])
    return Document(
        title=texts[0],
        lead=texts[1],
        facts=[(text, text) for text in texts[:100]],
        parts=[Part(text, text) for text in texts[100:140]] + [Part("表", table=cells)],
        note=texts[2],
    )


def _parts_of_word(content: bytes) -> Counter[str]:
    body = docx.Document(io.BytesIO(content)).element.body
    names = Counter(each.tag for each in body.iter())
    return Counter(
        {name: number for name, number in names.items() if not name.endswith(("}t", "}tab", "}br"))}
    )


def test_word_has_the_same_parts_whatever_is_written():
    hostile, harmless = word(_document(VISIBLE)), word(_document(HARMLESS))
    assert _parts_of_word(hostile) == _parts_of_word(harmless)
    table = docx.Document(io.BytesIO(hostile)).tables[-1]
    shown = [row.cells[1].text for row in table.rows][1:]
    expected = [UNWRITABLE.sub("", text) for text in VISIBLE]
    assert [text.split() for text in shown] == [text.split() for text in expected]


def test_a_pdf_shows_markup_as_letters_and_reads_no_file():
    content = pdf(_document(PAYLOADS))
    file = pypdfium2.PdfDocument(io.BytesIO(content))
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in file)
    for shown in ('#eval("1+1")', '#read("/etc/passwd")', "<script>alert(1)</script>", "*太字*", "$x^2$"):
        assert shown.replace(" ", "") in text
    assert "root:x:0" not in text
    assert sum(pdfium.FPDFPage_GetAnnotCount(page) for page in file) == 0  # no links, forms or attachments


def test_no_cell_of_a_sheet_computes():
    body = tables.xlsx(["内容"], [[text] for text in PAYLOADS], title="=1")
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == 500
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}  # n is an empty cell
    assert not any(cell.data_type == "n" and cell.value is not None for cell in cells)


def test_no_field_of_a_csv_computes_or_breaks_its_line():
    text = "".join(
        tables.csv_lines(["番号", "内容"], [[number, each] for number, each in enumerate(PAYLOADS)])
    )
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(500)]
    assert not any(row[1].startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows[1:])


class _Structure(HTMLParser):
    """Elements with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[tuple[str, ...]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[(tag, *sorted(name for name, _value in attrs))] += 1


def _structure(client, report, texts: list[str]) -> Counter[tuple[str, ...]]:
    fields = {name: texts[place % len(texts)] for place, name in enumerate(TEXTS[:2])}
    line = " ".join(texts)
    OutcomeReport.objects.filter(pk=report.pk).update(
        **{name: value[:100] for name, value in fields.items()}, **dict.fromkeys(TEXTS[2:], line)
    )
    reader = _Structure()
    reader.feed(client.get(report.get_absolute_url()).content.decode())
    return reader.found


@pytest.mark.django_db
def test_a_page_has_the_same_elements_whatever_is_written(client):
    """Addresses become links on purpose, so they are not part of this."""
    report = OutcomeReportFactory(published=True)
    expected = _structure(client, report, ["窓口の改善"])
    payloads = [re.sub(r"https?://", "", text) for text in PAYLOADS]
    payloads = [re.sub(r"[\n\r\x0b\x0c\x1c-\x1e\x85]", "", text) for text in payloads]
    for start in range(0, len(payloads), 25):
        assert _structure(client, report, payloads[start : start + 25]) == expected

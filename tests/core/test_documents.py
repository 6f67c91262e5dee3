"""PDFs: everything that was written, nothing that was hidden in it."""

import io
import json
import subprocess
import unicodedata

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from core import documents
from core.documents import Document, DocumentError, Part, Table, as_text, pdf, setting


def _read(data: bytes) -> tuple[str, str]:
    """Title and text of all pages."""
    read = pypdfium2.PdfDocument(io.BytesIO(data))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in read)
    return read.get_metadata_value("Title"), text


def test_it_holds_title_facts_texts_and_tables():
    document = Document(
        title="応募の控え",
        lead="香川県さぬき市",
        facts=[("受付番号", "ABCD2345")],
        parts=[
            Part("理由", "一行目\n二行目"),
            Part("表", table=Table(["日", "円"], [["1日", "1,000"]], [1])),
        ],
        note="控えです。",
    )
    title, text = _read(pdf(document))
    assert title == "応募の控え"
    for words in ("香川県さぬき市", "ABCD2345", "一行目", "二行目", "1,000", "控えです。"):
        assert words in text


def test_it_is_tagged_for_screen_readers():
    data = pdf(Document("題"))
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert b"pdfuaid" in data


def test_the_same_data_make_the_same_file():
    document = Document("題", facts=[("あ", "い")])
    assert pdf(document) == pdf(document)


INJECTIONS = [
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    '#eval("1+1")',
    "*太字* _斜体_ $x^2$ <label> @ref",
    "`code` ```raw```",
    "= 見出し\n== 小見出し",
    "- 項目\n+ 番号",
    "\\u{41} \\",
    '"}], "title": "別の題", [{"',
    "https://example.jp/ //comment /* comment */",
    "<script>alert(1)</script>",
    '=HYPERLINK("x")',
]


def test_what_people_wrote_is_never_markup():
    """All of them in every place in which text can stand; printed as they are, spaces aside."""
    document = Document(
        title=INJECTIONS[0],
        lead=INJECTIONS[1],
        facts=[(text, text) for text in INJECTIONS],
        parts=[Part(text.replace("\n", " "), text, table=Table([text], [[text]])) for text in INJECTIONS],
        note=INJECTIONS[2],
    )
    title, text = _read(pdf(document))
    assert title == INJECTIONS[0]
    squeezed = "".join(text.split())
    for words in INJECTIONS:
        assert squeezed.count("".join(words.split())) >= 5, words
    assert "root:" not in text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("髙橋", "髙橋"),
        ("\U0001f389祝", "〓祝"),
        ("前\x07\u202e\u200b後", "前後"),
        ("か\u3099", "が"),
        ("A\U000e0100", "A"),
    ],
)
def test_characters_without_a_shape(written, printed):
    _title, text = _read(pdf(Document("題", lead=written)))
    assert printed in text


FONTS = typst.Fonts()


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_control_character_is_left(text):
    left = setting.printable(text, FONTS)
    assert {unicodedata.category(each)[0] for each in left if each != "\n"}.isdisjoint({"C"})
    json.dumps(left).encode()


def test_a_process_that_fails_is_one_sentence_for_the_reader(monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 0.001)
    with pytest.raises(DocumentError, match="PDFを作れませんでした"):
        pdf(Document("題"))


def test_as_text_for_systems_without_files():
    document = Document(
        "題",
        facts=[("番号", "1")],
        parts=[Part("理由", "一行目\n\n二行目"), Part("表", table=Table(["a"], [["b"]]))],
    )
    assert (
        as_text(document)
        == "1　件名\n　題\n\n2　概要\n　番号　1\n\n3　理由\n　一行目\n　二行目\n\n4　表\n　a\n　b"
    )


def test_the_process_is_given_no_secret(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options["env"])
        raise subprocess.SubprocessError

    monkeypatch.setattr(documents.subprocess, "run", run)
    with pytest.raises(DocumentError):
        pdf(Document("題"))
    assert seen.keys() <= {"PATH", "HOME", "XDG_DATA_HOME"}

"""Files as people have them: encodings, separators, Excel, and our own exports."""

import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core import tables
from core.errors import DomainError
from projects.imports.advisors import Advisors
from projects.imports.reading import spellings
from projects.imports.table import Line, read_table

TEXT = '番号,氏名,スキル\nA-1,讃岐 花子,"SNSの運用、文章の編集"\n\nA-2,髙橋 一郎,\n'
NAMES = ["id", "name", "skills"]


def _book(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_the_encoding_is_found(encoding):
    lines = read_table(TEXT.encode(encoding)).lines(NAMES)
    assert [(each.number, each["name"]) for each in lines] == [(2, "讃岐 花子"), (4, "髙橋 一郎")]
    assert lines[0].several("skills") == ["SNSの運用", "文章の編集"]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators(mark):
    table = read_table(f"番号{mark}氏名\nA-1{mark}花子\n".encode())
    assert table.rows == [["A-1", "花子"]]


def test_a_sheet_of_excel():
    data = _book(
        ["番号", "開始日", "謝礼", None], ["A-1", datetime(2027, 1, 12), 5000.0, None], [None, None, None]
    )
    table = read_table(data)
    assert (table.heads, table.rows[0]) == (["番号", "開始日", "謝礼"], ["A-1", "2027-01-12", "5000"])
    line = table.lines(["id", "start", "pay"])[0]
    assert (line.day("start"), line.whole("pay")) == (date(2027, 1, 12), 5000)


def test_heads_are_known_in_both_languages_and_with_notes():
    table = read_table("code,Full Name,経歴と実績（400字まで）,好きな色\nA-1,花子,編集者,青\n".encode())
    names = table.names(spellings(Advisors.columns))
    assert names == ["id", "name", "summary", ""]
    assert table.unread(names) == ["好きな色"]


def test_two_columns_of_one_name_are_read_together():
    assert Line(2, {"summary": "A\nB"}) == read_table(b"x,y\nA,B\n").lines(["summary", "summary"])[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空です"),
        (b",,\n1,2,3\n", "空です"),
        (b"\x81\x00\xff", "文字コード"),
        (b"PK\x03\x04 no sheet", "Excel"),
        (("a," * 101).encode(), "列が多すぎます"),
    ],
)
def test_what_is_no_table_is_refused_with_words(data, words):
    with pytest.raises(DomainError, match=words):
        read_table(data)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("令和9年1月12日", date(2027, 1, 12)),
        ("2027/1/12", date(2027, 1, 12)),
        ("応相談", None),
        ("4月頃", None),
        ("", None),
    ],
)
def test_days(written, meant):
    assert Line(2, {"start": written}).day("start") == meant


def test_a_day_that_is_none_is_refused():
    with pytest.raises(DomainError, match="2027/2/30"):
        Line(2, {"start": "2027/2/30"}).day("start")


@given(st.text(max_size=12))
def test_what_our_files_guard_comes_back_as_it_was(text):
    told = tables.cell(text)
    assert tables.uncelled(told) == tables._told(text)


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", " =1", "　@x", "\t-1", "+81", "'=1", "－1"])
def test_nothing_in_our_files_begins_a_formula(text):
    assert str(tables.cell(text)).startswith("'")

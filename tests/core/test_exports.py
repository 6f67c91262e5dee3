"""Lists as files: everything the list shows, nothing a spreadsheet would compute, no letter lost unseen."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from core import exports, tables
from projects.models import Project
from tests.factories.base import moment
from tests.factories.projects import EngagementFactory

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)"]


def _works(sanuki, number: int, **facts) -> None:
    for _ in range(number):
        EngagementFactory(municipality=sanuki, **facts)


def _rows(response) -> list[list[str]]:
    content = b"".join(response) if response.streaming else response.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


URL = "/desk/engagements/"


def test_every_page_of_the_list_is_in_the_file(sanuki, takamatsu, desk):
    _works(sanuki, 23)
    _works(takamatsu, 2)
    assert len(_rows(desk.get(URL, {"export": "csv"}))) == 24


def test_the_file_follows_the_criteria(sanuki, desk):
    _works(sanuki, 2)
    _works(sanuki, 1, completed=True)
    page = desk.get(URL, {"state": "completed"}).content.decode()
    assert "?state=completed&amp;export=xlsx" in page
    assert len(_rows(desk.get(URL, {"state": "completed", "export": "csv"}))) == 2


def test_excel_has_numbers_and_days(sanuki, desk):
    _works(sanuki, 1)
    response = desk.get(URL, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    head, row = sheet.iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    assert found["開始日"].date() == sanuki.engagements.get().start_date
    assert found["実施した会議"] == 0
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


def test_unknown_words_show_the_list(desk):
    assert desk.get(URL, {"export": "exe"}).status_code == 200


def test_shift_jis_says_first_what_does_not_fit(sanuki, desk):
    _works(sanuki, 1)
    Project.objects.update(title="𠮷野家の😀と髙橋")
    asked = desk.get(URL, {"export": "sjis"}).content.decode()
    assert "𠮷" in asked
    assert "😀" in asked
    assert "髙" not in asked.partition("<main")[2].partition("</main>")[0]  # Windows has it
    sent = desk.get(URL, {"export": "sjis", "anyway": "1"}).content.decode("cp932")
    assert "〓野家の〓と髙橋" in sent
    assert "𠮷" in "".join(map("".join, _rows(desk.get(URL, {"export": "csv"}))))


def test_shift_jis_asks_nothing_when_everything_fits(sanuki, desk):
    _works(sanuki, 1)
    assert "さぬき市" in desk.get(URL, {"export": "sjis"}).content.decode("cp932")


def test_more_rows_than_excel_should_hold(sanuki, desk, monkeypatch):
    _works(sanuki, 2)
    monkeypatch.setattr(exports, "MOST_IN_EXCEL", 1)
    answer = desk.get(URL, {"export": "xlsx", "state": "preparing"})
    assert answer.url == "?state=preparing"
    assert "CSVで書き出してください" in desk.get(URL).content.decode()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_computes(text):
    [_head, line] = "".join(tables.csv_lines(["a"], [[text]])).split("\r\n")[:2]
    assert next(csv.reader([line]))[0].startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx(["a"], [[text]], title="a")))
    cell = book.active["A2"]
    assert cell.data_type == "s"


def test_cells_are_what_they_were():
    assert [tables.cell(each) for each in (3, -2, 1.5, date(2026, 4, 1), None, moment().replace(year=2026))][
        :5
    ] == [3, -2, 1.5, "2026-04-01", ""]
    assert tables.xlsx(["見出し\x00"], [["あ\x08い"]], title="[名前]:*?/\\" + "長" * 40)


@pytest.mark.parametrize(
    "name",
    ["desk_openings", "desk_reports", "desk_sheets", "desk_agreements:list", "desk_engagements:advice"],
)
def test_every_list_of_the_desk_has_its_files(name, desk):
    for kind in exports.FORMATS:
        assert desk.get(reverse(name), {"export": kind}).status_code == 200


@pytest.mark.parametrize("name", ["coord_attention", "coord_timeline", "coord_engagements:list"])
def test_every_list_of_coordinators_has_its_files(name, coordinator, signed_in):
    for kind in exports.FORMATS:
        assert signed_in(coordinator).get(reverse(name), {"export": kind}).status_code == 200

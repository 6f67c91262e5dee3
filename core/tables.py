"""Lists as files, the way Excel in a Japanese office opens them and without cells that compute."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse

from core import dates
from core.documents import attachment
from core.text import UNWRITABLE

BOM = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these is a formula to Excel, whoever typed it (OWASP: CSV injection).
# Japanese Excel takes the wide forms for the same, and blanks before them do not help.
STARTS_A_FORMULA = re.compile(r"'*[ \u3000]*[=+\-@\t\r＝＋－＠]")
SHIFT_JIS = "cp932"  # as Windows writes it
GETA = "〓"  # what printers set for a type they do not have
WIDEST = 60  # columns of a sheet, in characters


def _geta(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeEncodeError)
    return GETA * (fault.end - fault.start), fault.end


codecs.register_error("geta", _geta)


class _Echo:
    """A file that gives back what is written: csv.writer's rows one by one."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Without a BOM; lines end with CRLF."""
    writer = csv.writer(_Echo())
    for row in chain([columns], rows):
        yield writer.writerow([cell(value) for value in row])


def csv_response(name: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """UTF-8 with BOM and CRLF, sent row by row."""

    def parts() -> Iterator[str]:
        yield BOM
        yield from csv_lines(columns, rows)

    response = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = attachment(name)
    return response


def xlsx(columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, title: str) -> bytes:
    """One sheet with a head that stays in view; numbers and days are numbers and days to Excel."""
    from openpyxl import Workbook  # here: a tenth of a second that no start should wait for
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "B2"
    kept = [[_told(value) for value in row] for row in rows]
    for number, width in enumerate(_widths([columns, *kept]), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, _told(str(each)), bold=True) for each in columns])
    for row in kept:
        sheet.append([_cell(sheet, value) for value in row])
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def unfit(rows: Iterable[Sequence[Any]]) -> list[str]:
    """The characters Shift_JIS cannot write, each once and in order of appearance."""
    seen = dict.fromkeys(each for row in rows for value in row for each in str(value))
    return [each for each in seen if not _fits(each)]


def shift_jis(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV for systems that read nothing else; what does not fit becomes 〓."""
    text = "".join(csv_lines(columns, rows))
    return text.encode(SHIFT_JIS, errors="geta")


def cell(value: Any) -> Any:
    """Numbers stay numbers, days are ISO 8601; a text Excel would compute becomes a text it shows."""
    value = _told(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if STARTS_A_FORMULA.match(value) else value


def uncelled(text: str) -> str:
    """What `cell` was given, for reading our own files again."""
    return text[1:] if text.startswith("'") and STARTS_A_FORMULA.match(text) else text


def _told(value: Any) -> Any:
    """A number, a day in Japan, or text that XML can write."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return dates.jst_date(value)
    if isinstance(value, int | float | date):
        return value
    return "" if value is None else UNWRITABLE.sub("", str(value))


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        made.data_type = "s"  # never a formula, whatever it begins with
    elif isinstance(value, date):
        made.number_format = "yyyy-mm-dd"
    if bold:
        made.font = Font(bold=True)
    return made


def _widths(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Japanese characters are twice as wide."""
    columns = zip(*rows, strict=True)
    return [min(WIDEST, max(_width(str(value)) for value in column) + 2) for column in columns]


def _width(text: str) -> int:
    return sum(1 if each.isascii() else 2 for each in text)


def _sheet_title(title: str) -> str:
    """Excel allows 31 characters, and not these."""
    return "".join("_" if each in "[]:*?/\\" else each for each in title)[:31] or "1"


def _fits(character: str) -> bool:
    try:
        character.encode(SHIFT_JIS)
    except UnicodeEncodeError:
        return False
    return True

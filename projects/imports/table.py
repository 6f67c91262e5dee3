"""A CSV or Excel file as lines under our own column names, whatever its encoding and the language of its head."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import DomainError
from core.tables import uncelled
from core.text import search_key

ENCODINGS = ("utf-8-sig", "cp932", "utf-16")
MOST_COLUMNS = 100
_ZIP = b"PK\x03\x04"
_SEPARATORS = re.compile(r"[、,;；|｜/／\n]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `number` as a spreadsheet counts it."""

    number: int
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def several(self, name: str) -> list[str]:
        return [part.strip() for part in _SEPARATORS.split(self[name]) if part.strip()]

    def whole(self, name: str) -> int | None:
        """The first number in the cell: 「月10時間」 is 10, 「5,000円」 is 5000."""
        found = _NUMBER.search(search_key(self[name]).replace(",", ""))
        return round(float(found.group())) if found else None

    def day(self, name: str) -> date | None:
        """None for words that name no day (「応相談」, 「4月頃」). Raises DomainError for a day that is none."""
        if len(re.findall(r"\d+", search_key(self[name]))) < 3:
            return None
        try:
            return dates.parse_date(self[name])
        except ValueError as error:
            raise DomainError(
                _("「{text}」は日付として読めません。2026/11/23のように書いてください。").format(
                    text=self[name]
                )
            ) from error


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a file: its heads, and its rows with the empty ones in their places."""

    heads: list[str]
    rows: list[list[str]]

    def lines(self, names: Sequence[str]) -> list[Line]:
        """Under our names, one for each column of the file, "" for one that is not read. Two columns of one
        name are read together; empty rows are left out.
        """
        lines = []
        for number, row in enumerate(self.rows, start=2):
            values: dict[str, str] = {}
            for name, cell in zip(names, row, strict=False):
                if name and cell:
                    values[name] = f"{values[name]}\n{cell}" if name in values else cell
            if values:
                lines.append(Line(number, values))
        return lines

    def names(self, columns: Mapping[str, Sequence[str]]) -> list[str]:
        """Our name of each column as its head tells it; `columns` are other spellings of our names."""
        known = {_head(spelling): name for name, all_of in columns.items() for spelling in (name, *all_of)}
        return [known.get(_head(cell), "") for cell in self.heads]

    def unread(self, names: Sequence[str]) -> list[str]:
        return [head for head, name in zip(self.heads, names, strict=True) if head and not name]


def read_table(data: bytes) -> Table:
    """Raises DomainError for what is no table."""
    rows = _sheet(data) if data.startswith(_ZIP) else _text(data)
    if not rows or not any(rows[0]):
        raise DomainError(_("ファイルが空です。1行目に列の名前を書いてください。"))
    if len(rows[0]) > MOST_COLUMNS:
        raise DomainError(_("列が多すぎます。100列までにしてください。"))
    return Table(rows[0], rows[1:])


def _text(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    try:
        delimiter = csv.Sniffer().sniff(text[:4096].splitlines()[0], ",\t;").delimiter
    except (csv.Error, IndexError):
        delimiter = ","
    try:
        return [[_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise DomainError(_("CSVとして読めません。表計算ソフトで開いて、保存し直してください。")) from error


def _sheet(data: bytes) -> list[list[str]]:
    """The first sheet, as values: formulas are never computed here."""
    from openpyxl import load_workbook  # here: a tenth of a second that no start should wait for

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
        return _trimmed([[_written(cell) for cell in row] for row in rows])
    except (KeyError, ValueError, IndexError, OSError, zipfile.BadZipFile) as error:
        raise DomainError(_("Excelのファイルとして読めません。xlsx形式で保存し直してください。")) from error


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the empty columns that a sheet has at its right."""
    width = max((number for row in rows for number, cell in enumerate(row, start=1) if cell), default=0)
    return [row[:width] for row in rows]


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else _plain(str(value))


def _plain(cell: str) -> str:
    return uncelled(cell.strip()).strip()


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DomainError(_("文字コードを読み取れません。UTF-8かShift_JISで保存し直してください。"))


def _head(cell: str) -> str:
    return re.sub(r"[\s_\-（(].*?[）)]|[\s_\-・]", "", search_key(cell))

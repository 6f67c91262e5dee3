"""A CSV file as rows under our own column names, whatever its encoding and the language of its head."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import DomainError
from core.text import search_key

ENCODINGS = ("utf-8-sig", "cp932", "utf-16")
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


def read_table(data: bytes, columns: Mapping[str, Sequence[str]]) -> tuple[list[Line], list[str]]:
    """The rows, and the columns of the file that nobody knows. Raises DomainError for what is no table."""
    text = _decoded(data)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4096].splitlines()[0], ",\t;")
    except (csv.Error, IndexError):
        dialect = "excel"
    delimiter = dialect.delimiter if not isinstance(dialect, str) else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if not rows:
        raise DomainError("The file is empty: its first line must name the columns.")
    known = {_head(spelling): name for name, all_of in columns.items() for spelling in (name, *all_of)}
    heads = [known.get(_head(cell), "") for cell in rows[0]]
    unknown = [cell for cell, name in zip(rows[0], heads, strict=True) if cell.strip() and not name]
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        values: dict[str, str] = {}
        for name, cell in zip(heads, row, strict=False):
            if name and cell.strip():
                values[name] = f"{values[name]}\n{cell.strip()}" if name in values else cell.strip()
        if values:
            lines.append(Line(number, values))
    return lines, unknown


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DomainError("The encoding of the file is none of UTF-8, cp932 (Shift_JIS), UTF-16.")


def _head(cell: str) -> str:
    return re.sub(r"[\s_\-（(].*?[）)]|[\s_\-・]", "", search_key(cell))

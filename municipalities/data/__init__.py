"""The table of Japan's prefectures and municipalities, shipped as `municipalities.csv`.

`derive.py` writes the file; nothing here needs Django or a database.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

CSV_NAME = "municipalities.csv"


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """One line of the table; the fields are its columns, in order.

    `kind` is prefecture, city, ward (Tokyo's 23 only), town or village.
    `prefecture_code` is empty for a prefecture.
    """

    code: str
    kind: str
    prefecture_code: str
    name: str
    kana: str
    romaji: str


def read_rows() -> Iterator[MunicipalityRow]:
    """Yield every row in order of code, so a prefecture comes before its municipalities."""
    text = resources.files(__name__).joinpath(CSV_NAME).read_text(encoding="utf-8")
    for record in csv.DictReader(text.splitlines()):
        yield MunicipalityRow(**record)

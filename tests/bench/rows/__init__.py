"""One module per part of the portal, each with `rows() -> list[Row]`; called once the country is loaded."""

from collections.abc import Iterable

from tests.bench.measure import Row
from tests.bench.rows import figures, homes, mail, matching, public, search

PARTS = {
    "search": search.rows,
    "matching": matching.rows,
    "public": public.rows,
    "homes": homes.rows,
    "figures": figures.rows,
    "mail": mail.rows,
}


def rows_of(parts: Iterable[str]) -> list[Row]:
    return [row for part in parts for row in PARTS[part]()]

"""One module per part of the portal, each with `rows() -> list[Row]`; called once the country is loaded."""

from tests.bench.measure import Row
from tests.bench.rows import homes, mail, public, search


def all_rows() -> list[Row]:
    return [*search.rows(), *public.rows(), *homes.rows(), *mail.rows()]

"""Lexemes for PostgreSQL's text search, built here and only ever quoted: nobody types an operator."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Lookup

from core.words import Group

_STORED = re.compile(r"'((?:[^']|'')*)'")


class LexemesField(SearchVectorField):
    """A tsvector that is a set of lexemes in Python. Positions are not kept: nothing ranks by them."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else vector(value)

    def from_db_value(self, value: Any, *_context: Any) -> frozenset[str] | None:
        if value is None:
            return None
        return frozenset(_plain(each) for each in _STORED.findall(value))


def vector(lexemes: Iterable[str]) -> str:
    return " ".join(sorted({quoted(each) for each in lexemes}))


def all_of(lexemes: Iterable[str]) -> str:
    return " & ".join(quoted(each) for each in lexemes)


def any_of(lexemes: Iterable[str]) -> str:
    return f"({' | '.join(quoted(each) for each in lexemes)})"


def query(groups: Iterable[Group]) -> str:
    """Every group must be met, by any of its alternatives. Empty for no groups."""
    return " & ".join(f"({' | '.join(f'({all_of(each)})' for each in group)})" for group in groups)


def quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _plain(stored: str) -> str:
    return stored.replace("''", "'").replace("\\\\", "\\")


@LexemesField.register_lookup
class Meets(Lookup):
    """`tsv__meets=query`: the text that `query` or `all_of` made."""

    lookup_name = "meets"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", (*left_params, *right_params)

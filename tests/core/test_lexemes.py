"""Lexemes reach PostgreSQL as they are, whatever letters they hold."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core import lexemes, words
from core.lexemes import LexemesField

LETTERS = st.characters(exclude_categories=["C"], exclude_characters="\0")
FIELD = LexemesField()


def _ask(statement: str, *params: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()[0]


class RoundTrips(TestCase):
    @settings(deadline=None, max_examples=60)
    @given(st.frozensets(st.text(LETTERS, min_size=1, max_size=20), min_size=1, max_size=5))
    def test_a_vector_comes_back_as_it_was(self, found: frozenset[str]) -> None:
        stored = _ask("SELECT %s::tsvector::text", lexemes.vector(found))
        assert FIELD.from_db_value(stored) == found
        assert _ask("SELECT %s::tsvector @@ %s::tsquery", lexemes.vector(found), lexemes.all_of(found))

    @settings(deadline=None, max_examples=100)
    @given(st.text(max_size=120))
    def test_whatever_is_typed_is_a_query(self, text: str) -> None:
        asked = lexemes.query(words.query_terms(text))
        assert _ask("SELECT ''::tsvector @@ %s::tsquery", asked) is False


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["'", "a' | 'b", "\\", "\\'", "a:*", "!a & b", "<->", "a''b", "%s %%"])
def test_operators_are_letters(text: str) -> None:
    assert _ask("SELECT %s::tsvector @@ %s::tsquery", lexemes.vector([text]), lexemes.quoted(text)) is True
    assert _ask("SELECT %s::tsvector @@ %s::tsquery", lexemes.vector(["b"]), lexemes.quoted(text)) is False

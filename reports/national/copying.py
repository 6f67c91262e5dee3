"""Rows into PostgreSQL by COPY: the fastest way in that still checks every constraint."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from core.codes import ALPHABET, new_code

CHUNK = 2000
_INDEXES = """
    SELECT quote_ident(relname), pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = %s::regclass AND NOT indisunique ORDER BY relname
"""
_REFERENCES = """
    SELECT quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'u') ORDER BY conname
"""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Copier:
    """Gives out ids and codes, and writes rows. A column nobody names gets its field's default."""

    def __init__(self, rng: random.Random) -> None:
        self._next: dict[type[models.Model], int] = {}
        self._code = rng.getrandbits(40)

    def ids(self, model: type[models.Model], count: int) -> range:
        """Numbers after all that are there and all that were given out."""
        if model not in self._next:
            last = model._default_manager.aggregate(last=models.Max("pk"))["last"]
            self._next[model] = (last or 0) + 1
        first = self._next[model]
        self._next[model] = first + count
        return range(first, first + count)

    def code(self) -> str:
        """Looks random and never repeats: steps of an odd number reach every one of 2^40 values."""
        self._code = (self._code + 0x5DEECE66D1) & 0xFFFFFFFFFF
        return "".join([ALPHABET[(self._code >> shift) & 31] for shift in range(0, 40, 5)])

    def write(
        self, model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        self.ids(model, 0)  # now: while COPY runs, the connection answers no question
        constant, made = self._unnamed(model, columns)
        names = [_column(model, name) for name in columns] + list(constant) + list(made)
        tail = "".join(f"\t{_text(value)}" for value in constant.values())
        makers = list(made.values())
        lines = (
            "\t".join([_text(value) for value in row])
            + tail
            + "".join([f"\t{_text(make())}" for make in makers])
            + "\n"
            for row in rows
        )
        listed = ", ".join(f'"{name}"' for name in names)
        with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.cursor.copy_expert(f'COPY "{model._meta.db_table}" ({listed}) FROM STDIN', _Stream(lines))

    def write_many(
        self, model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """The same for hundreds of thousands: indexes are built and references checked once, at the end."""
        with self.at_once(model):
            self.write(model, columns, rows)

    def at_once(self, model: type[models.Model]) -> AbstractContextManager[None]:
        """Around several `write`s of one model, for what does not fit into memory together."""
        return _set_aside(model._meta.db_table)

    def _unnamed(
        self, model: type[models.Model], columns: tuple[str, ...]
    ) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
        constant: dict[str, Any] = {}
        made: dict[str, Callable[[], Any]] = {}
        for field in model._meta.local_concrete_fields:
            if field.attname in columns or field.generated or field.has_db_default():
                continue
            if field.default is new_code:
                made[str(field.column)] = self.code
            elif callable(field.default):
                made[str(field.column)] = lambda field=field: _stored(field)  # type: ignore[misc]
            elif field.has_default() or field.null or field.empty_strings_allowed:
                constant[str(field.column)] = _stored(field)
            else:
                raise LookupError(
                    f"{model._meta.label}.{field.name} has no default: name it in reports.national"
                )
        return constant, made

    def reset_sequences(self) -> None:
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._next)):
                cursor.execute(statement)


@contextmanager
def _set_aside(table: str) -> Iterator[None]:
    """In one transaction, so that nobody ever sees the table without them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no checks may wait while a table changes
        cursor.execute(_REFERENCES, [table])
        references = cursor.fetchall()
        cursor.execute(_INDEXES, [table])
        indexes = cursor.fetchall()
        for name, _definition in references:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT {name}')
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for name, definition in references:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT {name} {definition}')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _stored(field: Any) -> Any:
    return field.get_db_prep_save(field.get_default(), connection)


def _column(model: type[models.Model], name: str) -> str:
    return next(str(field.column) for field in model._meta.local_concrete_fields if field.attname == name)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES) if "\n" in value or "\\" in value or "\t" in value else value
    if value is None:
        return "\\N"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return str(value)


class _Stream:
    """A file made of lines that do not exist yet, so that making and storing them overlap."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = b""

    def read(self, size: int = 8192) -> bytes:
        while len(self._rest) < size:
            some = [line for _number, line in zip(range(CHUNK), self._lines, strict=False)]
            if not some:
                break
            self._rest += "".join(some).encode()
        answer, self._rest = self._rest[:size], self._rest[size:]
        return answer

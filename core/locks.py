"""Work that at most one process of the whole portal does at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def only_here(subject: str, pk: int) -> Iterator[bool]:
    """False while somebody else is at it. The lock is the connection's: a worker that is killed gives it
    back at once, without a lease that has to run out. Needs a connection of its own (no transaction
    pooling in between).
    """
    key: tuple[str, int] = (subject, pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", key)
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", key)

"""Locking a row before changing it."""

from typing import TypeVar

from django.db.models import Model

from core.errors import EditConflict

Row = TypeVar("Row", bound=Model)


def locked(instance: Row, *, version: int | None = None) -> Row:
    """The row as it is now, locked until the transaction ends.

    With `version` (the number the form was opened with) raises EditConflict when somebody saved in
    between. Must be called inside a transaction.
    """
    model = type(instance)
    row: Row = model._default_manager.select_for_update(of=("self",)).get(pk=instance.pk)
    if version is not None and getattr(row, "version", version) != version:
        raise EditConflict(row)
    return row

"""Numbers within an activity."""

from typing import Any

from django.db.models import Max


def next_number(rows: Any, column: str = "number") -> int:
    """Call it while the engagement is locked."""
    return (rows.aggregate(last=Max(column))["last"] or 0) + 1

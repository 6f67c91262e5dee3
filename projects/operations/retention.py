"""Erasing what is known of applicants who were not taken on."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from audit import changes
from core.rows import locked
from projects.models import Application, Erasure, Opening
from projects.operations.selection import drop_consensus, drop_reviews
from projects.queries.retention import applications_to_erase

BATCH = 500
EMPTY: dict[str, Any] = {
    "advisor": None,
    "motivation": "",
    "approach": "",
    "availability": "",
    "conflict_note": "",
    "internal_note": "",
    "message": "",
    "feedback_reason": "",
    "feedback_band": "",
}


def erase_old_applications(*, at: datetime) -> int:
    """Erases everything that is due, in batches that stand alone; returns how many rows it emptied.

    A second run, or one that was interrupted, finds only what is left.
    """
    total = 0
    while batch := list(applications_to_erase(at)[:BATCH]):
        total += _erase_batch(batch, at=at)
    return total


@transaction.atomic
def _erase_batch(batch: list[Application], *, at: datetime) -> int:
    erased: Counter[int] = Counter()
    for application in batch:
        if erase_application(application, at=at):
            erased[application.opening_id] += 1
    for opening in Opening.objects.filter(pk__in=erased).order_by("pk"):
        Erasure.objects.create(
            municipality_id=opening.municipality_id,
            opening=opening,
            count=erased[opening.pk],
            erased_at=at,
        )
    return erased.total()


@transaction.atomic
def erase_application(application: Application, *, at: datetime) -> bool:
    """Takes the person and every text out of the row; False when somebody else just did.

    The record keeps that it happened. What it said stays nowhere: these columns are unrecorded.
    """
    row = locked(application)
    if row.erased_at:
        return False
    _drop_opinions(row)
    changes.edit(row, by=None, at=at, action="erase", erased_at=at, **EMPTY)
    return True


def _drop_opinions(application: Application) -> None:
    """What staff wrote about the person goes with the person."""
    drop_reviews(application.reviews.all())
    drop_consensus(application)
    application.declarations.filter(has_conflict=False).delete()
    application.declarations.update(note="")  # that somebody was excluded stays a fact of the selection
    application.notes.all().delete()
    application.interviews.all().delete()

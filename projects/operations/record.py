"""Deliverables and the advice ledger (提案台帳)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.models import Deliverable, Engagement, Recommendation
from projects.operations.numbering import next_number

TIME_AND_PLACE = ("starts_at", "duration_minutes", "place", "place_note")


@transaction.atomic
def add_deliverable(engagement: Engagement, *, by: User, at: datetime, **values: Any) -> Deliverable:
    deliverable = changes.create(
        Deliverable,
        by=by,
        at=at,
        engagement=engagement,
        municipality=engagement.municipality,
        **values,
    )
    notices.tell_deliverable(deliverable, by=by, at=at)
    return deliverable


def edit_deliverable(
    deliverable: Deliverable, *, by: User, at: datetime, version: int, **values: Any
) -> Deliverable:
    return changes.edit(deliverable, by=by, at=at, version=version, **values)


def accept_deliverable(deliverable: Deliverable, *, by: User, at: datetime) -> Deliverable:
    return changes.move(deliverable, "accept", by=by, at=at)


@transaction.atomic
def return_deliverable(deliverable: Deliverable, *, by: User, at: datetime, reason: str) -> Deliverable:
    row = changes.move(deliverable, "return", by=by, at=at, return_reason=reason)
    notices.tell_returned_deliverable(row, at=at)
    return row


@transaction.atomic
def resubmit_deliverable(deliverable: Deliverable, *, by: User, at: datetime) -> Deliverable:
    row = changes.move(deliverable, "resubmit", by=by, at=at)
    notices.tell_deliverable(row, by=by, at=at)
    return row


@transaction.atomic
def add_recommendation(engagement: Engagement, *, by: User, at: datetime, **values: Any) -> Recommendation:
    row = locked(engagement)  # serialises the numbering
    recommendation = changes.create(
        Recommendation,
        by=by,
        at=at,
        engagement=row,
        municipality=row.municipality,
        number=next_number(row.recommendations),
        **values,
    )
    notices.tell_recommendation(recommendation, by=by, at=at)
    return recommendation


def edit_recommendation(
    recommendation: Recommendation, *, by: User, at: datetime, version: int, **values: Any
) -> Recommendation:
    return changes.edit(recommendation, by=by, at=at, version=version, **values)


def decide_recommendation(action: str) -> Callable[..., Recommendation]:
    """The operation of one answer to a piece of advice; the advisor is told every time."""

    @transaction.atomic
    def decide(
        recommendation: Recommendation, *, by: User, at: datetime, status_note: str = "", evidence: str = ""
    ) -> Recommendation:
        row = settle_advice(recommendation, action, by=by, at=at, status_note=status_note, evidence=evidence)
        notices.tell_decision(row, at=at)
        return row

    return decide


def settle_advice(
    recommendation: Recommendation, action: str, *, by: User, at: datetime, status_note: str, evidence: str
) -> Recommendation:
    """Tells nobody. Raises DomainError when advice is declined without a reason."""
    if action == "decline" and not status_note.strip():
        raise DomainError(_("見送る理由を書いてください。アドバイザーにも伝わります。"))
    return changes.move(
        recommendation,
        action,
        by=by,
        at=at,
        decided_at=at,
        status_note=status_note,
        evidence=evidence or recommendation.evidence,
        note=status_note,
    )

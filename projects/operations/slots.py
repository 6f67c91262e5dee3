"""Moments that one side offers and the other chooses from."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


def refuse_unoffered(starts_at: datetime, slots: Iterable[datetime], at: datetime) -> None:
    """Raises DomainError for a moment that is not offered (any more), or has passed."""
    if starts_at not in slots or starts_at <= at:
        raise DomainError(_("選んだ日時は、候補ではなくなりました。今の候補から選んでください。"))


def coming_slots(slots: Iterable[datetime], at: datetime) -> list[datetime]:
    """Each once, the earliest first. Raises DomainError when there is none, or one has passed."""
    rows = sorted(set(slots))
    if not rows or rows[0] <= at:
        raise DomainError(_("候補の日時は、今より後の日時にしてください。"))
    return rows

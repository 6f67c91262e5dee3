"""Reminders before and after a day that matters, declared like kinds in an app's `notices.py`.

Nothing is stored in advance: each morning the rows are asked which of them have such a day, so a
deadline that moved or a row that is finished needs no cancelling.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from notifications.kinds import Kind
from notifications.operations.notice import send


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody to remind. `key` names the row; `path` is where the thing can be done."""

    key: str
    to: Iterable[User]
    path: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reminder:
    """`due_on(day)` finds what has its day on `day`; `days_before` may be negative for overdue."""

    kind: Kind
    due_on: Callable[[date], Iterable[Due]]
    days_before: tuple[int, ...]


REMINDERS: list[Reminder] = []
WEEKLY_AFTERWARDS = (-1, -8, -15, -22)


def register_reminder(
    kind: Kind, due_on: Callable[[date], Iterable[Due]], *, days_before: tuple[int, ...] = (7, 3, 1)
) -> Reminder:
    reminder = Reminder(kind, due_on, days_before)
    REMINDERS.append(reminder)
    return reminder


def send_reminders(today: date, *, at: datetime) -> int:
    """Tells everybody whose day is near; returns how many rows were looked at.

    The key holds the row, its day and the distance: a run that is repeated tells nobody twice, and a
    deadline that moved is told again.
    """
    seen = 0
    for reminder in REMINDERS:
        for days in reminder.days_before:
            day = today + timedelta(days=days)
            for due in reminder.due_on(day):
                seen += 1
                _remind(reminder.kind, due, day, days, at)
    return seen


def _remind(kind: Kind, due: Due, day: date, days: int, at: datetime) -> None:
    send(
        kind,
        to=due.to,
        key=f"{due.key}-{day:%Y%m%d}-{days}",
        path=due.path,
        at=at,
        context={**due.context, "day": day, "days": days, "days_over": -days},
    )

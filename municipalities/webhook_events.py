"""Which recorded actions are events for other systems; the apps above add theirs.

A message names what happened, to which thing and where to read of it, never what it says: whoever may
read it asks the API. Actions that only prepare something are no events, so nothing sealed gets out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Happening:
    """`name` as it stands in messages, e.g. opening.published; `api` the noun under /api/v1/."""

    name: str
    label: str | Promise
    api: str


_BY_ACTION: dict[tuple[type[models.Model], str], Happening] = {}


def register(model: type[models.Model], actions: Iterable[str], happening: Happening) -> None:
    """Raises ValueError when an action is announced twice."""
    for action in actions:
        if (model, action) in _BY_ACTION:
            raise ValueError(f"{model.__name__}.{action} is announced twice")
        _BY_ACTION[model, action] = happening


def happening_of(model: type[models.Model], action: str) -> Happening | None:
    return _BY_ACTION.get((model, action))


def happenings() -> list[Happening]:
    """Each once, in the order of registration."""
    return list(dict.fromkeys(_BY_ACTION.values()))

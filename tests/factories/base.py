"""What factories share: days around today, and children that live in the city of their parent."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from factory.django import DjangoModelFactory

from core.dates import today


def day(offset: int) -> date:
    """So many days after today in Japan; negative for the past."""
    return today() + timedelta(days=offset)


def moment(offset: int = 0) -> datetime:
    """So many days after now; negative for the past."""
    return timezone.now() + timedelta(days=offset)


class ChildFactory(DjangoModelFactory):
    """A row that repeats facts of its parent (above all the city).

    Name either the parent or the facts and both agree: `ProjectFactory(program=p)` is in p's city,
    `ProjectFactory(municipality=sanuki)` gets a program there.
    """

    _parent = ""
    _shared: tuple[str, ...] = ("municipality",)

    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        parent = params.get(cls._parent)
        if parent is not None:
            params = {**{name: getattr(parent, name) for name in cls._shared}, **params}
        return super()._generate(strategy, params)

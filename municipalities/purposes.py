"""What approvals are asked for: each app declares its own rows that are decided by a 決裁."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from municipalities.enums import DecisionKind


@dataclass(frozen=True, slots=True)
class Purpose:
    """One row that a 決裁 decides, found again through the foreign key in `slot`.

    `actions` are the row's own buttons that belong to the decision (approve, return, recall …): the
    page of the approval leads to them, so that there is one way to decide. `facts` are the columns
    that say what is decided about.
    """

    code: str
    kind: DecisionKind
    model: str
    action_url: str
    actions: frozenset[str]
    facts: tuple[str, ...]
    slot: str = "approval"
    area: str | None = None

    def row_of(self, approval: Model) -> Any:
        """The row decided about; None once a later request has taken its place."""
        return apps.get_model(self.model)._default_manager.filter(**{self.slot: approval}).first()


PURPOSES: dict[str, Purpose] = {}


def register(purpose: Purpose) -> Purpose:
    """Raises ValueError when two apps claim the same code."""
    if purpose.code in PURPOSES:
        raise ValueError(f"approval purpose {purpose.code!r} is registered twice")
    PURPOSES[purpose.code] = purpose
    return purpose

"""承認ルート: what an administrator sets for the decisions to come."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from municipalities.enums import StepKind
from municipalities.models import ApprovalRoute, Municipality


@transaction.atomic
def set_route(
    municipality: Municipality,
    kind: str,
    *,
    by: User,
    at: datetime,
    version: int,
    needed: bool,
    steps: Iterable[Mapping[str, Any]],
) -> ApprovalRoute:
    """Replaces the route of this kind; what was asked before keeps its steps. `version` is
    ApprovalRoute.UNSET for a kind that had no route when the form was opened.

    Raises DomainError unless the one 決裁 comes last, EditConflict when somebody set the route since.
    """
    seats = list(steps)
    kinds = [seat["kind"] for seat in seats]
    if kinds.count(StepKind.DECIDE) != 1 or kinds[-1] != StepKind.DECIDE:
        raise DomainError(_("決裁の段階は1つだけにして、最後に置いてください。"))
    route, is_new = ApprovalRoute.objects.get_or_create(municipality=municipality, kind=kind)
    opened = None if is_new else version
    route = changes.replace_parts(route, "steps", _seated(seats), by=by, at=at, version=opened)
    return changes.edit(route, by=by, at=at, needed=needed)


def _seated(seats: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A named member's seat remembers the section, which takes over when the person moves on."""
    return [
        {
            "delegation_basis": "",
            **seat,
            "position": number,
            "department": seat["member"].department if seat["member"] else seat["department"],
        }
        for number, seat in enumerate(seats, start=1)
    ]

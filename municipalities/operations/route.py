"""承認ルート: what an administrator sets for the decisions to come."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from municipalities.enums import StepKind
from municipalities.models import ApprovalRoute, Municipality, RouteStep


@transaction.atomic
def set_route(
    municipality: Municipality,
    kind: str,
    *,
    by: User,
    at: datetime,
    needed: bool,
    steps: Iterable[Mapping[str, Any]],
) -> ApprovalRoute:
    """Replaces the route of this kind; what was asked before keeps its steps.

    Raises DomainError unless the one 決裁 comes last.
    """
    seats = list(steps)
    kinds = [seat["kind"] for seat in seats]
    if kinds.count(StepKind.DECIDE) != 1 or kinds[-1] != StepKind.DECIDE:
        raise DomainError(_("決裁の段階は1つだけにして、最後に置いてください。"))
    route = locked(ApprovalRoute.objects.get_or_create(municipality=municipality, kind=kind)[0])
    before = [str(step) for step in route.steps.order_by("position")]
    route.steps.all().delete()
    RouteStep.objects.bulk_create(_seated(route, seats))
    after = [str(step) for step in route.steps.order_by("position")]
    changes.record(route, "set_route", by=by, at=at, before={"steps": before}, after={"steps": after})
    return changes.edit(route, by=by, at=at, needed=needed)


def _seated(route: ApprovalRoute, seats: list[Mapping[str, Any]]) -> list[RouteStep]:
    """A named member's seat remembers the section, which takes over when the person moves on."""
    return [
        RouteStep(
            route=route,
            position=number,
            **{**seat, "department": seat["member"].department if seat["member"] else seat["department"]},
        )
        for number, seat in enumerate(seats, start=1)
    ]

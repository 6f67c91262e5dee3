"""決裁: what waits for whom, and the routes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from core.dates import JST
from municipalities.enums import (
    APPROVING_ROLES,
    StepKind,
)
from municipalities.models import (
    Approval,
    ApprovalRoute,
    ApprovalStep,
    Municipality,
    RouteStep,
    StaffMembership,
)
from municipalities.models.approval import STEP_PEOPLE
from municipalities.queries.places import municipalities_of
from municipalities.rules import roles_of


def approvals_visible_to(user: User) -> QuerySet[Approval]:
    """Of the user's municipalities, and what the user asked for."""
    mine = Q(municipality__in=roles_of(user)) | Q(requested_by=user)
    return Approval.objects.filter(mine).select_related("municipality__prefecture", "requested_by")


def with_people(rows: Iterable[Approval]) -> list[Approval]:
    """The same approvals with their steps and the colleagues who could act. Two queries."""
    approvals = list(rows)
    steps = ApprovalStep.objects.filter(approval__in=approvals).select_related(*STEP_PEOPLE)
    places = {approval.municipality_id for approval in approvals}
    staff = StaffMembership.objects.filter(municipality__in=places, status="active")
    chains, colleagues = defaultdict(list), defaultdict(list)
    for step in steps.order_by("position"):
        chains[step.approval_id].append(step)
    for member in staff.select_related("user", "department").order_by("id"):
        colleagues[member.municipality_id].append(member)
    for approval in approvals:
        approval.chain = chains[approval.pk]
        approval.colleagues = colleagues[approval.municipality_id]
    return approvals


def approvals_pending(user: User) -> list[Approval]:
    """What is under way in the user's municipalities, oldest first."""
    rows = approvals_visible_to(user).filter(status="pending", municipality__in=roles_of(user))
    return with_people(rows.order_by("requested_at", "id"))


def approvals_awaiting(user: User, day: date) -> list[Approval]:
    """Those whose present step the user can take, oldest first."""
    return [row for row in approvals_pending(user) if row.standing_of(user, day)]


def approvals_waiting_since(day: date) -> QuerySet[Approval]:
    """Of any municipality, whose present step began before this day."""
    begun = datetime.combine(day, time.min, tzinfo=JST)
    return Approval.objects.filter(status="pending", waiting_since__lt=begun).order_by("id")


def approvals_to_review(user: User) -> QuerySet[Approval]:
    """後閲: what was decided while the user was away and has not been looked at since."""
    owed = ApprovalStep.objects.filter(
        approval=OuterRef("pk"), absentee__user=user, absentee__status="active", reviewed_at=None
    )
    return approvals_visible_to(user).filter(Exists(owed)).order_by("requested_at", "id")


def seats_for(municipality: Municipality, kind: str) -> list[dict[str, Any]]:
    """The steps a new request takes, as columns of a step."""
    route = ApprovalRoute.objects.filter(municipality=municipality, kind=kind).first()
    columns = ("position", "kind", "department_id", "member_id", "deputy_id", "delegation_basis")
    steps = list(route.steps.order_by("position").values(*columns)) if route else []
    return steps or [{"position": 1, "kind": StepKind.DECIDE}]


def step_choices(approval: Approval) -> QuerySet[StaffMembership]:
    """Whom an administrator may put into the present step."""
    rows = StaffMembership.objects.filter(
        municipality=approval.municipality,
        status="active",
        user__is_active=True,
        roles__overlap=sorted(APPROVING_ROLES),
    )
    return rows.exclude(user=approval.requested_by).select_related("user").order_by("id")


def _routes() -> QuerySet[ApprovalRoute]:
    """With their steps in order and who sits there."""
    steps = RouteStep.objects.select_related("department", "member__user", "deputy__user")
    return ApprovalRoute.objects.prefetch_related(Prefetch("steps", steps.order_by("position")))


def routes_of(municipality: Municipality) -> dict[str, ApprovalRoute]:
    return {row.kind: row for row in _routes().filter(municipality=municipality)}


def municipalities_with_routes(user: User) -> QuerySet[Municipality]:
    """Where the user works now, with the routes that are set there."""
    routes = Prefetch("approval_routes", _routes().order_by("kind"))
    return municipalities_of(user).prefetch_related(routes)


def colleagues_of(municipality: Municipality) -> list[StaffMembership]:
    rows = StaffMembership.objects.filter(municipality=municipality, status="active")
    return list(rows.select_related("user", "department").order_by("department__name", "id"))


def approvals_decided(user: User) -> QuerySet[Approval]:
    """What was decided in the user's municipalities, newest first."""
    return (
        Approval.objects.filter(municipality__in=roles_of(user))
        .exclude(status="pending")
        .select_related("municipality", "requested_by", "decided_by")
        .order_by("-decided_at", "-id")
    )

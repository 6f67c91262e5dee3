"""What of this app's work a person leaves behind; none of it needs moving, some of it must be settled first."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from municipalities.enums import ADMINISTERING_ROLES, APPROVING_ROLES
from municipalities.holdings import HandoverSource, Item, SectionSource, register, register_section
from municipalities.models import (
    Approval,
    ApprovalStep,
    Department,
    Invitation,
    RouteStep,
    StaffMembership,
)
from municipalities.models.route import Seat


def _requests(giver: StaffMembership) -> Iterable[Item]:
    rows = Approval.objects.filter(requested_by=giver.user_id, municipality=giver.municipality_id)
    for row in rows.filter(status="pending").order_by("requested_at", "id"):
        yield Item(row, row.subject, row.path)


def _invitations(giver: StaffMembership) -> Iterable[Item]:
    rows = Invitation.objects.filter(invited_by=giver.user_id, municipality=giver.municipality_id)
    for row in rows.filter(status="sent").order_by("sent_at", "id"):
        yield Item(row, row.email, reverse("desk_staff"))


def _only_approver(giver: StaffMembership) -> Iterable[Item]:
    """Decisions that wait, if nobody else can take them."""
    if giver.can(APPROVING_ROLES) and not _others(giver, APPROVING_ROLES):
        rows = Approval.objects.filter(municipality=giver.municipality_id, status="pending")
        for row in rows.order_by("requested_at", "id"):
            yield Item(row, row.subject, row.path)


def _steps(giver: StaffMembership) -> Iterable[Item]:
    """Steps of waiting requests in which the person is named."""
    rows = ApprovalStep.objects.filter(member=giver, status="waiting", approval__status="pending")
    for row in rows.select_related("approval").order_by("approval_id", "position"):
        yield Item(row, row.approval.subject, row.approval.get_absolute_url())


def _route_steps(giver: StaffMembership) -> Iterable[Item]:
    rows = RouteStep.objects.filter(member=giver).select_related("route__municipality")
    for row in rows.order_by("route_id", "position"):
        yield Item(row, f"{row.route}　{row.label}", reverse("desk_routes"))


def _seat(
    row: Seat, *, giver: StaffMembership, taker: StaffMembership | None, by: User, at: datetime
) -> None:
    """Without a taker the section's approvers are asked; nobody decides on their own request."""
    asker = row.approval.requested_by_id if isinstance(row, ApprovalStep) else None
    if taker is None or taker.user_id == asker:
        changes.edit(row, by=by, at=at, action="reassign", member=None, deputy=None)
        return
    section = taker.department or giver.department
    changes.edit(row, by=by, at=at, action="reassign", member=taker, department=section, deputy=None)


def _only_administrator(giver: StaffMembership) -> Iterable[Item]:
    if giver.can(ADMINISTERING_ROLES) and not _others(giver, ADMINISTERING_ROLES):
        yield Item(giver, str(_("管理者の役割")), reverse("desk_staff"))


def _others(giver: StaffMembership, roles: frozenset[str]) -> bool:
    rows = StaffMembership.objects.filter(municipality=giver.municipality_id, status="active")
    return rows.filter(roles__overlap=sorted(roles), user__is_active=True).exclude(pk=giver.pk).exists()


register(
    HandoverSource(
        "administrator",
        _("ただ1人の管理者"),
        _only_administrator,
        note=_("管理者がいなくなります。先に別の人を管理者にしてください。"),
        blocks=True,
    )
)
register(
    HandoverSource(
        "approver",
        _("決裁を待つもの（ほかに承認者がいません）"),
        _only_approver,
        note=_("承認できる人がいなくなります。先に別の人に承認者の役割を加えてください。"),
        blocks=True,
    )
)
register(
    HandoverSource("steps", _("承認や決裁を待つもの"), _steps, move=_seat, roles=APPROVING_ROLES),
)
register(
    HandoverSource("route_steps", _("承認ルートの段階"), _route_steps, move=_seat, roles=APPROVING_ROLES),
)
register(
    HandoverSource(
        "requests", _("申請した決裁"), _requests, note=_("結果は、在籍を終えたあとは担当者全員に届きます。")
    )
)
register(
    HandoverSource(
        "invitations",
        _("送った招待"),
        _invitations,
        note=_("招待はそのまま有効です。承諾のお知らせは、管理者全員に届きます。"),
    )
)


def _people(section: Department) -> Iterable[Item]:
    for row in section.memberships.filter(status="active").select_related("user").order_by("id"):
        yield Item(row, str(row.user), reverse("desk_staff"))


def _move_person(row: StaffMembership, *, to: Department, by: User, at: datetime) -> None:
    changes.edit(row, by=by, at=at, action="move_section", department=to)


register_section(SectionSource("people", _("職員"), _people, _move_person))

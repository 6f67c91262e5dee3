"""What staff are told about approvals."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.models import Approval
from notifications.kinds import Kind, register
from notifications.operations import send

APPROVAL_REQUESTED = register("municipalities.approval_requested", _("承認の依頼"), mandatory=True)
APPROVAL_WAITING = register("municipalities.approval_waiting", _("承認待ちの再通知"))
APPROVAL_DECIDED = register("municipalities.approval_decided", _("承認・差戻しの結果"), mandatory=True)


def tell_approvers(approval: Approval, *, to: Iterable[User], at: datetime) -> None:
    """Those who can take the present step; each is told once a step."""
    _tell_step(APPROVAL_REQUESTED, approval, to=to, at=at)


def remind_approvers(approval: Approval, *, to: Iterable[User], at: datetime) -> None:
    """Once more for a step that has waited; a second run tells nobody twice."""
    _tell_step(APPROVAL_WAITING, approval, to=to, at=at)


def _tell_step(kind: Kind, approval: Approval, *, to: Iterable[User], at: datetime) -> None:
    step = approval.current_step
    send(
        kind,
        to=to,
        key=f"{approval.pk}:{step.position if step else 0}",
        path=approval.get_absolute_url(),
        at=at,
        context={"approval": approval, "step": step},
    )


def tell_decided(approval: Approval, *, at: datetime) -> None:
    send(
        APPROVAL_DECIDED,
        to=[approval.requested_by],
        key=str(approval.pk),
        path=approval.path,
        at=at,
        context={"approval": approval},
    )

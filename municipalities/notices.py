"""What staff are told about approvals."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.models import Approval
from notifications.kinds import register
from notifications.operations import send

APPROVAL_REQUESTED = register("municipalities.approval_requested", _("承認の依頼"), mandatory=True)
APPROVAL_DECIDED = register("municipalities.approval_decided", _("承認・差戻しの結果"), mandatory=True)


def tell_approvers(approval: Approval, *, to: Iterable[User], at: datetime) -> None:
    send(
        APPROVAL_REQUESTED,
        to=to,
        key=str(approval.pk),
        path=approval.path,
        at=at,
        context={"approval": approval},
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

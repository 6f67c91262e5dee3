"""What staff are told about approvals."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.models import Approval, Handover, Invitation, MemberCheck, Webhook
from municipalities.queries import administrators_of, drafters_of, is_in_post
from notifications.kinds import Kind, register
from notifications.operations import send

APPROVAL_REQUESTED = register("municipalities.approval_requested", _("承認の依頼"), mandatory=True)
APPROVAL_WAITING = register("municipalities.approval_waiting", _("承認待ちの再通知"))
APPROVAL_DECIDED = register("municipalities.approval_decided", _("承認・差戻しの結果"), mandatory=True)
INVITED = register("municipalities.invited", _("職員としての招待"), mandatory=True)
INVITATION_ACCEPTED = register("municipalities.invitation_accepted", _("招待の承諾"))
HANDOVER_PLANNED = register("municipalities.handover_planned", _("引継ぎの予定"), mandatory=True)
HANDOVER_CANCELLED = register("municipalities.handover_cancelled", _("引継ぎの取消"), mandatory=True)
HANDOVER_DONE = register("municipalities.handover_done", _("引継ぎ"), mandatory=True)
HANDOVER_STUCK = register("municipalities.handover_stuck", _("実施できない引継ぎ"), mandatory=True)
WEBHOOK_DISABLED = register("municipalities.webhook_disabled", _("止まったWebhook"), mandatory=True)
MEMBER_CHECK = register("municipalities.member_check", _("在籍の確認の依頼"), mandatory=True)


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
    """Whoever asked; once they have left, everybody who can go on with it."""
    asked, place = approval.requested_by, approval.municipality
    send(
        APPROVAL_DECIDED,
        to=[asked] if asked.is_operator or is_in_post(asked, place) else drafters_of(place),
        key=str(approval.pk),
        path=approval.path,
        at=at,
        context={"approval": approval},
    )


def invite(invitation: Invitation, *, token: str, at: datetime) -> None:
    """The link stands in the mail and the notice alone; each sending has a new one."""
    send(
        INVITED,
        to=[invitation.user],
        key=f"{invitation.pk}-{invitation.token_hash[:16]}",
        path=reverse("invitation", args=[token]),
        at=at,
        context={"invitation": invitation},
    )


def tell_accepted(invitation: Invitation, *, at: datetime) -> None:
    send(
        INVITATION_ACCEPTED,
        to=administrators_of(invitation.municipality),
        key=str(invitation.pk),
        path=reverse("desk_staff"),
        at=at,
        context={"invitation": invitation},
    )


def tell_planned(handover: Handover, *, at: datetime) -> None:
    _tell_both(HANDOVER_PLANNED, handover, at=at)


def tell_cancelled(handover: Handover, *, at: datetime) -> None:
    _tell_both(HANDOVER_CANCELLED, handover, at=at)


def tell_done(handover: Handover, *, at: datetime) -> None:
    _tell_both(HANDOVER_DONE, handover, at=at)


def tell_stuck(handover: Handover, *, at: datetime) -> None:
    """Once for each reason, however often the task tries again."""
    send(
        HANDOVER_STUCK,
        to=administrators_of(handover.municipality),
        key=f"{handover.pk}-{handover.obstacle}"[:120],
        path=handover.get_absolute_url(),
        at=at,
        context={"handover": handover},
    )


def ask_for_check(check: MemberCheck, *, at: datetime, again: bool = False) -> None:
    send(
        MEMBER_CHECK,
        to=administrators_of(check.municipality),
        key=f"{check.pk}-again" if again else str(check.pk),
        path=reverse("member_check"),
        at=at,
        context={"check": check, "again": again},
    )


def tell_webhook_disabled(webhook: Webhook, *, error: str, at: datetime) -> None:
    send(
        WEBHOOK_DISABLED,
        to=administrators_of(webhook.municipality),
        key=f"{webhook.pk}-{webhook.version}",
        path=webhook.get_absolute_url(),
        at=at,
        context={"webhook": webhook, "error": error},
    )


def _tell_both(kind: Kind, handover: Handover, *, at: datetime) -> None:
    people = User.objects.filter(pk__in=handover.user_ids)
    send(
        kind,
        to=people,
        key=str(handover.pk),
        path=handover.get_absolute_url(),
        at=at,
        context={"handover": handover},
    )

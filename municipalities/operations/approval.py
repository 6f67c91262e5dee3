"""決裁: asked for, passed from step to step, then granted, refused or taken back.

Called by the operation whose row it decides. The city's own document system holds the official
record; the portal keeps its number, date and the decider's title.
"""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from municipalities import notices
from municipalities.enums import APPROVING_ROLES, Standing
from municipalities.models import Acting, Approval, ApprovalStep, Municipality, StaffMembership
from municipalities.models.succession import awaited
from municipalities.purposes import Purpose
from municipalities.queries import seats_for

Row = TypeVar("Row", bound=Model)


def ask(
    row: Row,
    purpose: Purpose,
    *,
    municipality: Municipality,
    subject: str | Promise,
    path: str,
    by: User,
    at: datetime,
) -> Row:
    """Opens a decision with the steps of the city's route, hangs it on the row, tells the first step."""
    approval = changes.create(
        Approval,
        by=by,
        at=at,
        municipality=municipality,
        purpose=purpose.code,
        subject=str(subject),
        path=path,
        requested_by=by,
        requested_at=at,
        waiting_since=at,
    )
    for seat in seats_for(municipality, purpose.kind):
        changes.create(ApprovalStep, by=by, at=at, approval=approval, **seat)
    hung: dict[str, Any] = {purpose.slot: approval}
    row = changes.edit(row, by=by, at=at, action="ask_approval", **hung)
    _tell(approval, at=at)
    return row


@transaction.atomic
def pass_step(approval: Approval, *, by: User, at: datetime, comment: str = "") -> Approval:
    """承認・合議: agrees at a step before the decision and hands on to the next."""
    row = _pending(approval, "pass")
    if row.is_at_decision:
        raise DomainError(_("決裁の段階です。決裁日と決裁者の職名を記録してください。"))
    _take_step(row, "pass", by=by, at=at, comment=comment)
    return _hand_on(row, "pass", by=by, at=at, note=comment)


@transaction.atomic
def skip_step(approval: Approval, *, by: User, at: datetime, reason: str) -> Approval:
    """後閲: goes on without an approver who is away; the matter is shown to that person later.

    Raises DomainError while somebody whom the step means is there.
    """
    row = _pending(approval, "skip")
    step = _present_step(row)
    if not row.skippable_by(by, dates.jst_date(at)):
        raise DomainError(_("後閲にできるのは、この段階の人が不在で、次の段階の人が操作するときだけです。"))
    missed = awaited(step, row.colleagues)[0]
    changes.move(step, "skip", by=by, at=at, acted_by=by, acted_at=at, comment=reason, absentee=missed)
    return _hand_on(row, "skip", by=by, at=at, note=reason)


def reassign_step(approval: Approval, *, by: User, at: datetime, member: StaffMembership) -> Approval:
    """An administrator puts somebody else into the present step; nobody has to wait for a person."""
    with transaction.atomic():
        row = _pending(approval, "reassign")
        if member.status != "active" or not APPROVING_ROLES & set(member.roles):
            raise DomainError(_("承認者の役割がある職員を選んでください。"))
        if member.user_id == row.requested_by_id:
            raise DomainError(_("申請した人は、自分の申請を承認できません。別の人を選んでください。"))
        step = _present_step(row)
        seat: dict[str, Any] = {"member": member, "department": member.department, "deputy": None}
        changes.edit(step, by=by, at=at, action="reassign", **seat)
        return _hand_on(row, "reassign", by=by, at=at, note=str(member.user))


@transaction.atomic
def review(approval: Approval, *, by: User, at: datetime) -> Approval:
    """後閲: whoever was away confirms having seen what was decided meanwhile."""
    row = locked(approval)
    for step in row.chain:
        if step.awaits_review_by(by):
            changes.edit(step, by=by, at=at, action="review", reviewed_at=at)
    return changes.move(row, "review", by=by, at=at)


def grant(
    approval: Approval | None,
    *,
    by: User,
    at: datetime,
    decision_date: date,
    decider_title: str,
    document_number: str = "",
) -> Approval:
    """Records the city's decision. Raises DomainError when its date lies in the future, an earlier
    step has not been passed, or the person may not decide.
    """
    row = _pending(approval, "approve")
    if decision_date > dates.jst_date(at):
        raise DomainError(_("決裁日が先の日付です。実際に決裁した日を入力してください。"))
    if not row.is_at_decision:
        raise DomainError(_("前の段階の承認がまだ済んでいません。今の段階を確認してください。"))
    _take_step(row, "pass", by=by, at=at)
    granted = changes.move(
        row,
        "approve",
        by=by,
        at=at,
        decided_by=by,
        decided_at=at,
        decision_date=decision_date,
        decider_title=decider_title,
        document_number=document_number,
    )
    notices.tell_decided(granted, at=at)
    return granted


def refuse(approval: Approval | None, *, by: User, at: datetime, reason: str) -> Approval:
    """差戻し from any step: back to whoever asked, with the reason."""
    row = _pending(approval, "return")
    _take_step(row, "return", by=by, at=at, comment=reason)
    refused = _close(row, "return", by=by, at=at, reason=reason)
    notices.tell_decided(refused, at=at)
    return refused


def take_back(approval: Approval | None, *, by: User, at: datetime) -> Approval:
    """引上げ: whoever asked wants to change something first; nobody needs to be told."""
    return _close(_pending(approval, "withdraw"), "withdraw", by=by, at=at, reason="")


def drop(approval: Approval | None, *, by: User, at: datetime, reason: str) -> Approval:
    """取下げ: the matter itself is given up."""
    return _close(_pending(approval, "drop"), "drop", by=by, at=at, reason=reason)


def _close(approval: Approval, action: str, *, by: User, at: datetime, reason: str) -> Approval:
    return changes.move(
        approval, action, by=by, at=at, note=reason, decided_by=by, decided_at=at, reason=reason
    )


def _take_step(row: Approval, action: str, *, by: User, at: datetime, comment: str = "") -> None:
    acting = _acting(row, by, at)
    changes.move(
        _present_step(row),
        action,
        by=by,
        at=at,
        note=comment,
        acted_by=by,
        acted_at=at,
        standing=acting.standing,
        comment=comment,
        absentee=acting.absent if acting.standing == Standing.DEPUTY else None,
    )


def _acting(row: Approval, by: User, at: datetime) -> Acting:
    acting = row.standing_of(by, dates.jst_date(at))
    if acting is None:
        raise DomainError(_("この段階は、ほかの人が承認します。承認の画面で、だれの番かを確認してください。"))
    return acting


def _hand_on(row: Approval, action: str, *, by: User, at: datetime, note: str) -> Approval:
    moved = changes.move(row, action, by=by, at=at, note=note, waiting_since=at)
    _tell(moved, at=at)
    return moved


def _tell(approval: Approval, *, at: datetime) -> None:
    people = [each.member.user for each in approval.acting(dates.jst_date(at))]
    notices.tell_approvers(approval, to=people, at=at)


def _pending(approval: Approval | None, action: str) -> Approval:
    """The row as it is now, locked. Raises IllegalTransition once it is decided."""
    if approval is None:
        raise DomainError(_("決裁の申請が見つかりません。画面を読み込み直してください。"))
    row = locked(approval)
    row.workflow.transition(action, row.status)
    return row


def _present_step(row: Approval) -> ApprovalStep:
    step = row.current_step
    assert step is not None  # a pending approval always has its decision ahead
    return step

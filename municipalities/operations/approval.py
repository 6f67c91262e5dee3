"""決裁: asked for, then granted, refused or taken back. Called by the operation whose row it decides.

The city's own document system holds the official record; the portal keeps its number, date and the
decider's title.
"""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from municipalities import notices
from municipalities.models import Approval, Municipality
from municipalities.queries import approvers_of

Row = TypeVar("Row", bound=Model)


def ask(
    row: Row,
    *,
    municipality: Municipality,
    subject: str | Promise,
    path: str,
    by: User,
    at: datetime,
    slot: str = "approval",
) -> Row:
    """Opens a decision, hangs it on the row's `slot` and tells the municipality's approvers."""
    approval = changes.create(
        Approval,
        by=by,
        at=at,
        municipality=municipality,
        subject=str(subject),
        path=path,
        requested_by=by,
        requested_at=at,
    )
    hung: dict[str, Any] = {slot: approval}
    row = changes.edit(row, by=by, at=at, action="ask_approval", **hung)
    notices.tell_approvers(approval, to=approvers_of(municipality), at=at)
    return row


def grant(
    approval: Approval | None,
    *,
    by: User,
    at: datetime,
    decision_date: date,
    decider_title: str,
    document_number: str = "",
) -> Approval:
    """Records the city's decision. Raises DomainError when its date lies in the future."""
    if decision_date > dates.jst_date(at):
        raise DomainError(_("決裁日が先の日付です。実際に決裁した日を入力してください。"))
    granted = changes.move(
        _present(approval),
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
    """差戻し: back to whoever asked, with the reason."""
    refused = _close(approval, "return", by=by, at=at, reason=reason)
    notices.tell_decided(refused, at=at)
    return refused


def take_back(approval: Approval | None, *, by: User, at: datetime) -> Approval:
    """引上げ: whoever asked wants to change something first; nobody needs to be told."""
    return _close(approval, "withdraw", by=by, at=at, reason="")


def _close(approval: Approval | None, action: str, *, by: User, at: datetime, reason: str) -> Approval:
    return changes.move(
        _present(approval), action, by=by, at=at, note=reason, decided_by=by, decided_at=at, reason=reason
    )


def _present(approval: Approval | None) -> Approval:
    if approval is None:
        raise DomainError(_("決裁の申請が見つかりません。画面を読み込み直してください。"))
    return approval

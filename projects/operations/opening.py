"""募集: draft, approval, publication, selection result."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from municipalities.operations import approval as approvals
from projects import notices
from projects.enums import Outcome
from projects.models import Opening, Project
from projects.operations import application as applications
from projects.rules import GOING


def draft_opening(project: Project, *, by: User, at: datetime, **values: Any) -> Opening:
    """Raises DomainError for a project or a program that is over."""
    if not {project.status, project.program.status} <= GOING:
        raise DomainError(_("終わったプロジェクトや中止したプロジェクトでは、募集できません。"))
    return changes.create(
        Opening,
        by=by,
        at=at,
        project=project,
        municipality=project.municipality,
        drafted_by=by,
        **values,
    )


def edit_opening(opening: Opening, *, by: User, at: datetime, version: int, **values: Any) -> Opening:
    """Possible until approval is asked for. Raises EditConflict, IllegalTransition."""
    opening.workflow.transition("submit", opening.status)
    return changes.edit(opening, by=by, at=at, version=version, **values)


@transaction.atomic
def submit_opening(opening: Opening, *, by: User, at: datetime) -> Opening:
    """Raises DomainError for a deadline that has passed."""
    if opening.deadline_date < dates.jst_date(at):
        raise DomainError(_("応募の締切日が過ぎています。締切日を今日以降に直してください。"))
    row = changes.move(opening, "submit", by=by, at=at)
    return _ask(row, "approval", _("募集の公開：{title}"), by=by, at=at)


@transaction.atomic
def approve_opening(opening: Opening, *, by: User, at: datetime, **decision: Any) -> Opening:
    row = changes.move(opening, "approve", by=by, at=at)
    approvals.grant(row.approval, by=by, at=at, **decision)
    return row


@transaction.atomic
def return_opening(opening: Opening, *, by: User, at: datetime, reason: str) -> Opening:
    row = changes.move(opening, "return", by=by, at=at, note=reason)
    approvals.refuse(row.approval, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def recall_opening(opening: Opening, *, by: User, at: datetime) -> Opening:
    """引上げ: the drafter takes the request back before it is decided."""
    row = changes.move(opening, "recall", by=by, at=at)
    approvals.take_back(row.approval, by=by, at=at)
    return row


@transaction.atomic
def publish_opening(opening: Opening, *, by: User, at: datetime) -> Opening:
    """Opens the call to everybody. Raises DomainError when its deadline has passed meanwhile."""
    if at > opening.closes_at:
        raise DomainError(_("応募の締切日が過ぎています。取り下げて、新しい締切日で作成し直してください。"))
    return changes.move(opening, "publish", by=by, at=at, published_at=at)


@transaction.atomic
def close_opening(opening: Opening, *, by: User | None, at: datetime) -> Opening:
    """Ends the application period because the deadline has passed; nobody can end it unannounced."""
    row = changes.move(opening, "close", by=by, at=at)
    notices.tell_closed(row, at=at)
    return row


@transaction.atomic
def withdraw_opening(opening: Opening, *, by: User, at: datetime, reason: str) -> Opening:
    """取下げ: every applicant still waiting and everybody who is interested is told, with the reason."""
    row = changes.move(opening, "withdraw", by=by, at=at, note=reason)
    notices.tell_opening_withdrawn(row, at=at, reason=reason)
    applications.decline_remaining(row, by=by, at=at, message=reason)
    return row


@transaction.atomic
def submit_result(opening: Opening, *, by: User, at: datetime) -> Opening:
    """Asks to approve the outcomes. Nothing of them is visible to applicants yet.

    Raises DomainError while an application has no outcome, or more hires than seats are proposed.
    """
    row = locked(opening)
    waiting = row.applications.filter(status="submitted")
    if waiting.filter(outcome="").exists():
        raise DomainError(_("結果の案が決まっていない応募があります。全員分を決めてから申請してください。"))
    hires = waiting.filter(outcome=Outcome.HIRE).count()
    if hires > row.seats_left:
        raise DomainError(
            _("採用候補が{hires}人ですが、募集人数の残りは{seats}人です。どちらかを直してください。").format(
                hires=hires, seats=row.seats_left
            )
        )
    row = changes.move(row, "submit_result", by=by, at=at)
    return _ask(row, "result_approval", _("選考結果：{title}"), by=by, at=at)


@transaction.atomic
def return_result(opening: Opening, *, by: User, at: datetime, reason: str) -> Opening:
    row = changes.move(opening, "return_result", by=by, at=at, note=reason)
    approvals.refuse(row.result_approval, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def release_result(opening: Opening, *, by: User, at: datetime, **decision: Any) -> Opening:
    """決裁 and release in one: every applicant's answer becomes visible at the same moment.

    Chooses between 決定 and 該当者なし by what was proposed.
    """
    row = locked(opening)
    hires = row.applications.filter(status="submitted", outcome=Outcome.HIRE).exists()
    row = changes.move(row, "release" if hires else "release_none", by=by, at=at, released_at=at)
    approvals.grant(row.result_approval, by=by, at=at, **decision)
    applications.release_outcomes(row, by=by, at=at)
    return row


def _ask(row: Opening, slot: str, subject: Any, *, by: User, at: datetime) -> Opening:
    return approvals.ask(
        row,
        municipality=row.municipality,
        subject=str(subject).format(title=row.title),
        path=row.desk_url,
        by=by,
        at=at,
        slot=slot,
    )

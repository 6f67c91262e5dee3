"""募集: draft, approval, publication, selection result."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from municipalities.enums import DecisionKind
from municipalities.models import StaffMembership
from municipalities.operations import approval as approvals
from municipalities.operations.staff import able
from municipalities.purposes import Purpose, register
from municipalities.queries import drafting_post
from projects import notices
from projects.models import Opening, Project
from projects.operations import application as applications
from projects.operations.scout import expire_scouts
from projects.queries import copied_values, free_seats, missing_parts
from projects.rules import GOING, has_free_seats

Lines = Iterable[dict[str, Any]]

OPENING = register(
    Purpose(
        "opening",
        DecisionKind.OPENING,
        "projects.Opening",
        "desk_opening_action",
        frozenset({"approve", "return", "recall", "withdraw"}),
        facts=(
            *("title", "project", "summary", "challenge", "request", "requirements"),
            *("legal_form", "seats", "start_date", "end_date", "hours_per_month"),
            *("pay_unit", "pay_amount", "deadline_date", "answer_date"),
        ),
    )
)


@transaction.atomic
def draft_opening(
    project: Project,
    *,
    by: User,
    at: datetime,
    positions: Lines = (),
    criteria: Lines = (),
    **values: Any,
) -> Opening:
    """Raises DomainError for a project or a program that is over."""
    if not {project.status, project.program.status} <= GOING:
        raise DomainError(_("終わったプロジェクトや中止したプロジェクトでは、募集できません。"))
    opening = changes.create(
        Opening,
        by=by,
        at=at,
        project=project,
        municipality=project.municipality,
        drafted_by=by,
        owner=drafting_post(by, project.municipality),
        **values,
    )
    return _write_parts(opening, positions, criteria, by=by, at=at)


@transaction.atomic
def assign_opening(
    opening: Opening, *, by: User, at: datetime, version: int, owner: StaffMembership
) -> Opening:
    """Puts a colleague in charge. Raises DomainError for somebody who cannot act on it."""
    chosen = able(owner, opening.municipality)
    return changes.edit(opening, by=by, at=at, version=version, action="assign", owner=chosen)


def draft_next_round(opening: Opening, *, by: User, at: datetime, **days: date) -> Opening:
    """第2回募集: the same call again, for the seats that stayed free. `days` are its new dates.

    Raises DomainError while the call is not answered, when nobody is missing, or when its next
    round was already begun.
    """
    if not has_free_seats(by, opening):
        raise DomainError(_("結果を知らせて、席が空いている募集だけ、次の回を作れます。"))
    if opening.next_rounds.exclude(status="withdrawn").exists():
        raise DomainError(_("次の回の募集は、すでに作成されています。"))
    values = copied_values(opening)
    values["positions"] = [
        {**line, "seats": left}
        for line, left in zip(values["positions"], free_seats(opening), strict=True)
        if left
    ]
    values |= {"seats": opening.seats_left, "previous": opening, "round_number": opening.round_number + 1}
    return draft_opening(opening.project, by=by, at=at, **{**values, **days})


@transaction.atomic
def edit_opening(
    opening: Opening,
    *,
    by: User,
    at: datetime,
    version: int,
    action: str = "edit",
    positions: Lines | None = None,
    criteria: Lines | None = None,
    **values: Any,
) -> Opening:
    """Possible until approval is asked for; gaps are allowed. Raises EditConflict, IllegalTransition."""
    opening.workflow.transition("submit", opening.status)
    row = changes.edit(opening, by=by, at=at, version=version, action=action, **values)
    return _write_parts(row, positions, criteria, by=by, at=at)


def _write_parts(
    opening: Opening, positions: Lines | None, criteria: Lines | None, *, by: User, at: datetime
) -> Opening:
    """`None` leaves them as they are. With positions, the call has as many seats as they have."""
    if criteria is not None:
        opening = changes.replace_parts(opening, "criteria", _numbered(criteria), by=by, at=at)
    if positions is not None:
        positions = list(positions)
        opening = changes.replace_parts(opening, "positions", _numbered(positions), by=by, at=at)
        if positions:
            seats = sum(line["seats"] for line in positions)
            opening = changes.edit(opening, by=by, at=at, seats=seats)
    return opening


def _numbered(lines: Lines) -> list[dict[str, Any]]:
    return [{**line, "number": number} for number, line in enumerate(lines, start=1)]


@transaction.atomic
def submit_opening(opening: Opening, *, by: User, at: datetime) -> Opening:
    """Raises DomainError for gaps and for a deadline that has passed."""
    if gaps := missing_parts(locked(opening)):
        names = _("、").join(str(gap.label) for gap in gaps)
        raise DomainError(_("まだ決まっていない項目があります：{names}").format(names=names))
    if opening.deadline_date < dates.jst_date(at):
        raise DomainError(_("応募の締切日が過ぎています。締切日を今日以降に直してください。"))
    row = changes.move(opening, "submit", by=by, at=at)
    return ask_decision(row, OPENING, _("募集の公開：{title}"), by=by, at=at)


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
def publish_opening(opening: Opening, *, by: User | None, at: datetime) -> Opening:
    """Opens the call to everybody, by hand or (by=None) because its hour has come; of a second round,
    those who followed the first are told. Raises DomainError when its deadline has passed meanwhile.
    """
    if at > opening.closes_at:
        raise DomainError(_("応募の締切日が過ぎています。取り下げて、新しい締切日で作成し直してください。"))
    row = changes.move(opening, "publish", by=by, at=at, published_at=at, publish_at=None)
    if row.previous is not None:
        notices.tell_new_round(row, previous=row.previous, at=at)
    return row


def schedule_opening(opening: Opening, *, by: User, at: datetime, publish_at: datetime) -> Opening:
    """公開予定: the portal publishes it then. Raises DomainError for a moment that has passed, or one
    after the deadline.
    """
    if publish_at <= at:
        raise DomainError(
            _("公開の日時は、今より後にしてください。すぐに公開するときは「公開する」を押します。")
        )
    if publish_at > opening.closes_at:
        raise DomainError(_("公開の日時が、応募の締切日より後です。締切日より前の日時にしてください。"))
    return changes.move(opening, "schedule", by=by, at=at, publish_at=publish_at)


def unschedule_opening(opening: Opening, *, by: User, at: datetime) -> Opening:
    return changes.move(opening, "unschedule", by=by, at=at, publish_at=None)


@transaction.atomic
def close_opening(opening: Opening, *, by: User | None, at: datetime) -> Opening:
    """Ends the application period because the deadline has passed; nobody can end it unannounced."""
    row = changes.move(opening, "close", by=by, at=at)
    expire_scouts(row, at=at)
    notices.tell_closed(row, at=at)
    return row


@transaction.atomic
def withdraw_opening(opening: Opening, *, by: User, at: datetime, reason: str) -> Opening:
    """取下げ: whoever waits or is interested is told, with the reason; a request for 決裁 ends with it."""
    row = locked(opening)
    asked = row.status == "in_review"
    row = changes.move(
        row,
        "withdraw",
        by=by,
        at=at,
        note=reason,
        publish_at=None,
        withdrawn_at=at,
        withdrawal_reason=reason,
    )
    if asked:
        approvals.drop(row.approval, by=by, at=at, reason=reason)
    expire_scouts(row, at=at)
    notices.tell_opening_withdrawn(row, at=at, reason=reason)
    applications.decline_all(row, ["submitted", "reserved"], by=by, at=at, message=reason)
    return row


def ask_decision(row: Opening, purpose: Purpose, subject: Any, *, by: User, at: datetime) -> Opening:
    return approvals.ask(
        row,
        purpose,
        municipality=row.municipality,
        subject=str(subject).format(title=row.title),
        path=row.desk_url,
        by=by,
        at=at,
    )

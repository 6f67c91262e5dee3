"""応募 from draft to answer, and the seat an acceptance takes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.models import AdvisorProfile
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.enums import Outcome
from projects.models import Application, Engagement, Opening, Position
from projects.operations.interview import end_interviews
from projects.operations.scout import note_application
from projects.rules import SELECTING_STATES


class SeatsTaken(DomainError):
    """Somebody else accepted the last seat first."""

    def __init__(self) -> None:
        super().__init__(_("募集人数に達したため、承諾できませんでした。自治体にお問い合わせください。"))


@transaction.atomic
def save_application(
    opening: Opening,
    *,
    by: User,
    at: datetime,
    advisor: AdvisorProfile,
    version: int | None = None,
    **values: Any,
) -> Application:
    """Creates or updates the advisor's draft, even after the deadline: what was typed is never lost.

    Raises DomainError when the application was already sent, EditConflict when another tab has saved
    it since `version`.
    """
    application, created = Application.objects.get_or_create(
        opening=opening,
        advisor=advisor,
        defaults={"municipality": opening.municipality, **values},
    )
    if created:
        changes.record(application, "create", by=by, at=at)
        return application
    if application.status != "draft":
        raise DomainError(_("この募集には、すでに応募しています。応募の状況を確認してください。"))
    return changes.edit(application, by=by, at=at, version=version, **values)


@transaction.atomic
def submit_application(application: Application, *, by: User, at: datetime) -> Application:
    """Raises DomainError when the opening is closed, or a part is missing."""
    opening = Opening.objects.select_for_update(of=("self",)).get(pk=application.opening_id)
    if not opening.accepts_applications(at):
        raise DomainError(_("応募の受付は終わりました。入力した内容は下書きとして残っています。"))
    row = locked(application)
    if row.applicant.status != "active":
        raise DomainError(_("プロフィールが公開されていません。公開してから応募してください。"))
    if not row.is_for_a_post:
        raise DomainError(_("応募するポストを選んでください。"))
    if not (row.motivation and row.approach and row.availability) or row.has_conflict is None:
        raise DomainError(_("入力していない項目があります。すべて入力してから応募してください。"))
    row = changes.move(row, "submit", by=by, at=at, submitted_at=at)
    note_application(opening, row.applicant, by=by, at=at)
    notices.tell_received(row, at=at)
    return row


@transaction.atomic
def revise_application(application: Application, *, by: User, at: datetime) -> Application:
    """Back to the applicant's desk until it is sent again; what was minded of the old text is dropped.

    Raises DomainError after the deadline.
    """
    if not application.opening.accepts_applications(at):
        raise DomainError(_("応募の締切を過ぎたため、直せません。送った内容のまま選考されます。"))
    return changes.move(application, "revise", by=by, at=at, submitted_at=None, outcome="")


@transaction.atomic
def assess_application(
    application: Application,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    outcome: str,
    internal_note: str = "",
    message: str = "",
    feedback_reason: str = "",
) -> Application:
    """Notes what the city means to answer. Sealed until the results are released."""
    application.opening = locked(application.opening)  # the result may be asked for at this moment
    if not application.is_being_selected:
        raise DomainError(_("選考中の応募だけ、結果の案を変更できます。"))
    return changes.edit(
        application,
        by=by,
        at=at,
        version=version,
        action="assess",
        outcome=outcome,
        internal_note=internal_note,
        message=message,
        feedback_reason=feedback_reason if outcome == Outcome.DECLINE else "",
    )


@transaction.atomic
def assess_applications(
    opening: Opening, applications: QuerySet[Application], *, by: User, at: datetime, **values: str
) -> list[Application]:
    """The same outcome and text for each of them that still waits; returns those that changed."""
    if locked(opening).status not in SELECTING_STATES:
        raise DomainError(_("選考中の応募だけ、結果の案を変更できます。"))
    waiting = applications.filter(opening=opening, status="submitted")
    return changes.edit_all(waiting, by=by, at=at, action="assess", **values)


def decline_all(
    opening: Opening, states: list[str], *, by: User | None, at: datetime, message: str
) -> list[Application]:
    """The same answer to everybody in these states; returns whom it was given to."""
    rows = opening.applications.filter(status__in=states).order_by("pk").select_related("advisor__user")
    told = changes.move_all(rows, "decline", by=by, at=at, answered_at=at, message=message)
    notices.tell_results(opening, told, at=at)
    return told


@transaction.atomic
def promote_reserve(application: Application, *, by: User, at: datetime) -> Application:
    """補欠の繰上げ. Raises DomainError while every seat is taken or still on offer."""
    opening = locked(application.opening)
    on_offer = opening.applications.filter(status="offered")
    position = application.position
    same = on_offer.filter(position=position)
    if on_offer.count() >= opening.seats_left or (position and same.count() >= position.seats_left):
        raise DomainError(_("空いている席がありません。内定した方が辞退したあとに繰り上げられます。"))
    row = changes.move(application, "promote", by=by, at=at, answered_at=at)
    notices.tell_answer(row, at=at)
    return row


@transaction.atomic
def accept_offer(application: Application, *, by: User, at: datetime) -> Engagement:
    """Takes a seat and prepares the engagement. Raises SeatsTaken when none is left."""
    row = changes.move(application, "accept", by=by, at=at)
    _take_seat(Opening, row.opening_id)
    if row.position_id:
        _take_seat(Position, row.position_id)
    opening = row.opening
    engagement = changes.create(
        Engagement,
        by=by,
        at=at,
        application=row,
        project=opening.project,
        municipality=row.municipality,
        advisor=row.applicant,
        legal_form=opening.legal_form,
        start_date=opening.start_date,
        end_date=opening.end_date,
        expectation=opening.request,
    )
    notices.tell_accepted(engagement, at=at)
    return engagement


def _take_seat(holder: type[Opening] | type[Position], pk: int) -> None:
    """One conditional update: of two who accept at once, the second finds no seat."""
    free = holder._default_manager.filter(pk=pk, seats_taken__lt=F("seats"))
    if not free.update(seats_taken=F("seats_taken") + 1):
        raise SeatsTaken


@transaction.atomic
def refuse_offer(application: Application, *, by: User, at: datetime, reason: str = "") -> Application:
    row = changes.move(application, "refuse", by=by, at=at, note=reason)
    notices.tell_refused(row, at=at)
    return row


@transaction.atomic
def withdraw_application(
    application: Application, *, by: User, at: datetime, reason: str = "", cause: str = ""
) -> Application:
    """The city is told, unless it never saw the application."""
    row = changes.move(application, "withdraw", by=by, at=at, note=reason, withdrawal_cause=cause)
    if row.submitted_at:
        end_interviews(row, at=at, reason=str(_("応募が取り下げられたため")))
        notices.tell_withdrawn(row, at=at)
    return row

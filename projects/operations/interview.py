"""面談: moments offered, one chosen, the entry in everybody's calendar kept up to date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects.models import Application, Interview, Opening
from projects.models.interview import GOING
from projects.notices import interview as notices
from projects.operations.slots import coming_slots, refuse_unoffered


@transaction.atomic
def propose_interview(
    application: Application, *, by: User, at: datetime, slots: Iterable[datetime], **values: Any
) -> Interview:
    """Raises DomainError outside the selection, for moments that have passed, and while another
    interview of the application is being arranged.
    """
    application.opening = locked(application.opening)
    if not application.is_being_selected:
        raise DomainError(_("選考中の応募だけ、面談を申し込めます。"))
    if application.interviews.filter(status__in=GOING).exists():
        raise DomainError(
            _("この応募の面談は、すでに調整しています。その面談の候補の日時を送り直してください。")
        )
    row = changes.create(
        Interview,
        by=by,
        at=at,
        application=application,
        municipality=application.municipality,
        asked_at=at,
        slots=coming_slots(slots, at),
        **values,
    )
    notices.tell_interview_proposed(row, at=at)
    return row


@transaction.atomic
def propose_again(
    interview: Interview, *, by: User, at: datetime, version: int, slots: Iterable[datetime], **values: Any
) -> Interview:
    """Other moments; what was fixed leaves the calendars."""
    before = locked(interview, version=version)
    row = changes.move(
        before,
        "propose_again",
        by=by,
        at=at,
        slots=coming_slots(slots, at),
        starts_at=None,
        refusal="",
        **values,
    )
    notices.tell_interview_proposed(row, at=at, before=before)
    return row


@transaction.atomic
def choose_slot(interview: Interview, *, by: User, at: datetime, starts_at: datetime) -> Interview:
    """Raises DomainError for a moment that is not offered any more."""
    row = locked(interview)
    refuse_unoffered(starts_at, row.slots, at)
    row = changes.move(row, "choose", by=by, at=at, starts_at=starts_at)
    notices.tell_interview_fixed(row, at=at)
    return row


@transaction.atomic
def refuse_slots(interview: Interview, *, by: User, at: datetime, reason: str) -> Interview:
    row = changes.move(interview, "refuse_slots", by=by, at=at, refusal=reason)
    notices.tell_slots_refused(row, at=at)
    return row


@transaction.atomic
def cancel_interview(interview: Interview, *, by: User | None, at: datetime, reason: str) -> Interview:
    row = changes.move(interview, "cancel", by=by, at=at, note=reason)
    notices.tell_interview_cancelled(row, reason=reason, at=at)
    return row


def hold_interview(interview: Interview, *, by: User, at: datetime, record: str) -> Interview:
    """The record is the city's own. Raises DomainError before its time."""
    if interview.starts_at and interview.starts_at > at:
        raise DomainError(_("面談の日時になってから記録してください。"))
    return changes.move(interview, "hold", by=by, at=at, record=record)


def end_interviews(application: Application, *, at: datetime, reason: str) -> None:
    """The application was withdrawn. Part of that transaction."""
    for row in application.interviews.filter(status__in=GOING):
        cancel_interview(row, by=None, at=at, reason=reason)


def end_interviews_of(opening: Opening, *, at: datetime) -> None:
    """Everybody is answered. Part of that transaction."""
    for row in Interview.objects.filter(application__opening=opening, status__in=GOING).order_by("id"):
        cancel_interview(row, by=None, at=at, reason=str(_("選考の結果をお知らせしたため")))

"""選考結果: asked for, decided, worded, and told to everybody at one moment.

From the request to the release nothing changes for applicants. Once the result is decided only texts
can still change; once a moment is set, there is time to take it back.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.dates import jst_date
from core.errors import DomainError
from core.rows import locked
from municipalities.enums import DecisionKind
from municipalities.operations import approval as approvals
from municipalities.purposes import Purpose, register
from projects import notices, scoring
from projects.enums import RELEASE_ACTIONS, Outcome
from projects.models import Application, Opening, Position
from projects.operations.application import decline_all
from projects.operations.interview import end_interviews_of
from projects.operations.opening import ask_decision
from projects.queries.selection import totals_of

TIME_TO_UNDO = timedelta(minutes=10)

TOO_LATE = _("文面を直せるのは、決裁のあと、全員に知らせるまでです。")

SELECTION = register(
    Purpose(
        "selection",
        DecisionKind.SELECTION,
        "projects.Opening",
        "desk_opening_action",
        frozenset({"approve_result", "return_result", "recall_result"}),
        facts=("title", "project", "seats", "increase_reason", "answer_date"),
        slot="result_approval",
    )
)


@transaction.atomic
def submit_result(opening: Opening, *, by: User, at: datetime, increase_reason: str = "") -> Opening:
    """Asks to approve the outcomes, and more seats with them when a reason is given and they are needed.

    Raises DomainError while names are hidden or an application has no outcome, or when more hires than seats are
    proposed without a reason.
    """
    row = locked(opening)
    waiting = row.applications.filter(status="submitted")
    if row.hides_names and waiting.exists():
        raise DomainError(_("氏名を伏せたままでは申請できません。先に「氏名を表示する」を選んでください。"))
    if waiting.filter(outcome="").exists():
        raise DomainError(_("結果の案が決まっていない応募があります。全員分を決めてから申請してください。"))
    exceeds = _exceeds(row)
    if exceeds and not increase_reason:
        raise DomainError(exceeds)
    row = changes.move(row, "submit_result", by=by, at=at, increase_reason=increase_reason if exceeds else "")
    return ask_decision(row, SELECTION, _("選考結果：{title}"), by=by, at=at)


def _exceeds(row: Opening) -> str:
    """What is too much, in words; nothing when the hires fit into the free seats."""
    words = _(
        "「{place}」の採用候補が{hires}人ですが、残りは{seats}人です。"
        "どちらかを直すか、募集人数を増やす理由を書いてください。"
    )
    hires = _hires(row)
    if hires > row.seats_left:
        return words.format(place=row.title, hires=hires, seats=row.seats_left)
    post = _crowded(row).first()
    return words.format(place=post.title, hires=post.hires, seats=post.seats_left) if post else ""


def _hires(row: Opening) -> int:
    return row.applications.filter(status="submitted", outcome=Outcome.HIRE).count()


def _crowded(row: Opening) -> QuerySet[Position, Any]:
    """Posts with more proposed hires than free seats."""
    hired = Q(applications__status="submitted", applications__outcome=Outcome.HIRE)
    counted = row.positions.annotate(hires=Count("applications", filter=hired))
    return counted.filter(hires__gt=F("seats") - F("seats_taken")).order_by("number")


@transaction.atomic
def recall_result(opening: Opening, *, by: User, at: datetime) -> Opening:
    """引上げ: back to the selection before anything is decided."""
    row = changes.move(opening, "recall_result", by=by, at=at)
    approvals.take_back(row.result_approval, by=by, at=at)
    return row


@transaction.atomic
def return_result(opening: Opening, *, by: User, at: datetime, reason: str) -> Opening:
    row = changes.move(opening, "return_result", by=by, at=at, note=reason)
    approvals.refuse(row.result_approval, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def approve_result(opening: Opening, *, by: User, at: datetime, **decision: Any) -> Opening:
    """決裁. The applicants hear nothing yet; whoever asked is told that the texts can go out."""
    row = changes.move(opening, "approve_result", by=by, at=at)
    approvals.grant(row.result_approval, by=by, at=at, **decision)
    return row


def reselect(opening: Opening, *, by: User, at: datetime, reason: str) -> Opening:
    """Something was wrong after all. What was decided stays on record; the next result is decided anew."""
    return changes.move(opening, "reselect", by=by, at=at, note=reason)


@transaction.atomic
def write_letter(
    application: Application, *, by: User, at: datetime, version: int | None = None, message: str
) -> Application:
    """Raises DomainError once the texts are on their way."""
    application.opening = locked(application.opening)
    if not application.is_in_outbox:
        raise DomainError(TOO_LATE)
    return changes.edit(application, by=by, at=at, version=version, action="write_letter", message=message)


@transaction.atomic
def write_letters(
    opening: Opening, applications: QuerySet[Application], *, by: User, at: datetime, message: str
) -> list[Application]:
    """The same text for each of them. Raises DomainError once the texts are on their way."""
    if locked(opening).status != "result_approved":
        raise DomainError(TOO_LATE)
    return changes.edit_all(applications, by=by, at=at, action="write_letter", message=message)


def announce(
    opening: Opening,
    *,
    by: User,
    at: datetime,
    release_at: datetime | None = None,
    reserve_until: date | None = None,
    shares_bands: bool = False,
) -> Opening:
    """Sets the moment: the one that was chosen, else as soon as there was time to take it back.

    Raises DomainError for a moment that leaves no time.
    """
    earliest = at + TIME_TO_UNDO
    if release_at is not None and release_at < earliest:
        raise DomainError(
            _("取り消せる時間を残すため、今から10分より後の日時にしてください。空欄なら10分後に知らせます。")
        )
    if reserve_until is not None and reserve_until <= jst_date(release_at or earliest):
        raise DomainError(_("補欠の期限は、結果を知らせる日より後にしてください。"))
    return changes.move(
        opening,
        "announce",
        by=by,
        at=at,
        release_at=release_at or earliest,
        reserve_until=reserve_until or opening.start_date,
        shares_bands=shares_bands,
    )


def hold(opening: Opening, *, by: User, at: datetime) -> Opening:
    """Nobody has heard anything, and nobody will until a moment is set again."""
    return changes.move(opening, "hold", by=by, at=at, release_at=None)


@transaction.atomic
def release_result(opening: Opening, *, at: datetime) -> Opening:
    """Every applicant's answer becomes visible at the same moment: it is one transaction, and one that
    is broken off has told nobody.

    Chooses between 決定 and 該当者なし by what was approved; whoever has withdrawn meanwhile is not
    answered. Raises IllegalTransition when it was held, or released, meanwhile.
    """
    row = locked(opening)
    waiting = row.applications.filter(status="submitted")
    chosen = waiting.filter(outcome__in=[Outcome.HIRE, Outcome.RESERVE]).exists()
    row = changes.move(row, "release" if chosen else "release_none", by=None, at=at, released_at=at)
    row = _grow(row, at=at)
    told = []
    for outcome, action in RELEASE_ACTIONS.items():
        rows = waiting.filter(outcome=outcome).order_by("pk").select_related("advisor__user")
        told += changes.move_all(rows, action, by=None, at=at, answered_at=at)
    if row.shares_bands:
        _note_bands(told, at=at)
    notices.tell_results(row, told, at=at)
    end_interviews_of(row, at=at)
    if not chosen:
        notices.tell_no_match(row, at=at)
    return row


def _note_bands(told: list[Application], *, at: datetime) -> None:
    """What their points amount to, for those who were not chosen and were reviewed."""
    unchosen = {row.pk: row for row in told if row.status in ("declined", "reserved")}
    by_band: dict[str, list[int]] = defaultdict(list)
    for pk, total in totals_of(unchosen).items():
        by_band[scoring.band(total)].append(pk)
    for band, pks in by_band.items():
        rows = Application.objects.filter(pk__in=pks).order_by("pk")
        for changed in changes.edit_all(rows, by=None, at=at, action="note_band", feedback_band=band):
            unchosen[changed.pk].feedback_band = band


@transaction.atomic
def expire_reserves(opening: Opening, *, at: datetime) -> list[Application]:
    """The time for which reserves were asked to wait is over: they are free, and told so."""
    row = locked(opening)
    words = str(_("補欠としてお待ちいただく期限が過ぎました。お待ちいただき、ありがとうございました。"))
    return decline_all(row, ["reserved"], by=None, at=at, message=words)


def _grow(row: Opening, *, at: datetime) -> Opening:
    """As many seats as were approved. Not before the release: the public page says how many there are."""
    if not row.increase_reason:
        return row
    for post in _crowded(row):
        changes.edit(post, by=None, at=at, action="add_seats", seats=post.seats_taken + post.hires)
    seats = max(row.seats, row.seats_taken + _hires(row))
    return changes.edit(row, by=None, at=at, action="add_seats", seats=seats)

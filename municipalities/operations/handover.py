"""引継ぎ: everything open that one person holds goes to others, now or on a coming day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from municipalities import notices
from municipalities.holdings import Holding, can_take, holdings_of
from municipalities.models import Handover, HandoverShare, StaffMembership
from municipalities.operations.staff import end_membership


@transaction.atomic
def plan_handover(
    giver: StaffMembership,
    *,
    by: User,
    at: datetime,
    taker: StaffMembership,
    handover_date: date,
    memo: str,
    ends_post: bool = False,
    shares: Mapping[str, StaffMembership] | None = None,
) -> Handover:
    """On the same day it is carried out at once, otherwise by the clock at 0:00 of its day.

    `shares` names other takers by kind of work. Raises DomainError when somebody cannot take what
    they would get, when the post cannot end, or when another handover of the person waits.
    """
    locked(giver.municipality)
    _check_plan(giver, taker, handover_date, dates.jst_date(at))
    handover = changes.create(
        Handover,
        by=by,
        at=at,
        municipality=giver.municipality,
        giver=giver,
        taker=taker,
        handover_date=handover_date,
        memo=memo,
        ends_post=ends_post,
        planned_by=by,
        planned_at=at,
    )
    for kind, other in (shares or {}).items():
        HandoverShare.objects.create(handover=handover, kind=kind, taker=other)
    _check(handover, holdings_of(giver))
    if handover_date == dates.jst_date(at):
        return execute_handover(handover, by=by, at=at)
    notices.tell_planned(handover, at=at)
    return handover


@transaction.atomic
def execute_handover(handover: Handover, *, by: User | None, at: datetime) -> Handover:
    """Moves what is open now, whatever was open when it was planned; `by=None` is the clock.

    Raises DomainError, and moves nothing, when a taker has left or lost the role meanwhile.
    """
    locked(handover.municipality)
    row = locked(handover)
    row.workflow.transition("execute", row.status)
    giver = locked(row.giver)
    holdings = holdings_of(giver)
    _check(row, holdings)
    items = list(_move(row, giver, holdings, by=by, at=at))
    done = changes.move(row, "execute", by=by, at=at, executed_at=at, obstacle="", items=items)
    if done.ends_post:
        end_membership(giver, by=by, at=at, ended_date=_last_day(done, giver))
    notices.tell_done(done, at=at)
    return done


@transaction.atomic
def cancel_handover(handover: Handover, *, by: User, at: datetime) -> Handover:
    row = changes.move(handover, "cancel", by=by, at=at)
    notices.tell_cancelled(row, at=at)
    return row


@transaction.atomic
def report_obstacle(handover: Handover, *, at: datetime, obstacle: str) -> Handover:
    """Tells the administrators why the clock could not carry it out; it is tried again until it works."""
    row = changes.edit(handover, by=None, at=at, obstacle=obstacle[:300])
    notices.tell_stuck(row, at=at)
    return row


def _check_plan(giver: StaffMembership, taker: StaffMembership, planned: date, today: date) -> None:
    if giver == taker:
        raise DomainError(_("引き受ける人には、別の職員を選んでください。"))
    if planned < today:
        raise DomainError(_("引継ぎの日は、今日以降の日付にしてください。"))
    if giver.handovers_given.filter(status="planned").exists():
        raise DomainError(_("この人には、予定している引継ぎがあります。先にその予定を取り消してください。"))


def _check(handover: Handover, holdings: Iterable[Holding]) -> None:
    giver = handover.giver
    if giver.status != "active":
        raise DomainError(
            _("引き継ぐ人の在籍は終了しています。担当者のいないものから、担当者を決めてください。")
        )
    takers = [handover.taker, *(share.taker for share in handover.shares.all())]
    for taker in takers:
        taker.refresh_from_db(fields=["status", "roles"])
        if taker.municipality_id != giver.municipality_id or taker.status != "active" or taker == giver:
            raise DomainError(
                _("{person}さんは引き受けられません。在籍している別の職員を選んでください。").format(
                    person=taker.user
                )
            )
    for holding in holdings:
        source = holding.source
        if source.move is None and source.blocks and handover.ends_post:
            raise DomainError(source.note)
        taker = _current(handover.taker_of(source.code), takers)
        if source.move is not None and not can_take(source, taker):
            raise DomainError(
                _(
                    "{person}さんの役割では「{kind}」を引き受けられません。役割を加えるか、別の人を選んでください。"
                ).format(person=taker.user, kind=source.label)
            )


def _current(taker: StaffMembership, takers: Iterable[StaffMembership]) -> StaffMembership:
    """The row that was read again a moment ago."""
    return next(row for row in takers if row.pk == taker.pk)


def _move(
    handover: Handover, giver: StaffMembership, holdings: Iterable[Holding], *, by: User | None, at: datetime
) -> Iterable[dict[str, Any]]:
    """Moves what can move; yields a line of the record for everything, moved or not."""
    for holding in holdings:
        source = holding.source
        taker = handover.taker_of(source.code) if source.move else None
        for item in holding.items:
            if taker is not None:
                source.move(item.row, giver=giver, taker=taker, by=by, at=at)
            yield {
                "kind": str(source.label),
                "title": item.title,
                "url": item.url,
                "taker": str(taker.user) if taker else "",
                "note": str(source.note),
            }


def _last_day(handover: Handover, giver: StaffMembership) -> date:
    """Carried out at 0:00, the day before was the last; carried out by hand, it is the day itself."""
    by_clock = dates.jst_date(handover.planned_at) < handover.handover_date
    last = handover.handover_date - timedelta(days=int(by_clock))
    return max(last, giver.started_date)

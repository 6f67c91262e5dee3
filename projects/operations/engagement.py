"""登用: expectations agreed by both, start, pause, end, and the goals with their verdicts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.models import Engagement, Goal


@transaction.atomic
def edit_expectation(
    engagement: Engagement, *, by: User, at: datetime, version: int, **values: Any
) -> Engagement:
    """A changed text before the start is a new text: both confirmations are asked again."""
    row = locked(engagement, version=version)
    changed = any(getattr(row, name) != value for name, value in values.items())
    if changed and row.status == "preparing":
        values |= {"city_confirmed_at": None, "city_confirmed_by": None, "advisor_confirmed_at": None}
    return changes.edit(row, by=by, at=at, **values)


@transaction.atomic
def confirm_as_city(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    _check_written(engagement)
    row = changes.move(
        engagement, "confirm_as_city", by=by, at=at, city_confirmed_at=at, city_confirmed_by=by
    )
    notices.tell_confirmed(row, by=by, at=at)
    return row


@transaction.atomic
def confirm_as_advisor(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    _check_written(engagement)
    row = changes.move(engagement, "confirm_as_advisor", by=by, at=at, advisor_confirmed_at=at)
    notices.tell_confirmed(row, by=by, at=at)
    return row


@transaction.atomic
def start_engagement(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    """Raises DomainError until both sides confirmed and the main employer's permission is settled."""
    row = locked(engagement)
    if not row.is_agreed:
        raise DomainError(_("期待値を、自治体とアドバイザーの両方が確認してから始めてください。"))
    if not row.advisor.permission_settled:
        raise DomainError(
            _(
                "アドバイザーの本業の副業許可が確認できていません。アドバイザーにプロフィールの更新をお願いしてください。"
            )
        )
    row = changes.move(row, "start", by=by, at=at, started_at=at)
    project = row.project
    if project.workflow.allows("start", project.status):
        changes.move(project, "start", by=by, at=at)
    notices.tell_started(row, at=at)
    return row


def pause_engagement(engagement: Engagement, *, by: User, at: datetime, reason: str) -> Engagement:
    return changes.move(engagement, "pause", by=by, at=at, note=reason, end_reason=reason)


def resume_engagement(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    return changes.move(engagement, "resume", by=by, at=at, end_reason="")


@transaction.atomic
def complete_engagement(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    """Raises DomainError while a goal has no verdict. The project completes with its last advisor."""
    if engagement.goals.filter(status="open").exists():
        raise DomainError(_("判定していない目標があります。達成したかどうかを判定してから完了してください。"))
    row = changes.move(engagement, "complete", by=by, at=at, ended_at=at)
    _complete_project(row, by=by, at=at)
    notices.tell_ended(row, at=at)
    return row


@transaction.atomic
def end_engagement_early(engagement: Engagement, *, by: User, at: datetime, reason: str) -> Engagement:
    row = changes.move(engagement, "end_early", by=by, at=at, ended_at=at, end_reason=reason, note=reason)
    _complete_project(row, by=by, at=at)
    notices.tell_ended(row, at=at)
    return row


@transaction.atomic
def set_goal(engagement: Engagement, *, by: User, at: datetime, text: str, indicator: str = "") -> Goal:
    row = locked(engagement)  # serialises the numbering
    return changes.create(
        Goal,
        by=by,
        at=at,
        engagement=row,
        municipality=row.municipality,
        position=next_number(row.goals, "position"),
        text=text,
        indicator=indicator,
    )


def edit_goal(goal: Goal, *, by: User, at: datetime, version: int, **values: Any) -> Goal:
    return changes.edit(goal, by=by, at=at, version=version, **values)


def judge_goal(action: str) -> Any:
    """The operation of one verdict; each needs a note that explains it."""

    def judge(goal: Goal, *, by: User, at: datetime, verdict_note: str) -> Goal:
        return changes.move(goal, action, by=by, at=at, judged_at=at, verdict_note=verdict_note)

    return judge


def next_number(rows: Any, column: str = "number") -> int:
    """The next number within the engagement; call it while the engagement is locked."""
    return (rows.aggregate(last=Max(column))["last"] or 0) + 1


def _check_written(engagement: Engagement) -> None:
    if not engagement.expectation.strip():
        raise DomainError(_("期待することを書いてから確認してください。"))


def _complete_project(engagement: Engagement, *, by: User, at: datetime) -> None:
    project = engagement.project
    if project.engagements.filter(status__in=["preparing", "active", "paused"]).exists():
        return
    if project.workflow.allows("complete", project.status):
        changes.move(project, "complete", by=by, at=at)

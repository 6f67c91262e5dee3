"""登用: expectations agreed by both, start, pause, end, and the goals with their verdicts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from municipalities.enums import DecisionKind
from municipalities.operations import approval as approvals
from municipalities.purposes import Purpose, register
from projects import notices
from projects.models import Engagement, Goal
from projects.operations.action_item import drop_open_items
from projects.operations.meeting import cancel_coming_meetings
from projects.operations.numbering import next_number
from projects.operations.revision import end_revisions

ENGAGEMENT = register(
    Purpose(
        "engagement",
        DecisionKind.ENGAGEMENT,
        "projects.Engagement",
        "engagements:action",
        frozenset({"approve", "return", "recall"}),
        facts=(
            *("project", "advisor", "legal_form", "start_date", "end_date"),
            *("expectation", "not_expected", "success", "decision_owner", "contact_rule"),
            *("confidentiality", "publicity"),
        ),
        area="desk_engagements",
    )
)


@transaction.atomic
def edit_expectation(
    engagement: Engagement, *, by: User, at: datetime, version: int, **values: Any
) -> Engagement:
    """A changed text before the start is a new text: both confirmations and the 決裁 are asked again.
    Afterwards terms change by 条件の見直し.
    """
    row = locked(engagement, version=version)
    changed = any(getattr(row, name) != value for name, value in values.items())
    if changed and row.status == "preparing":
        values |= {"city_confirmed_at": None, "city_confirmed_by": None, "advisor_confirmed_at": None}
        if row.is_being_decided:
            approvals.take_back(row.approval, by=by, at=at)
        values["approval"] = None
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
def ask_decision(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    """委嘱の決裁, where the city's route wants one. Raises DomainError until both sides confirmed."""
    row = changes.move(engagement, "ask_decision", by=by, at=at)
    if not row.is_agreed:
        raise DomainError(_("期待値を、自治体とアドバイザーの両方が確認してから申請してください。"))
    if not row.lacks_decision:
        raise DomainError(_("委嘱の決裁は、申請済みか、この自治体では不要です。"))
    subject = str(_("委嘱：{title}")).format(title=row)
    return approvals.ask(
        row,
        ENGAGEMENT,
        municipality=row.municipality,
        subject=subject,
        path=row.get_absolute_url(),
        by=by,
        at=at,
    )


@transaction.atomic
def approve_engagement(engagement: Engagement, *, by: User, at: datetime, **decision: Any) -> Engagement:
    row = changes.move(engagement, "approve", by=by, at=at)
    approvals.grant(row.approval, by=by, at=at, **decision)
    return row


@transaction.atomic
def return_engagement(engagement: Engagement, *, by: User, at: datetime, reason: str) -> Engagement:
    row = changes.move(engagement, "return", by=by, at=at, note=reason)
    approvals.refuse(row.approval, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def recall_engagement(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    row = changes.move(engagement, "recall", by=by, at=at)
    approvals.take_back(row.approval, by=by, at=at)
    return row


@transaction.atomic
def start_engagement(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    """Raises DomainError until both sides confirmed, the main employer's permission is settled, and
    the city has decided where its route wants a decision.
    """
    row = locked(engagement)
    if not row.is_agreed:
        raise DomainError(_("期待値を、自治体とアドバイザーの両方が確認してから始めてください。"))
    if not row.advisor.permission_settled:
        raise DomainError(
            _(
                "アドバイザーの本業の副業許可が確認できていません。アドバイザーにプロフィールの更新をお願いしてください。"
            )
        )
    if row.is_being_decided or row.lacks_decision:
        raise DomainError(_("委嘱の決裁が済んでいません。決裁のあとに活動を始めてください。"))
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
    """Raises DomainError while a goal has no verdict or something is still to do. Meetings to come are
    cancelled; the project completes with its last advisor.
    """
    if engagement.goals.filter(status="open").exists():
        raise DomainError(_("判定していない目標があります。達成したかどうかを判定してから完了してください。"))
    if engagement.action_items.filter(status="open").exists():
        raise DomainError(
            _("終わっていない「やること」があります。終えたことにするか、取りやめてから完了してください。")
        )
    row = changes.move(engagement, "complete", by=by, at=at, ended_at=at)
    _wind_up(row, by=by, at=at)
    return row


@transaction.atomic
def end_engagement_early(engagement: Engagement, *, by: User, at: datetime, reason: str) -> Engagement:
    row = locked(engagement)
    if row.is_being_decided:
        approvals.drop(row.approval, by=by, at=at, reason=reason)
    row = changes.move(row, "end_early", by=by, at=at, ended_at=at, end_reason=reason, note=reason)
    drop_open_items(row, by=by, at=at, reason=str(_("活動が途中で終わったため")))
    _wind_up(row, by=by, at=at)
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


def _check_written(engagement: Engagement) -> None:
    if not engagement.expectation.strip():
        raise DomainError(_("期待することを書いてから確認してください。"))


def _wind_up(engagement: Engagement, *, by: User, at: datetime) -> None:
    """What waits no longer, whichever way it ended."""
    cancel_coming_meetings(engagement, by=by, at=at)
    end_revisions(engagement, by=by, at=at)
    _complete_project(engagement, by=by, at=at)
    notices.tell_ended(engagement, at=at)


def _complete_project(engagement: Engagement, *, by: User, at: datetime) -> None:
    project = engagement.project
    if project.engagements.filter(status__in=["preparing", "active", "paused"]).exists():
        return
    if project.workflow.allows("complete", project.status):
        changes.move(project, "complete", by=by, at=at)


def hide_from_profile(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    """Cities no longer read of it on the advisor's profile; what was published stays published."""
    return changes.move(engagement, "hide_from_profile", by=by, at=at, is_on_profile=False)


def show_on_profile(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    return changes.move(engagement, "show_on_profile", by=by, at=at, is_on_profile=True)

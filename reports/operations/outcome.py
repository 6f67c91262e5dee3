"""活動報告: started from the record, written by the city, commented by the advisor, approved, published."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.workflow import IllegalTransition
from municipalities.enums import DecisionKind
from municipalities.operations import approval as approvals
from municipalities.purposes import Purpose, register
from projects.models import Engagement
from reports import notices
from reports.models import OutcomeReport
from reports.queries.prefill import prefilled_texts, unwritten
from reports.workflow import EDITABLE

PURPOSE = register(
    Purpose(
        "outcome_report",
        DecisionKind.REPORT,
        "reports.OutcomeReport",
        "desk_report_action",
        frozenset({"approve", "return", "recall"}),
        facts=(
            "title",
            "summary",
            "problem",
            "activities",
            "outcomes",
            "next_steps",
            "staff_comment",
            "advisor_comment",
        ),
    )
)


@transaction.atomic
def start_report(engagement: Engagement, *, by: User, at: datetime) -> OutcomeReport:
    """A draft filled from goals, meetings, deliverables and the advice ledger; the one that exists
    already is returned unchanged. Raises DomainError before the activity began.
    """
    existing = OutcomeReport.objects.filter(engagement=engagement).first()
    if existing:
        return existing
    if engagement.started_at is None:
        raise DomainError(_("活動が始まってから、報告を作成してください。"))
    return changes.create(
        OutcomeReport,
        by=by,
        at=at,
        engagement=engagement,
        municipality=engagement.municipality,
        **prefilled_texts(engagement),
    )


def edit_report(
    report: OutcomeReport, *, by: User, at: datetime, version: int, **values: Any
) -> OutcomeReport:
    """Raises EditConflict; IllegalTransition once approval was asked for."""
    if report.status not in EDITABLE:
        raise IllegalTransition(report.workflow, "edit", report.status)
    return changes.edit(report, by=by, at=at, version=version, **values)


@transaction.atomic
def request_comment(report: OutcomeReport, *, by: User, at: datetime, due_date: date) -> OutcomeReport:
    """Shows the report to the advisor. Raises DomainError while one of the city's parts is empty."""
    missing = unwritten(report)
    if missing:
        raise DomainError(_("まだ書いていない項目があります：{names}").format(names="、".join(missing)))
    if due_date < dates.jst_date(at):
        raise DomainError(_("コメントの期限は、今日以降の日付にしてください。"))
    row = changes.move(
        report, "request_comment", by=by, at=at, comment_requested_at=at, comment_due_date=due_date
    )
    notices.tell_comment_requested(row, at=at)
    return row


@transaction.atomic
def add_comment(
    report: OutcomeReport, *, by: User, at: datetime, advisor_comment: str, name_display: str
) -> OutcomeReport:
    """The advisor's voice and the choice of how to be named."""
    row = changes.move(
        report,
        "comment",
        by=by,
        at=at,
        commented_at=at,
        advisor_comment=advisor_comment,
        name_display=name_display,
    )
    notices.tell_commented(row, at=at)
    return row


def reopen_report(report: OutcomeReport, *, by: User, at: datetime) -> OutcomeReport:
    """Back to draft: what the advisor saw will change, so the comment is asked for again."""
    return changes.move(report, "reopen", by=by, at=at)


@transaction.atomic
def submit_report(report: OutcomeReport, *, by: User, at: datetime) -> OutcomeReport:
    """Raises DomainError while a recommendation has no answer, a goal no verdict, or the advisor
    has not commented.
    """
    engagement = report.engagement
    if engagement.recommendations.filter(status="proposed").exists():
        raise DomainError(
            _("対応が決まっていない提案があります。提案台帳で対応を記録してから申請してください。")
        )
    if engagement.goals.filter(status="open").exists():
        raise DomainError(_("判定していない目標があります。達成したかどうかを判定してから申請してください。"))
    if not report.advisor_comment:
        raise DomainError(_("アドバイザーのコメントがまだありません。コメントを依頼してください。"))
    row = changes.move(report, "submit", by=by, at=at)
    subject = str(_("活動報告の公開：{title}")).format(title=row.title)
    return approvals.ask(
        row, PURPOSE, municipality=row.municipality, subject=subject, path=row.desk_url, by=by, at=at
    )


@transaction.atomic
def approve_report(report: OutcomeReport, *, by: User, at: datetime, **decision: Any) -> OutcomeReport:
    row = changes.move(report, "approve", by=by, at=at)
    approvals.grant(row.approval, by=by, at=at, **decision)
    return row


@transaction.atomic
def return_report(report: OutcomeReport, *, by: User, at: datetime, reason: str) -> OutcomeReport:
    row = changes.move(report, "return", by=by, at=at, note=reason)
    approvals.refuse(row.approval, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def recall_report(report: OutcomeReport, *, by: User, at: datetime) -> OutcomeReport:
    """引上げ: the drafter takes the request back before it is decided."""
    row = changes.move(report, "recall", by=by, at=at)
    approvals.take_back(row.approval, by=by, at=at)
    return row


@transaction.atomic
def publish_report(report: OutcomeReport, *, by: User, at: datetime) -> OutcomeReport:
    row = changes.move(report, "publish", by=by, at=at, published_at=at)
    notices.tell_published(row, at=at)
    return row


def withdraw_report(report: OutcomeReport, *, by: User, at: datetime, reason: str) -> OutcomeReport:
    return changes.move(report, "withdraw", by=by, at=at, withdraw_reason=reason, note=reason)

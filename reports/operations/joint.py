"""合同報告 of a program: shows the published outcome reports together with the report meeting."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.workflow import IllegalTransition
from municipalities.enums import DecisionKind
from municipalities.operations import approval as approvals
from municipalities.purposes import Purpose, register
from projects.models import Program
from reports.models import JointReport
from reports.workflow import EDITABLE

PURPOSE = register(
    Purpose(
        "joint_report",
        DecisionKind.REPORT,
        "reports.JointReport",
        "desk_joint_report_action",
        frozenset({"approve", "return", "recall"}),
        facts=("title", "introduction", "closing", "meeting_date", "meeting_note"),
    )
)


def start_joint_report(program: Program, *, by: User, at: datetime) -> JointReport:
    """The program's joint report; a new draft if there is none yet."""
    existing = JointReport.objects.filter(program=program).first()
    return existing or changes.create(
        JointReport,
        by=by,
        at=at,
        program=program,
        municipality=program.municipality,
        title=str(_("{program} 合同報告")).format(program=program.title),
    )


def edit_joint_report(
    report: JointReport, *, by: User, at: datetime, version: int, **values: Any
) -> JointReport:
    if report.status not in EDITABLE:
        raise IllegalTransition(report.workflow, "edit", report.status)
    return changes.edit(report, by=by, at=at, version=version, **values)


@transaction.atomic
def submit_joint_report(report: JointReport, *, by: User, at: datetime) -> JointReport:
    """Raises DomainError until every activity of the program has its published report."""
    if not (report.introduction and report.closing):
        raise DomainError(_("「はじめに」と「まとめ」を書いてから申請してください。"))
    open_projects = report.program.projects.exclude(status="cancelled").exclude(
        engagements__report__status="published"
    )
    names = "、".join(open_projects.values_list("title", flat=True))
    if names:
        raise DomainError(_("まだ公開していない活動報告があります：{names}").format(names=names))
    row = changes.move(report, "submit", by=by, at=at)
    subject = str(_("合同報告の公開：{title}")).format(title=row.title)
    return approvals.ask(
        row, PURPOSE, municipality=row.municipality, subject=subject, path=row.desk_url, by=by, at=at
    )


@transaction.atomic
def approve_joint_report(report: JointReport, *, by: User, at: datetime, **decision: Any) -> JointReport:
    row = changes.move(report, "approve", by=by, at=at)
    approvals.grant(row.approval, by=by, at=at, **decision)
    return row


@transaction.atomic
def return_joint_report(report: JointReport, *, by: User, at: datetime, reason: str) -> JointReport:
    row = changes.move(report, "return", by=by, at=at, note=reason)
    approvals.refuse(row.approval, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def recall_joint_report(report: JointReport, *, by: User, at: datetime) -> JointReport:
    """引上げ: the drafter takes the request back before it is decided."""
    row = changes.move(report, "recall", by=by, at=at)
    approvals.take_back(row.approval, by=by, at=at)
    return row


def publish_joint_report(report: JointReport, *, by: User, at: datetime) -> JointReport:
    return changes.move(report, "publish", by=by, at=at, published_at=at)


def withdraw_joint_report(report: JointReport, *, by: User, at: datetime, reason: str) -> JointReport:
    return changes.move(report, "withdraw", by=by, at=at, withdraw_reason=reason, note=reason)

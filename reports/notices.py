"""What people are told about reports."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from municipalities.queries import drafters_of
from notifications.kinds import Kind, register
from notifications.operations import send
from notifications.reminders import Due, register_reminder
from reports.models import DocumentJob, OutcomeReport

COMMENT_REQUESTED = register("reports.comment_requested", _("報告へのコメントの依頼"), mandatory=True)
COMMENTED = register("reports.commented", _("アドバイザーのコメント"))
PUBLISHED = register("reports.published", _("活動報告の公開"))
DOCUMENT_MADE = register("reports.document_made", _("作成を頼んだ書類"))
DOCUMENT_FAILED = register("reports.document_failed", _("作れなかった書類"))
COMMENT_DUE = register("reports.comment_due", _("報告へのコメントの期限"))


def tell_comment_requested(report: OutcomeReport, *, at: datetime) -> None:
    send(
        COMMENT_REQUESTED,
        to=[report.engagement.advisor.user],
        key=f"{report.pk}-{report.version}",
        path=report.advisor_url,
        at=at,
        context={"report": report},
    )


def tell_commented(report: OutcomeReport, *, at: datetime) -> None:
    send(
        COMMENTED,
        to=drafters_of(report.municipality),
        key=f"{report.pk}-{report.version}",
        path=report.desk_url,
        at=at,
        context={"report": report},
    )


def tell_published(report: OutcomeReport, *, at: datetime) -> None:
    send(
        PUBLISHED,
        to=[report.engagement.advisor.user],
        key=str(report.pk),
        path=report.get_absolute_url(),
        at=at,
        context={"report": report},
    )


def tell_document_made(job: DocumentJob, *, at: datetime) -> None:
    _tell_document(DOCUMENT_MADE, job, at=at)


def tell_document_failed(job: DocumentJob, *, at: datetime) -> None:
    _tell_document(DOCUMENT_FAILED, job, at=at)


def _tell_document(kind: Kind, job: DocumentJob, *, at: datetime) -> None:
    path, key = job.get_absolute_url(), f"{job.pk}-{job.version}"
    send(kind, to=[job.person], key=key, path=path, at=at, context={"job": job})


def _comments(day: date) -> Iterator[Due]:
    rows = OutcomeReport.objects.filter(status="commenting", comment_due_date=day).order_by("id")
    for row in rows.select_related("municipality", "engagement__advisor__user"):
        yield Due(str(row.pk), [row.engagement.advisor.user], row.advisor_url, {"report": row})


register_reminder(COMMENT_DUE, _comments, days_before=(3, 1))

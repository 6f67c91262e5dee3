"""What people are told about reports."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from municipalities.queries import drafters_of
from notifications.kinds import register
from notifications.operations import send
from notifications.reminders import Due, register_reminder
from reports.models import OutcomeReport

COMMENT_REQUESTED = register("reports.comment_requested", _("報告へのコメントの依頼"), mandatory=True)
COMMENTED = register("reports.commented", _("アドバイザーのコメント"))
PUBLISHED = register("reports.published", _("活動報告の公開"))
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


def _comments(day: date) -> Iterator[Due]:
    rows = OutcomeReport.objects.filter(status="commenting", comment_due_date=day).order_by("id")
    for row in rows.select_related("municipality", "engagement__advisor__user"):
        yield Due(str(row.pk), [row.engagement.advisor.user], row.advisor_url, {"report": row})


register_reminder(COMMENT_DUE, _comments, days_before=(3, 1))

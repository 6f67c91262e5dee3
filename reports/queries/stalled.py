"""要対応 of coordinators: what stands still anywhere in the country. Each rule is one query.

The codes S1 to S8 are those of the operator's guide; A1 and A2 concern
agreements, F1 what became of advice, P1 what either side says.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import dates
from municipalities.models import PartnershipAgreement
from projects.models import (
    ActionItem,
    Application,
    Engagement,
    FollowUp,
    Interview,
    Meeting,
    Opening,
    Pulse,
)
from projects.models.pulse import LOW, SCORES
from projects.rules import UNANSWERED_STATES
from reports.models import OutcomeReport
from reports.queries.attention import Attention, Text, oldest_first

ONE_DAY = timedelta(days=1)
NO_APPLICANTS = timedelta(days=14)
NO_MEETING = timedelta(days=30)
NEXT_MEETING = timedelta(days=14)
NO_REPORT = timedelta(days=14)
LOW_COUNTS = timedelta(days=30)
ITEM_LATE = timedelta(days=14)
INTERVIEW_WAITS = 10  # working days
REPORT_WAITS = timedelta(days=7)
FOLLOW_UP_WAITS = timedelta(days=30)
MOST = 200  # rows a rule reads; whoever has more has other worries than the length of a list


def attention_for_coordinator(at: datetime) -> list[Attention]:
    """Stalled openings, activities, reports and agreements, oldest first."""
    day = dates.jst_date(at)
    items = [
        *_openings_without_applicants(day),
        *_broken_promises(day),
        *_unsettled_interviews(day),
        *_late_starts(day),
        *_activities_without_meetings(day),
        *_overrun(day),
        *_unhappy(day),
        *_missing_reports(day),
        *_waiting_reports(day),
        *_ignored_follow_ups(day),
        *_agreements_to_move(day),
    ]
    return oldest_first(items)


def _openings_without_applicants(day: date) -> Iterator[Attention]:
    received = Application.objects.filter(opening=OuterRef("pk"), submitted_at__isnull=False)
    rows = _openings().filter(~Exists(received), status="open", published_at__lte=_until(day - NO_APPLICANTS))
    for row in rows.order_by("published_at")[:MOST]:
        assert row.published_at is not None  # a constraint: what is open was published
        since = dates.jst_date(row.published_at)
        yield _about_opening(row, _("公開から14日以上、応募がありません"), since, row.deadline_date, "S1")


def _broken_promises(day: date) -> Iterator[Attention]:
    rows = _openings().filter(status__in=sorted(UNANSWERED_STATES), answer_date__lt=day)
    for row in rows.order_by("answer_date")[:MOST]:
        yield _about_opening(row, _("約束した回答日を過ぎています"), None, row.answer_date, "S2")


def _unsettled_interviews(day: date) -> Iterator[Attention]:
    """Ten working days and no moment found."""
    last = dates.working_days_before(day, INTERVIEW_WAITS)
    rows = Interview.objects.filter(status__in=["proposed", "unsuitable"], asked_at__lte=_until(last))
    rows = rows.select_related("application__opening__municipality__prefecture")
    for row in rows.order_by("asked_at")[:MOST]:
        assert row.asked_at is not None  # what the criterion above asks for
        opening, since = row.application.opening, dates.jst_date(row.asked_at)
        place, reason = opening.municipality.full_name, _("面談の日程が10営業日決まっていません")
        due, action = opening.answer_date, _("募集を見る")
        yield Attention(
            opening.title, reason, action, opening.desk_url, since, due, place, "S3", f"S3-{row.code}"
        )


def _late_starts(day: date) -> Iterator[Attention]:
    rows = _engagements().filter(status="preparing", start_date__lt=day)
    for row in rows.order_by("start_date")[:MOST]:
        yield _about_engagement(row, _("開始日を過ぎても始まっていません"), row.start_date, "S4")


def _activities_without_meetings(day: date) -> Iterator[Attention]:
    """Neither held one for a month nor planned one within two weeks."""
    meetings = Meeting.objects.filter(engagement=OuterRef("pk"))
    held, month_ago = meetings.filter(status="held"), _until(day - NO_MEETING)
    planned = Q(
        status="planned", starts_at__gt=_until(day - ONE_DAY), starts_at__lte=_until(day + NEXT_MEETING)
    )
    rows = _engagements().filter(
        ~Exists(held.filter(starts_at__gt=month_ago)),
        ~Exists(meetings.filter(planned)),
        status="active",
        started_at__lte=month_ago,
    )
    rows = rows.annotate(last_held=Subquery(held.order_by("-starts_at").values("starts_at")[:1]))
    for row in rows.order_by("last_held", "started_at")[:MOST]:
        last = row.last_held or row.started_at
        assert last is not None  # a constraint: what is active was started
        since = dates.jst_date(last)
        yield _about_engagement(row, _("30日以上、会議の記録がありません"), since, "S5")


def _overrun(day: date) -> Iterator[Attention]:
    """The last day has passed, or something to do has been late for two weeks."""
    rows = _engagements().filter(status__in=["active", "paused"])
    for row in rows.filter(end_date__lt=day).order_by("end_date")[:MOST]:
        yield _about_engagement(row, _("終了日を過ぎても終わっていません"), row.end_date, "S6")
    items = ActionItem.objects.filter(status="open", due_date__lte=day - ITEM_LATE)
    first = items.filter(engagement=OuterRef("pk")).order_by("due_date").values("due_date")[:1]
    behind = rows.filter(end_date__gte=day, pk__in=items.values("engagement")).annotate(late=Subquery(first))
    for row in behind.order_by("late", "pk")[:MOST]:
        yield _about_engagement(row, _("期限を14日以上過ぎたやることがあります"), row.late, "S6")


def _unhappy(day: date) -> Iterator[Attention]:
    """One side gave a 1 or a 2 within the last month."""
    low = Q(*((f"{name}__lte", LOW) for name in SCORES), _connector=Q.OR)
    rows = Pulse.objects.filter(low, answered_at__gt=_until(day - LOW_COUNTS - ONE_DAY))
    along = ("engagement__municipality__prefecture", "engagement__project", "engagement__advisor__user")
    for row in rows.select_related(*along).order_by("answered_at")[:MOST]:
        assert row.answered_at is not None  # what the criterion above asks for
        side = _("アドバイザー") if row.from_advisor else _("自治体")
        reason = _("ふり返りで低い点が付きました（{side}）").format(side=side)
        place, since = row.engagement.municipality.full_name, dates.jst_date(row.answered_at)
        url = f"{row.engagement.coord_url}#pulses"
        yield Attention(
            str(row.engagement), reason, _("活動を見る"), url, since, None, place, "P1", f"P1-{row.code}"
        )


def _missing_reports(day: date) -> Iterator[Attention]:
    reported = OutcomeReport.objects.filter(engagement=OuterRef("pk"))
    rows = _engagements().filter(~Exists(reported), ended_at__lte=_until(day - NO_REPORT))
    for row in rows.order_by("ended_at")[:MOST]:
        assert row.ended_at is not None  # what the criterion above asks for
        since = dates.jst_date(row.ended_at)
        yield _about_engagement(row, _("終了から14日以上、活動報告がありません"), since, "S7")


def _waiting_reports(day: date) -> Iterator[Attention]:
    rows = OutcomeReport.objects.select_related("municipality__prefecture", "approval")
    asked = rows.filter(status="commenting", comment_requested_at__lte=_until(day - REPORT_WAITS))
    for row in asked.order_by("comment_requested_at")[:MOST]:
        reason = _("アドバイザーの確認が7日以上止まっています")
        yield _about_report(row, reason, row.comment_requested_at)
    submitted = rows.filter(status="in_review", approval__requested_at__lte=_until(day - REPORT_WAITS))
    for row in submitted.order_by("approval__requested_at")[:MOST]:
        at = row.approval.requested_at if row.approval else None
        yield _about_report(row, _("報告の承認が7日以上止まっています"), at)


def _ignored_follow_ups(day: date) -> Iterator[Attention]:
    """Nobody says what became of the advice."""
    rows = FollowUp.objects.filter(status="waiting", asked_at__lte=_until(day - FOLLOW_UP_WAITS))
    rows = rows.select_related("municipality__prefecture", "recommendation__engagement")
    for row in rows.order_by("asked_at")[:MOST]:
        reason, place = _("提案のその後の確認に30日以上回答がありません"), row.municipality.full_name
        since, url = dates.jst_date(row.asked_at), row.engagement.coord_url
        title = row.recommendation.text
        yield Attention(title, reason, _("活動を見る"), url, since, None, place, "F1", f"F1-{row.code}")


def _agreements_to_move(day: date) -> Iterator[Attention]:
    """The operator's own next steps: recording the signature, and the end of the term."""
    rows = PartnershipAgreement.objects.prefetch_related("municipalities__prefecture").select_related(
        "approval"
    )
    for row in rows.filter(status="approved").order_by("approval__decided_at")[:MOST]:
        at = row.approval.decided_at if row.approval else None
        since = dates.jst_date(at) if at else None
        yield _about_agreement(row, _("決裁が済み、締結を記録できます"), _("締結を記録する"), since, "A1")
    for row in rows.filter(status="concluded", end_date__lt=day).order_by("end_date")[:MOST]:
        reason, action = _("協定の期間が終わっています"), _("更新か満了を記録する")
        yield _about_agreement(row, reason, action, row.end_date, "A2")


def _until(day: date) -> datetime:
    """The last moment of the day in Japan: a column compared with it can use its index."""
    return dates.end_of_day(day)


def _openings() -> QuerySet[Opening]:
    return Opening.objects.select_related("municipality__prefecture")


def _engagements() -> QuerySet[Engagement]:
    return Engagement.objects.select_related("municipality__prefecture", "project", "advisor__user")


def _about_opening(row: Opening, reason: Text, since: date | None, due: date, code: str) -> Attention:
    place = row.municipality.full_name
    return Attention(
        row.title, reason, _("募集を見る"), row.desk_url, since, due, place, code, f"{code}-{row.code}"
    )


def _about_engagement(row: Engagement, reason: Text, since: date, code: str) -> Attention:
    place = row.municipality.full_name
    return Attention(
        str(row), reason, _("活動を見る"), row.coord_url, since, None, place, code, f"{code}-{row.code}"
    )


def _about_report(row: OutcomeReport, reason: Text, at: datetime | None) -> Attention:
    since = dates.jst_date(at) if at else None
    place = row.municipality.full_name
    due, action, key = row.comment_due_date, _("報告を見る"), f"S8-{row.code}"
    return Attention(row.title, reason, action, row.desk_url, since, due, place, "S8", key)


def _about_agreement(
    row: PartnershipAgreement, reason: Text, action: Text, since: date | None, code: str
) -> Attention:
    url = reverse("agreements:detail", args=[row.code], current_app="coord_agreements")
    place = "、".join(city.full_name for city in row.municipalities.all())
    return Attention(row.title, reason, action, url, since, None, place, code, f"{code}-{row.code}")

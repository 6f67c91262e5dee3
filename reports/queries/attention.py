"""要対応: what a person should do next, oldest first. Each rule is one query."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import dates
from municipalities.queries import approvals_awaiting
from municipalities.rules import may_draft, roles_of
from projects.models import Application, Engagement, Opening
from projects.queries import engagements_visible_to
from reports.models import OutcomeReport

Text = str | Promise

NO_APPLICANTS = timedelta(days=14)
NO_MEETING = timedelta(days=30)
NEXT_MEETING = timedelta(days=14)
NO_REPORT = timedelta(days=14)
REPORT_WAITS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to do: about what, why, since when, until when, and the one next step."""

    subject: str
    reason: Text
    action: Text
    url: str
    since: date | None = None
    due: date | None = None
    place: str = ""
    code: str = ""

    def overdue(self, day: date) -> bool:
        return self.due is not None and self.due < day


def _sorted(items: Iterator[Attention]) -> list[Attention]:
    return sorted(items, key=lambda item: (item.since or date.max, item.due or date.max, item.subject))


def attention_for_staff(user: Any, at: datetime) -> list[Attention]:
    """What a city's staff member can act on now, in a constant number of queries."""
    return _sorted(_staff_items(user, dates.jst_date(at)))


def _staff_items(user: Any, day: date) -> Iterator[Attention]:
    for approval in approvals_awaiting(user):
        since = dates.jst_date(approval.requested_at)
        yield Attention(approval.subject, _("承認の依頼が届いています"), _("内容を確認する"), approval.path, since)
    if not may_draft(user):
        return
    places = list(roles_of(user))
    yield from _openings_to_move(places, day)
    yield from _engagements_to_move(places, day)
    yield from _reports_to_move(places)


_OPENING_STEPS: dict[str, tuple[Text, Text]] = {
    "returned": (_("差し戻されました"), _("内容を直す")),
    "approved": (_("決裁が済み、公開できます"), _("公開する")),
    "selecting": (_("選考中です"), _("結果の案を決める")),
}


def _openings_to_move(places: list[int], day: date) -> Iterator[Attention]:
    rows = Opening.objects.filter(municipality__in=places, status__in=_OPENING_STEPS)
    for row in rows:
        reason, action = _OPENING_STEPS[row.status]
        due = row.answer_date if row.status == "selecting" else row.deadline_date
        yield Attention(row.title, reason, action, row.desk_url, due=due)


def _engagements_to_move(places: list[int], day: date) -> Iterator[Attention]:
    rows = Engagement.objects.filter(municipality__in=places).select_related("project", "advisor__user")
    for row in rows.filter(status="preparing"):
        reason = (
            _("期待値の確認が終わり、始められます")
            if row.is_agreed
            else _("期待値の確認が終わっていません")
        )
        yield Attention(str(row), reason, _("準備を進める"), row.get_absolute_url(), due=row.start_date)
    undecided = rows.annotate(
        waiting=Count("recommendations", filter=Q(recommendations__status="proposed")),
        oldest=Max("recommendations__proposed_date", filter=Q(recommendations__status="proposed")),
    )
    for row in undecided.filter(waiting__gt=0):
        reason = _("対応を決めていない提案が{count}件あります").format(count=row.waiting)
        yield Attention(str(row), reason, _("対応を決める"), row.get_absolute_url(), row.oldest)
    ended = rows.filter(status__in=["completed", "ended_early"], report=None)
    for row in ended:
        since = dates.jst_date(row.ended_at) if row.ended_at else row.end_date
        yield Attention(str(row), _("活動報告がまだありません"), _("報告を作成する"), row.get_absolute_url(), since)


_REPORT_STEPS: dict[str, tuple[Text, Text]] = {
    "draft": (_("活動報告が下書きのままです"), _("続きを書く")),
    "commented": (_("アドバイザーのコメントが届きました"), _("承認を申請する")),
    "returned": (_("差し戻されました"), _("内容を直す")),
    "approved": (_("決裁が済み、公開できます"), _("公開する")),
}


def _reports_to_move(places: list[int]) -> Iterator[Attention]:
    for row in OutcomeReport.objects.filter(municipality__in=places, status__in=_REPORT_STEPS):
        reason, action = _REPORT_STEPS[row.status]
        yield Attention(row.title, reason, action, row.desk_url)


def attention_for_advisor(user: Any, at: datetime) -> list[Attention]:
    """Answers, confirmations and comments somebody waits for."""
    return _sorted(_advisor_items(user, dates.jst_date(at)))


def _advisor_items(user: Any, day: date) -> Iterator[Attention]:
    applications = Application.objects.filter(advisor__user=user).select_related("opening")
    for row in applications.filter(status="offered"):
        since = dates.jst_date(row.answered_at) if row.answered_at else None
        yield Attention(
            row.opening.title, _("内定が届いています"), _("承諾か辞退を選ぶ"), row.get_absolute_url(), since
        )
    for row in applications.filter(status="draft", opening__status="open", opening__deadline_date__gte=day):
        url = row.get_absolute_url()
        yield Attention(
            row.opening.title, _("応募が下書きのままです"), _("続きを書く"), url, due=row.opening.deadline_date
        )
    waiting = Engagement.objects.filter(advisor__user=user, status="preparing", advisor_confirmed_at=None)
    for engagement in waiting.select_related("project", "advisor__user"):
        yield Attention(
            engagement.project.title,
            _("期待値の確認をお願いします"),
            _("内容を確認する"),
            engagement.advisor_url,
            due=engagement.start_date,
        )
    for report in OutcomeReport.objects.filter(engagement__advisor__user=user, status="commenting"):
        yield Attention(
            report.title,
            _("活動報告へのコメントの依頼が届いています"),
            _("コメントを書く"),
            report.advisor_url,
            due=report.comment_due_date,
        )


def attention_for_coordinator(at: datetime) -> list[Attention]:
    """What stalls anywhere in the country; the codes are those of the operator's guide."""
    return _sorted(_stalled(dates.jst_date(at)))


def _stalled(day: date) -> Iterator[Attention]:
    yield from _stalled_openings(day)
    yield from _stalled_engagements(day)
    yield from _stalled_reports(day)


def _stalled_openings(day: date) -> Iterator[Attention]:
    rows = Opening.objects.select_related("municipality__prefecture")
    received = Count("applications", filter=~Q(applications__status="draft"))
    quiet = rows.filter(status="open", published_at__date__lte=day - NO_APPLICANTS)
    for row in quiet.annotate(received=received).filter(received=0):
        since = dates.jst_date(row.published_at) if row.published_at else None
        yield Attention(
            row.title, _("公開から14日、応募がありません"), _("募集を見る"), row.get_absolute_url(), since,
            row.deadline_date, row.municipality.full_name, "S1",
        )  # fmt: skip
    for row in rows.filter(status__in=["open", "selecting", "result_review"], answer_date__lt=day):
        yield Attention(
            row.title, _("約束した回答日を過ぎています"), _("募集を見る"), row.get_absolute_url(),
            row.answer_date, row.answer_date, row.municipality.full_name, "S2",
        )  # fmt: skip


def _stalled_engagements(day: date) -> Iterator[Attention]:
    rows = Engagement.objects.select_related("municipality__prefecture", "project", "advisor__user")
    for row in rows.filter(status="preparing", start_date__lt=day):
        yield _engagement_item(row, _("開始日を過ぎても始まっていません"), row.start_date, "S4")
    met = rows.filter(status="active").annotate(
        last_held=Max("meetings__starts_at", filter=Q(meetings__status="held")),
        soon=Count(
            "meetings",
            filter=Q(meetings__status="planned", meetings__starts_at__date__range=(day, day + NEXT_MEETING)),
        ),
    )
    for row in met.filter(soon=0):
        last = dates.jst_date(row.last_held) if row.last_held else dates.jst_date(row.started_at)
        if last <= day - NO_MEETING:
            yield _engagement_item(row, _("30日以上、会議の記録がありません"), last, "S5")
    for row in rows.filter(ended_at__date__lte=day - NO_REPORT, report=None):
        yield _engagement_item(
            row, _("終了から14日、活動報告が始まっていません"), dates.jst_date(row.ended_at), "S7"
        )


def _engagement_item(row: Engagement, reason: Text, since: date, code: str) -> Attention:
    return Attention(
        str(row),
        reason,
        _("活動を見る"),
        row.coord_url,
        since,
        place=row.municipality.full_name,
        code=code,
    )


def _stalled_reports(day: date) -> Iterator[Attention]:
    rows = OutcomeReport.objects.select_related("municipality__prefecture", "approval")
    for row in rows.filter(status="commenting", comment_requested_at__date__lte=day - REPORT_WAITS):
        since = dates.jst_date(row.comment_requested_at) if row.comment_requested_at else None
        yield _report_item(row, _("アドバイザーの確認が7日以上止まっています"), since)
    for row in rows.filter(status="in_review", approval__requested_at__date__lte=day - REPORT_WAITS):
        since = dates.jst_date(row.approval.requested_at) if row.approval else None
        yield _report_item(row, _("報告の承認が7日以上止まっています"), since)


def _report_item(row: OutcomeReport, reason: Text, since: date | None) -> Attention:
    place = row.municipality.full_name
    return Attention(row.title, reason, _("報告を見る"), row.desk_url, since, place=place, code="S8")

"""要対応 of city staff and professionals: what a person should do next. Each rule is one query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advisors.enums import SETTLED_PERMISSIONS
from core import dates
from municipalities.enums import APPROVING_ROLES, DRAFTING_ROLES, SELECTING_ROLES, DecisionKind
from municipalities.models import Approval, ApprovalRoute
from municipalities.queries import approvals_awaiting, approvals_to_review
from municipalities.rules import places_with_role, roles_of
from projects.models import Application, Deliverable, Engagement, Opening, Revision
from projects.queries import openings_with_questions_to_answer
from projects.queries.action_item import open_items_of
from projects.queries.interview import interviews_with
from projects.queries.pulse import waiting_pulses_of
from projects.queries.scout import scouts_received_by
from projects.rules import ENDED
from reports.models import JointReport, OutcomeReport

Text = str | Promise
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to do: about what, why, since when, until when, and the one next step.

    `code` is the rule's short name in the operator's guide, for rules that have one; with `key`, the rule
    and the code of the thing, coordinators note what they did about it.
    """

    subject: str
    reason: Text
    action: Text
    url: str
    since: date | None = None
    due: date | None = None
    place: str = ""
    code: str = ""
    key: str = ""

    def overdue(self, day: date) -> bool:
        return self.due is not None and self.due < day


def oldest_first(items: Iterable[Attention]) -> list[Attention]:
    """By the day it began to wait or, where that is unknown, the day it must be done."""
    return sorted(
        items, key=lambda item: (item.since or item.due or date.max, item.subject, str(item.reason))
    )


def waiting_approvals(user: Any, day: date) -> list[Attention]:
    """Decisions this person can take now, oldest first, then what was decided in an absence (後閲)."""
    several = len(roles_of(user)) > 1
    waiting = [
        _about_approval(
            row,
            _("{person}さんが承認を申請しました").format(person=row.requested_by),
            _("内容を確認する"),
            several,
        )
        for row in approvals_awaiting(user, day)
    ]
    missed = [
        _about_approval(row, _("不在の間に、ほかの人が承認しました"), _("後閲を済ませる"), several)
        for row in approvals_to_review(user)
    ]
    return waiting + missed


def _about_approval(row: Approval, reason: Text, action: Text, several: bool) -> Attention:
    since = dates.jst_date(row.waiting_since)
    place = row.municipality.full_name if several else ""
    return Attention(row.subject, reason, action, row.get_absolute_url(), since=since, place=place)


def attention_for_staff(user: Any, at: datetime) -> list[Attention]:
    """What a city's staff member can act on now, besides approvals, in a constant number of queries."""
    day = dates.jst_date(at)
    items: list[Attention] = []
    if selecting := places_with_role(user, SELECTING_ROLES):
        items += _selections(selecting, drafted=places_with_role(user, DRAFTING_ROLES))
    if drafting := places_with_role(user, DRAFTING_ROLES):
        items += _openings_to_move(drafting)
        items += _questions_to_answer(drafting, at)
        items += _engagements_to_move(drafting, day)
        items += _records_to_answer(drafting, at)
        items += _reports_to_move(drafting)
    if approving := places_with_role(user, APPROVING_ROLES):
        items += _seats_to_fill(approving)
    items += _to_do(user, day)
    items += _pulses_to_answer(user)
    return oldest_first(items)


def _selections(places: list[int], *, drafted: list[int]) -> Iterator[Attention]:
    """Reviewers note what to answer; once everybody has an outcome, the drafter asks for approval."""
    waiting = Q(applications__status="submitted")
    rows = Opening.objects.filter(municipality__in=places, status="selecting").annotate(
        waiting=Count("applications", filter=waiting),
        undecided=Count("applications", filter=waiting & Q(applications__outcome="")),
    )
    for row in rows:
        if row.undecided:
            reason = _("結果の案が決まっていない応募が{count}件あります").format(count=row.undecided)
            yield Attention(row.title, reason, _("結果の案を決める"), row.desk_url, due=row.answer_date)
        elif row.municipality_id in drafted:
            reason = str(_("全員の結果の案が決まりました") if row.waiting else _("選考する応募がありません"))
            yield Attention(row.title, reason, _("承認を申請する"), row.desk_url, due=row.answer_date)


_OPENING_STEPS: dict[str, tuple[Text, Text]] = {
    "returned": (_("差し戻されました"), _("内容を直す")),
    "approved": (_("決裁が済み、公開できます"), _("公開する")),
    "result_approved": (_("選考結果の決裁が済み、応募者に知らせられます"), _("文面を確かめて知らせる")),
}


def _openings_to_move(places: list[int]) -> Iterator[Attention]:
    rows = Opening.objects.filter(municipality__in=places, status__in=_OPENING_STEPS, publish_at=None)
    for row in rows.select_related("approval", "result_approval"):
        reason, action = _OPENING_STEPS[row.status]
        decision = row.result_approval or row.approval
        since = _day(decision.decided_at) if decision else None
        due = row.answer_date if row.result_approval else row.deadline_date
        yield Attention(row.title, reason, action, row.desk_url, since, due)


def _questions_to_answer(places: list[int], at: datetime) -> Iterator[Attention]:
    for row in openings_with_questions_to_answer(places, at):
        reason = _("回答を公開していない質問が{count}件あります").format(count=row.waiting)
        url = reverse("desk_questions", args=[row.code])
        yield Attention(row.title, reason, _("質問に答える"), url, _day(row.oldest), row.question_answer_date)


def _seats_to_fill(places: list[int]) -> Iterator[Attention]:
    """Somebody declined the offer, and a reserve can be promoted."""
    rows = Opening.objects.filter(municipality__in=places, status="decided", seats_taken__lt=F("seats"))
    rows = rows.annotate(
        offers=Count("applications", filter=Q(applications__status="offered")),
        reserves=Count("applications", filter=Q(applications__status="reserved")),
    )
    for row in rows.filter(reserves__gt=0, offers__lt=F("seats") - F("seats_taken")):
        reason = _("空いた席に、補欠の方を繰り上げられます")
        yield Attention(row.title, reason, _("応募者を見る"), row.desk_url, _day(row.released_at))


def _engagements_to_move(places: list[int], day: date) -> Iterator[Attention]:
    rows = _engagements(places)
    deciding = ApprovalRoute.objects.places_needing(DecisionKind.ENGAGEMENT)
    for row in rows.filter(status="preparing").select_related("approval"):
        if row.is_being_decided:
            continue  # the approvers' turn
        if row.is_agreed and not row.is_decided and row.municipality_id in deciding:
            reason, action = _("期待値の確認が終わりました"), _("委嘱の決裁を申請する")
        elif row.is_agreed:
            reason, action = _("期待値の確認が終わり、始められます"), _("活動を始める")
        elif row.city_confirmed_at is None:
            reason, action = _("期待値を、自治体としてまだ確認していません"), _("期待値を確認する")
        else:
            continue  # the advisor's turn
        yield _about(row, reason, action, due=row.start_date)
    for row in rows.filter(status__in=["active", "paused"], end_date__lt=day):
        yield _about(row, _("活動の終了日を過ぎています"), _("目標を判定し、完了する"), due=row.end_date)
    for row in rows.filter(status__in=ENDED, report=None):
        yield _about(row, _("活動報告がまだありません"), _("報告を作成する"), since=_day(row.ended_at))


def _records_to_answer(places: list[int], at: datetime) -> Iterator[Attention]:
    """Advice, deliverables and meetings that wait for the city's word; one item an activity."""
    rows, day = _engagements(places), dates.jst_date(at)
    proposed = Q(recommendations__status="proposed")
    for row in _counted(rows, "recommendations", proposed, "proposed_date", "due_date"):
        reason = _("対応を決めていない提案が{count}件あります").format(count=row.waiting)
        yield _about(row, reason, _("対応を決める"), row.oldest, row.earliest_due)
    late = Q(recommendations__status__in=["trial", "studying"], recommendations__due_date__lt=day)
    for row in _counted(rows, "recommendations", late, "due_date", "due_date"):
        reason = _("期限を過ぎた検討中・試行中の提案が{count}件あります").format(count=row.waiting)
        yield _about(row, reason, _("対応を決める"), due=row.earliest_due)
    asked = Q(recommendations__follow_ups__status="waiting")
    for row in _counted(rows, "recommendations__follow_ups", asked, "asked_at", "asked_at"):
        reason = _("その後を答えていない提案が{count}件あります").format(count=row.waiting)
        yield _about(row, reason, _("その後を答える"), _day(row.oldest))
    proposed_terms = Q(revisions__status="proposed", revisions__by_advisor=True)
    for row in _counted(rows, "revisions", proposed_terms, "proposed_at", "proposed_at"):
        yield _about(row, _("条件の見直しの申し出が届いています"), _("返事をする"), _day(row.oldest))
    unread = Q(deliverables__status="submitted")
    for row in _counted(rows, "deliverables", unread, "delivered_date", "delivered_date"):
        reason = _("確認していない成果物が{count}件あります").format(count=row.waiting)
        yield _about(row, reason, _("成果物を確認する"), row.oldest)
    unwritten = Q(meetings__status="planned", meetings__starts_at__lt=at)
    for row in _counted(rows, "meetings", unwritten, "starts_at", "starts_at"):
        reason = _("記録していない会議が{count}件あります").format(count=row.waiting)
        yield _about(row, reason, _("会議を記録する"), _day(row.oldest))


def _counted(rows: QuerySet[Any], relation: str, criterion: Q, since: str, due: str) -> QuerySet[Any]:
    """Engagements with such records: how many, since when, and the earliest day one is due."""
    counted = rows.annotate(
        waiting=Count(relation, filter=criterion),
        oldest=Min(f"{relation}__{since}", filter=criterion),
        earliest_due=Min(f"{relation}__{due}", filter=criterion),
    )
    return counted.filter(waiting__gt=0)


_REPORT_STEPS: dict[str, tuple[Text, Text]] = {
    "draft": (_("下書きのままです"), _("続きを書く")),
    "commented": (_("アドバイザーのコメントが届きました"), _("承認を申請する")),
    "returned": (_("差し戻されました"), _("内容を直す")),
    "approved": (_("決裁が済み、公開できます"), _("公開する")),
}


def _reports_to_move(places: list[int]) -> Iterator[Attention]:
    models: tuple[Any, ...] = (OutcomeReport, JointReport)
    for model in models:
        rows = model.objects.filter(municipality__in=places, status__in=_REPORT_STEPS)
        for row in rows.select_related("approval"):
            reason, action = _REPORT_STEPS[row.status]
            decided = row.approval.decided_at if row.approval else None
            since = row.commented_at if row.status == "commented" else decided
            yield Attention(row.title, reason, action, row.desk_url, _day(since))


def attention_for_advisor(user: Any, at: datetime) -> list[Attention]:
    """Answers, confirmations and comments somebody waits for, in a constant number of queries."""
    day = dates.jst_date(at)
    items = [
        *_letters_to_move(user, day),
        *_scouts_to_answer(user, day),
        *_interviews_to_choose(user),
        *_starts_to_confirm(user),
        *_terms_to_answer(user),
        *_pulses_to_answer(user),
        *_work_to_mend(user),
        *_to_do(user, day),
    ]
    for report in OutcomeReport.objects.filter(engagement__advisor__user=user, status="commenting"):
        reason = _("活動報告へのコメントの依頼が届いています")
        since = _day(report.comment_requested_at)
        items.append(
            Attention(
                report.title, reason, _("コメントを書く"), report.advisor_url, since, report.comment_due_date
            )
        )
    return oldest_first(items)


def _letters_to_move(user: Any, day: date) -> Iterator[Attention]:
    rows = Application.objects.filter(advisor__user=user).select_related("opening")
    for row in rows.filter(status="offered"):
        reason, action = _("内定が届いています"), _("承諾か辞退を選ぶ")
        yield Attention(row.opening.title, reason, action, row.get_absolute_url(), _day(row.answered_at))
    for row in rows.filter(status="draft", opening__status="open", opening__deadline_date__gte=day):
        reason, url = _("応募が下書きのままです"), row.get_absolute_url()
        yield Attention(row.opening.title, reason, _("続きを書く"), url, due=row.opening.deadline_date)


def _interviews_to_choose(user: Any) -> Iterator[Attention]:
    for row in interviews_with(user).filter(status="proposed"):
        reason = _("面談の候補の日時が届いています")
        yield Attention(row.application.opening.title, reason, _("日時を選ぶ"), row.get_absolute_url())


def _scouts_to_answer(user: Any, day: date) -> Iterator[Attention]:
    rows = scouts_received_by(user).filter(status="sent", opening__deadline_date__gte=day)
    for row in rows:
        reason = _("{place}からスカウトが届いています").format(place=row.opening.municipality)
        url = row.get_absolute_url()
        yield Attention(
            row.opening.title,
            reason,
            _("読んで返事をする"),
            url,
            _day(row.sent_at),
            row.opening.deadline_date,
        )


def _starts_to_confirm(user: Any) -> Iterator[Attention]:
    rows = Engagement.objects.filter(advisor__user=user, status="preparing")
    for row in rows.select_related("project", "advisor"):
        title = row.project.title
        if row.advisor_confirmed_at is None and row.expectation:
            reason, url = _("期待値の確認をお願いします"), row.advisor_url
            yield Attention(title, reason, _("内容を確認する"), url, due=row.start_date)
        if row.advisor.employer_permission not in SETTLED_PERMISSIONS:
            reason, url = (
                _("本業の副業許可が確認できると、活動を始められます"),
                row.advisor.get_absolute_url(),
            )
            yield Attention(title, reason, _("プロフィールを直す"), url, due=row.start_date)


def _to_do(user: Any, day: date) -> Iterator[Attention]:
    """What the person has taken on and that is due within three days or late."""
    for row in open_items_of(user).filter(due_date__lte=day + SOON):
        late = row.due_date < day
        reason = _("やることの期限を過ぎています") if late else _("やることの期限が近づいています")
        url = row.url_for(user.pk)
        yield Attention(row.text, reason, _("終えたら記録する"), url, due=row.due_date)


def _terms_to_answer(user: Any) -> Iterator[Attention]:
    rows = Revision.objects.filter(engagement__advisor__user=user, status="proposed", by_advisor=False)
    for row in rows.select_related("engagement__project"):
        reason, url = _("条件の見直しの申し出が届いています"), row.engagement.advisor_url
        title = row.engagement.project.title
        yield Attention(title, reason, _("返事をする"), url, since=_day(row.proposed_at))


def _pulses_to_answer(user: Any) -> Iterator[Attention]:
    for row in waiting_pulses_of(user):
        reason, since = _("活動のふり返りをお願いします（1分）"), dates.jst_date(row.asked_at)
        title = row.engagement.project.title
        yield Attention(title, reason, _("答える"), row.answer_url, since=since)


def _work_to_mend(user: Any) -> Iterator[Attention]:
    rows = Deliverable.objects.filter(engagement__advisor__user=user, status="returned")
    for row in rows.select_related("engagement"):
        reason, url = _("成果物が差し戻されました"), row.engagement.advisor_url
        yield Attention(row.title, reason, _("直して、もう一度提出する"), url, since=row.delivered_date)


def _engagements(places: list[int]) -> QuerySet[Any]:
    return Engagement.objects.filter(municipality__in=places).select_related("project", "advisor__user")


def _about(
    row: Engagement, reason: Text, action: Text, since: date | None = None, due: date | None = None
) -> Attention:
    return Attention(str(row), reason, action, row.get_absolute_url(), since, due)


def _day(at: datetime | None) -> date | None:
    return dates.jst_date(at) if at else None

"""What people are told about openings, applications and the work itself."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.queries import drafters_of
from notifications.kinds import Kind, register
from notifications.operations import send
from notifications.reminders import WEEKLY_AFTERWARDS, Due, register_reminder
from projects.models import Application, Deliverable, Engagement, Meeting, Opening, Recommendation
from projects.queries.reminders import (
    advice_due_on,
    answers_promised_for,
    drafts_closing_on,
    meetings_on,
)

_SELECTION, _WORK = _("募集と応募"), _("活動")

OPENING_CLOSED = register("projects.opening_closed", _("募集の締切"), group=_SELECTION)
APPLICATION_RECEIVED = register(
    "projects.application_received", _("応募の受付"), mandatory=True, group=_SELECTION
)
APPLICATION_ARRIVED = register("projects.application_arrived", _("応募が届いたとき"), group=_SELECTION)
APPLICATION_WITHDRAWN = register("projects.application_withdrawn", _("応募の取下げ"), group=_SELECTION)
ANSWER = register("projects.answer", _("選考の結果"), mandatory=True, group=_SELECTION)
OFFER_ACCEPTED = register("projects.offer_accepted", _("内定の承諾"), mandatory=True, group=_SELECTION)
OFFER_REFUSED = register("projects.offer_refused", _("内定の辞退"), mandatory=True, group=_SELECTION)
EXPECTATION_CONFIRMED = register(
    "projects.expectation_confirmed", _("期待値の確認"), mandatory=True, group=_WORK
)
ENGAGEMENT_STARTED = register("projects.engagement_started", _("活動の開始"), mandatory=True, group=_WORK)
ENGAGEMENT_ENDED = register("projects.engagement_ended", _("活動の終了"), mandatory=True, group=_WORK)
MEETING_PLANNED = register("projects.meeting_planned", _("会議の予定"), group=_WORK)
MEETING_CHANGED = register("projects.meeting_changed", _("会議の変更・中止"), group=_WORK)
DELIVERABLE_SUBMITTED = register("projects.deliverable_submitted", _("成果物の提出"), group=_WORK)
DELIVERABLE_RETURNED = register("projects.deliverable_returned", _("成果物の差戻し"), group=_WORK)
RECOMMENDATION_ADDED = register("projects.recommendation_added", _("新しい提案"), group=_WORK)
RECOMMENDATION_DECIDED = register("projects.recommendation_decided", _("提案への対応"), group=_WORK)

DRAFT_UNFINISHED = register("projects.draft_unfinished", _("書きかけの応募の締切"), group=_SELECTION)
ANSWER_PROMISED = register("projects.answer_promised", _("約束した回答日"), group=_SELECTION)
MEETING_TOMORROW = register("projects.meeting_tomorrow", _("会議の前日"), group=_WORK)
MEETING_UNRECORDED = register("projects.meeting_unrecorded", _("会議の記録のもれ"), group=_WORK)
ADVICE_OVERDUE = register("projects.advice_overdue", _("提案への対応の遅れ"), group=_WORK)


def tell_closed(opening: Opening, *, at: datetime) -> None:
    count = opening.applications.filter(status="submitted").count()
    _tell(
        OPENING_CLOSED,
        opening,
        to=drafters_of(opening.municipality),
        path=opening.desk_url,
        at=at,
        opening=opening,
        count=count,
    )


def tell_received(application: Application, *, at: datetime) -> None:
    """A receipt to the applicant, and a word to the city."""
    scope = {"application": application, "opening": application.opening}
    _tell(
        APPLICATION_RECEIVED,
        application,
        to=[application.advisor.user],
        path=application.get_absolute_url(),
        at=at,
        **scope,
    )
    _tell(
        APPLICATION_ARRIVED,
        application,
        to=drafters_of(application.municipality),
        path=application.desk_url,
        at=at,
        **scope,
    )


def tell_withdrawn(application: Application, *, at: datetime) -> None:
    to = drafters_of(application.municipality)
    _tell(
        APPLICATION_WITHDRAWN, application, to=to, path=application.desk_url, at=at, application=application
    )


def tell_answer(application: Application, *, at: datetime) -> None:
    """Keyed by the answer: a reserve who is promoted later hears again."""
    send(
        ANSWER,
        to=[application.advisor.user],
        key=f"{application.pk}-{application.status}",
        path=application.get_absolute_url(),
        at=at,
        context={"application": application, "opening": application.opening},
    )


def tell_accepted(engagement: Engagement, *, at: datetime) -> None:
    to = drafters_of(engagement.municipality)
    _tell(OFFER_ACCEPTED, engagement, to=to, path=engagement.get_absolute_url(), at=at, engagement=engagement)


def tell_refused(application: Application, *, at: datetime) -> None:
    to = drafters_of(application.municipality)
    _tell(OFFER_REFUSED, application, to=to, path=application.desk_url, at=at, application=application)


def tell_confirmed(engagement: Engagement, *, by: User, at: datetime) -> None:
    """The other side learns that it is its turn, or that the activity can start."""
    _tell_other_side(EXPECTATION_CONFIRMED, engagement, by=by, at=at)


def tell_started(engagement: Engagement, *, at: datetime) -> None:
    _tell_advisor(ENGAGEMENT_STARTED, engagement, engagement, at=at)


def tell_ended(engagement: Engagement, *, at: datetime) -> None:
    _tell_advisor(ENGAGEMENT_ENDED, engagement, engagement, at=at)


def tell_meeting(meeting: Meeting, *, by: User, at: datetime) -> None:
    _tell_other_side(MEETING_PLANNED, meeting, by=by, at=at, meeting=meeting)


def tell_meeting_changed(meeting: Meeting, *, by: User, at: datetime) -> None:
    """A new time or place, or a cancellation; keyed by version, since a meeting may move twice."""
    _tell_other_side(MEETING_CHANGED, meeting, by=by, at=at, meeting=meeting)


def tell_deliverable(deliverable: Deliverable, *, by: User, at: datetime) -> None:
    _tell_other_side(DELIVERABLE_SUBMITTED, deliverable, by=by, at=at, deliverable=deliverable)


def tell_returned_deliverable(deliverable: Deliverable, *, at: datetime) -> None:
    """Keyed by version: the same deliverable may be returned twice."""
    _tell_advisor(DELIVERABLE_RETURNED, deliverable, deliverable.engagement, at=at, deliverable=deliverable)


def tell_recommendation(recommendation: Recommendation, *, by: User, at: datetime) -> None:
    _tell_other_side(RECOMMENDATION_ADDED, recommendation, by=by, at=at, recommendation=recommendation)


def tell_decision(recommendation: Recommendation, *, at: datetime) -> None:
    _tell_advisor(
        RECOMMENDATION_DECIDED,
        recommendation,
        recommendation.engagement,
        at=at,
        recommendation=recommendation,
        state=recommendation.workflow.state(recommendation.status),
    )


def _tell(kind: Kind, row: Any, *, to: Iterable[User], path: str, at: datetime, **context: Any) -> None:
    """One notice per row and version, so that a repeated event is told and a repeated call is not."""
    key = f"{row.pk}-{row.version}"
    send(kind, to=to, key=key, path=path, at=at, context=context)


def _tell_advisor(kind: Kind, row: Any, engagement: Engagement, *, at: datetime, **context: Any) -> None:
    _tell(
        kind,
        row,
        to=[engagement.advisor.user],
        path=engagement.advisor_url,
        at=at,
        engagement=engagement,
        **context,
    )


def _tell_other_side(kind: Kind, row: Any, *, by: User, at: datetime, **context: Any) -> None:
    """The city hears from the advisor, the advisor from the city."""
    engagement = getattr(row, "engagement", row)
    if by.pk != engagement.advisor.user_id:
        _tell_advisor(kind, row, engagement, at=at, **context)
        return
    to = drafters_of(engagement.municipality)
    path = engagement.get_absolute_url()
    _tell(kind, row, to=to, path=path, at=at, engagement=engagement, **context)


def _unfinished(day: date) -> Iterator[Due]:
    for row in drafts_closing_on(day):
        context = {"opening": row.opening}
        yield Due(str(row.pk), [row.advisor.user], row.get_absolute_url(), context)


def _promised(day: date) -> Iterator[Due]:
    for row in answers_promised_for(day):
        yield Due(str(row.pk), drafters_of(row.municipality), row.desk_url, {"opening": row})


def _meetings(day: date) -> Iterator[Due]:
    """Both sides; each is led to its own view of the activity."""
    for row in meetings_on(day):
        engagement, context = row.engagement, {"meeting": row, "engagement": row.engagement}
        yield Due(str(row.pk), [engagement.advisor.user], engagement.advisor_url, context)
        yield Due(str(row.pk), drafters_of(engagement.municipality), engagement.get_absolute_url(), context)


def _overdue_advice(day: date) -> Iterator[Due]:
    for row in advice_due_on(day):
        engagement, context = row.engagement, {"recommendation": row, "engagement": row.engagement}
        yield Due(str(row.pk), drafters_of(engagement.municipality), engagement.get_absolute_url(), context)


register_reminder(DRAFT_UNFINISHED, _unfinished)
register_reminder(ANSWER_PROMISED, _promised, days_before=(3, 0, -3))
register_reminder(MEETING_TOMORROW, _meetings, days_before=(1,))
register_reminder(MEETING_UNRECORDED, _meetings, days_before=(-1,))
register_reminder(ADVICE_OVERDUE, _overdue_advice, days_before=WEEKLY_AFTERWARDS)

"""What people are told about openings, applications and the work itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.queries import drafters_of
from notifications.kinds import Kind, register
from notifications.operations import send
from projects.models import (
    Application,
    Deliverable,
    Engagement,
    Meeting,
    Opening,
    Recommendation,
    SavedSearch,
)

OPENING_CLOSED = register("projects.opening_closed", _("募集の締切"))
APPLICATION_RECEIVED = register("projects.application_received", _("応募の受付"), mandatory=True)
APPLICATION_ARRIVED = register("projects.application_arrived", _("応募が届いたとき"))
APPLICATION_WITHDRAWN = register("projects.application_withdrawn", _("応募の取下げ"))
ANSWER = register("projects.answer", _("選考の結果"), mandatory=True)
OFFER_ACCEPTED = register("projects.offer_accepted", _("内定の承諾"), mandatory=True)
OFFER_REFUSED = register("projects.offer_refused", _("内定の辞退"), mandatory=True)
EXPECTATION_CONFIRMED = register("projects.expectation_confirmed", _("期待値の確認"), mandatory=True)
ENGAGEMENT_STARTED = register("projects.engagement_started", _("活動の開始"), mandatory=True)
ENGAGEMENT_ENDED = register("projects.engagement_ended", _("活動の終了"), mandatory=True)
MEETING_PLANNED = register("projects.meeting_planned", _("会議の予定"))
MEETING_CHANGED = register("projects.meeting_changed", _("会議の変更・中止"))
DELIVERABLE_SUBMITTED = register("projects.deliverable_submitted", _("成果物の提出"))
DELIVERABLE_RETURNED = register("projects.deliverable_returned", _("成果物の差戻し"))
RECOMMENDATION_ADDED = register("projects.recommendation_added", _("新しい提案"))
RECOMMENDATION_DECIDED = register("projects.recommendation_decided", _("提案への対応"))
NEW_OPENINGS = register("projects.new_openings", _("保存した条件に合う新しい募集"))


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
        to=[application.applicant.user],
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
        to=[application.applicant.user],
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


def tell_new_openings(search: SavedSearch, openings: list[Opening], *, at: datetime) -> None:
    """One mail for all of them; keyed by the newest, which is told once for each search."""
    send(
        NEW_OPENINGS,
        to=[search.owner],
        key=f"{search.pk}-{openings[0].pk}",
        path=openings[0].get_absolute_url() if len(openings) == 1 else search.results_url,
        at=at,
        context={"search": search, "openings": openings[:10], "more": max(len(openings) - 10, 0)},
    )

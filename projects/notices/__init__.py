"""What people are told about openings, applications and the work itself."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import coordinators
from advisors.models import AdvisorProfile
from municipalities.queries import approvers_of, drafters_of
from notifications.kinds import Kind, register
from notifications.operations import Letter, send, send_each
from notifications.texts import Composer
from projects.matching import Explained
from projects.models import (
    Addendum,
    Amendment,
    Application,
    Certificate,
    Deliverable,
    Engagement,
    HonorariumSheet,
    Opening,
    Question,
    Recommendation,
    SavedSearch,
    Scout,
)
from projects.queries.following import people_following
from projects.queries.release import answer_key

_SELECTION, _WORK = _("募集と応募"), _("活動")

OPENING_CLOSED = register("projects.opening_closed", _("募集の締切"), group=_SELECTION)
OPENING_AMENDED = register("projects.opening_amended", _("募集の訂正・締切の変更"), group=_SELECTION)
OPENING_WITHDRAWN = register("projects.opening_withdrawn", _("募集の取下げ"), group=_SELECTION)
NEW_ROUND = register("projects.new_round", _("再募集"), group=_SELECTION)
QUESTION_ASKED = register("projects.question_asked", _("質問が届いたとき"), group=_SELECTION)
QUESTION_ANSWERED = register("projects.question_answered", _("あなたの質問への回答"), group=_SELECTION)
QUESTION_REFUSED = register("projects.question_refused", _("質問を公開しないとき"), group=_SELECTION)
ANSWERS_PUBLISHED = register("projects.answers_published", _("質問への回答の公開"), group=_SELECTION)
ANSWER_NOTED = register("projects.answer_noted", _("回答への追記"), group=_SELECTION)
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
DELIVERABLE_SUBMITTED = register("projects.deliverable_submitted", _("成果物の提出"), group=_WORK)
DELIVERABLE_RETURNED = register("projects.deliverable_returned", _("成果物の差戻し"), group=_WORK)
RECOMMENDATION_ADDED = register("projects.recommendation_added", _("新しい提案"), group=_WORK)
RECOMMENDATION_DECIDED = register("projects.recommendation_decided", _("提案への対応"), group=_WORK)
MATCH_FOUND = register("projects.match_found", _("あなたに合う新しい募集"), group=_SELECTION)
MATCHES_CARRIED = register("projects.matches_carried", _("あなたに合う募集のまとめ"), group=_SELECTION)
SHEET_SUBMITTED = register("projects.sheet_submitted", _("謝礼の明細の提出"), group=_WORK)
CERTIFICATE = register("projects.certificate", _("証明書・感謝状の発行"), group=_WORK)
SHEET_DECIDED = register("projects.sheet_decided", _("謝礼の明細の確認・差戻し"), group=_WORK)
SCOUT_RECEIVED = register("projects.scout_received", _("自治体からのスカウト"), group=_SELECTION)
SCOUT_DECLINED = register("projects.scout_declined", _("スカウトの見送り"), group=_SELECTION)
NO_MATCH = register("projects.no_match", _("該当者がいなかった募集"), group=_SELECTION)
NEW_OPENINGS = register("projects.new_openings", _("保存した条件に合う新しい募集"), group=_SELECTION)
NEW_ADVISORS = register("projects.new_advisors", _("保存した条件に合う新しい専門家"), group=_SELECTION)


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


def tell_amended(amendment: Amendment, *, at: datetime) -> None:
    """訂正, 延長 or 早期の締切, to everybody who follows the call."""
    opening = amendment.opening
    columns = (opening._meta.get_field(name).verbose_name for name in amendment.after)  # type: ignore[union-attr]
    send(
        OPENING_AMENDED,
        to=people_following(opening),
        key=str(amendment.pk),
        path=amendment.get_absolute_url(),
        at=at,
        context={"amendment": amendment, "opening": opening, "columns": list(columns)},
    )


def tell_opening_withdrawn(opening: Opening, *, at: datetime, reason: str) -> None:
    """To who is interested or still writing; whoever has applied is answered one by one."""
    answered = opening.applications.filter(status__in=["submitted", "reserved"])
    to = people_following(opening).exclude(advisor_profile__applications__in=answered)
    _tell(OPENING_WITHDRAWN, opening, to=to, path=reverse("my_saved"), at=at, opening=opening, reason=reason)


def tell_new_round(opening: Opening, *, previous: Opening, at: datetime) -> None:
    """The call is published again: to who followed the round before, unless they were chosen.

    Asks for answers that were given, never for a result that is still sealed.
    """
    chosen = previous.applications.filter(status__in=["offered", "accepted"])
    to = people_following(previous).exclude(advisor_profile__applications__in=chosen)
    _tell(NEW_ROUND, opening, to=to, path=opening.get_absolute_url(), at=at, opening=opening)


def tell_question(question: Question, *, at: datetime) -> None:
    opening = question.opening
    send(
        QUESTION_ASKED,
        to=drafters_of(opening.municipality),
        key=str(question.pk),
        path=question.get_absolute_url(),
        at=at,
        context={"question": question, "opening": opening},
    )


def tell_answers(opening: Opening, published: list[Question], *, at: datetime) -> None:
    """One notice a person and publication: the askers hear of their answer, the others of the answers."""
    askers = {question.asked_by_id for question in published}
    others = people_following(opening).exclude(pk__in=askers)
    for kind, to in ((QUESTION_ANSWERED, User.objects.filter(pk__in=askers)), (ANSWERS_PUBLISHED, others)):
        send(
            kind,
            to=to,
            key=f"{opening.pk}-{published[-1].number}",
            path=f"{opening.get_absolute_url()}#questions",
            at=at,
            context={"opening": opening, "count": len(published)},
        )


def tell_refused_question(question: Question, *, at: datetime) -> None:
    """To the asker alone, with the reason."""
    send(
        QUESTION_REFUSED,
        to=[question.asked_by],
        key=str(question.pk),
        path=reverse("opening_ask", args=[question.opening.code]),
        at=at,
        context={"question": question, "opening": question.opening},
    )


def tell_note(addendum: Addendum, *, at: datetime) -> None:
    question = addendum.question
    opening = question.opening
    send(
        ANSWER_NOTED,
        to={*people_following(opening), question.asked_by},
        key=str(addendum.pk),
        path=f"{opening.get_absolute_url()}#questions",
        at=at,
        context={"question": question, "opening": opening},
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
    tell_results(application.opening, [application], at=at)


def tell_scout(scout: Scout, *, at: datetime) -> None:
    to = [scout.advisor.user]
    _tell(
        SCOUT_RECEIVED, scout, to=to, path=scout.get_absolute_url(), at=at, scout=scout, opening=scout.opening
    )


def tell_scout_declined(scout: Scout, *, reason: str, at: datetime) -> None:
    """To whoever asked."""
    path = reverse("desk_scouts", args=[scout.opening.code])
    scope = {"scout": scout, "opening": scout.opening, "reason": reason}
    _tell(SCOUT_DECLINED, scout, to=[scout.sent_by], path=path, at=at, **scope)


def answer_in_words(application: Application, status: str) -> str:
    """What the applicant will read once the application has that state; the name above it left out."""
    told = copy(application)
    told.status = status
    scope = {"application": told, "opening": application.opening}
    return Composer(ANSWER, scope).text(application.applicant.user).body


def tell_results(opening: Opening, answered: Iterable[Application], *, at: datetime) -> None:
    """Each in its own words, in a constant number of statements. Keyed by the answer: a reserve who is
    promoted later hears again.
    """
    letters = [
        Letter(
            application.applicant.user,
            answer_key(application, application.status),
            application.get_absolute_url(),
            {"application": application, "opening": opening},
        )
        for application in answered
    ]
    send_each(ANSWER, letters, at=at)


def tell_no_match(opening: Opening, *, at: datetime) -> None:
    """Nobody met the criteria: coordinators may help with the next round."""
    _tell(NO_MATCH, opening, to=coordinators(), path=opening.desk_url, at=at, opening=opening)


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


def tell_match(found: Explained, *, at: datetime) -> None:
    """With the reasons and the caution, which are the person's own."""
    send(
        MATCH_FOUND,
        to=[found.profile.user],
        key=str(found.opening.pk),
        path=found.opening.get_absolute_url(),
        at=at,
        context={"opening": found.opening, "reasons": found.reasons, "caution": found.caution},
    )


def tell_carried_matches(profile: AdvisorProfile, openings: list[Opening], *, at: datetime) -> None:
    send(
        MATCHES_CARRIED,
        to=[profile.user],
        key=f"{openings[-1].pk}",
        path=reverse("my_matches"),
        at=at,
        context={"openings": openings[:10], "more": max(len(openings) - 10, 0)},
    )


def tell_sheet_submitted(sheet: HonorariumSheet, *, at: datetime) -> None:
    """To who confirms it, and who looks after the work."""
    to = {*drafters_of(sheet.municipality), *approvers_of(sheet.municipality)}
    _tell(SHEET_SUBMITTED, sheet, to=to, path=sheet.get_absolute_url(), at=at, sheet=sheet)


def tell_sheet_decided(sheet: HonorariumSheet, *, at: datetime) -> None:
    to, state = [sheet.engagement.advisor.user], sheet.workflow.state(sheet.status)
    _tell(SHEET_DECIDED, sheet, to=to, path=sheet.advisor_url, at=at, sheet=sheet, state=state)


def tell_certificate(certificate: Certificate, *, at: datetime) -> None:
    to, path = [certificate.engagement.advisor.user], certificate.advisor_url
    send(CERTIFICATE, to=to, key=certificate.code, path=path, at=at, context={"certificate": certificate})


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
    _tell_news(NEW_OPENINGS, search, openings, page=openings[0].get_absolute_url(), at=at)


def tell_new_advisors(search: SavedSearch, advisors: list[AdvisorProfile], *, at: datetime) -> None:
    page = reverse("desk_advisor", args=[advisors[0].code])
    _tell_news(NEW_ADVISORS, search, advisors, page=page, at=at)


def _tell_news(kind: Kind, search: SavedSearch, rows: list[Any], *, page: str, at: datetime) -> None:
    """One mail for all of them; keyed by the newest, which is told once for each search and alone has a
    `page`.
    """
    send(
        kind,
        to=[search.owner],
        key=f"{search.pk}-{rows[0].pk}",
        path=page if len(rows) == 1 else search.results_url,
        at=at,
        context={"search": search, "rows": rows[:10], "more": max(len(rows) - 10, 0)},
    )

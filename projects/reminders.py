"""What people are reminded of: deadlines, meetings, promised answers, missing records."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.queries import coordinators
from municipalities.queries import drafters_of
from notifications.kinds import register
from notifications.reminders import WEEKLY_AFTERWARDS, Due, register_reminder
from projects.notices.follow_up import question_for, scope_of
from projects.queries.action_item import items_due_on
from projects.queries.follow_up import follow_ups_asked_on, people_in_charge
from projects.queries.participants import posts_taking_part
from projects.queries.pulse import pulses_asked_on
from projects.queries.reminders import (
    advice_due_on,
    answers_promised_for,
    drafts_closing_on,
    interviews_on,
    meetings_on,
    unanswered_since,
)
from projects.queries.selection import selectors_reading

_SELECTION, _WORK = _("募集と応募"), _("活動")

DRAFT_UNFINISHED = register("projects.draft_unfinished", _("書きかけの応募の締切"), group=_SELECTION)
ANSWER_PROMISED = register("projects.answer_promised", _("約束した回答日"), group=_SELECTION)
ANSWER_LATE = register("projects.answer_late", _("約束した回答日の遅れ"), group=_SELECTION)
ANSWER_OVERDUE = register("projects.answer_overdue", _("回答日を大きく過ぎた募集"), group=_SELECTION)
INTERVIEW_TOMORROW = register("projects.interview_tomorrow", _("面談の前日"), group=_SELECTION)
MEETING_TOMORROW = register("projects.meeting_tomorrow", _("会議の前日"), group=_WORK)
MEETING_UNRECORDED = register("projects.meeting_unrecorded", _("会議の記録のもれ"), group=_WORK)
ACTION_DUE = register("projects.action_due", _("やることの期限"), group=_WORK)
PULSE_WAITING = register("projects.pulse_waiting", _("活動のふり返りの再送"), group=_WORK)
FOLLOW_UP_REPEATED = register("projects.follow_up_repeated", _("提案のその後の確認の再送"), group=_WORK)
FOLLOW_UP_UNANSWERED = register(
    "projects.follow_up_unanswered", _("その後の確認に回答がないとき"), group=_WORK
)
ADVICE_OVERDUE = register("projects.advice_overdue", _("提案への対応の遅れ"), group=_WORK)


def _unfinished(day: date) -> Iterator[Due]:
    for row in drafts_closing_on(day):
        context = {"opening": row.opening}
        yield Due(str(row.pk), [row.applicant.user], row.get_absolute_url(), context)


def _promised(day: date) -> Iterator[Due]:
    for row in answers_promised_for(day):
        yield Due(str(row.pk), drafters_of(row.municipality), row.desk_url, {"opening": row})


def _late(day: date) -> Iterator[Due]:
    """A word to everybody who still waits, the morning after."""
    for row in unanswered_since(day):
        context = {"opening": row.opening}
        yield Due(str(row.pk), [row.applicant.user], row.get_absolute_url(), context)


def _overdue(day: date) -> Iterator[Due]:
    """To the coordinators, who may step in."""
    for row in answers_promised_for(day):
        yield Due(str(row.pk), coordinators(), row.desk_url, {"opening": row})


def _interviews(day: date) -> Iterator[Due]:
    """Both sides, without staff excluded from the application."""
    for row in interviews_on(day):
        application = row.application
        context = {"interview": row, "application": application, "opening": application.opening}
        yield Due(str(row.pk), [application.applicant.user], row.get_absolute_url(), context)
        yield Due(str(row.pk), selectors_reading(application), row.desk_url, context)


def _meetings(day: date) -> Iterator[Due]:
    """Both sides; each is led to its own view of the activity."""
    for row in meetings_on(day):
        engagement, context = row.engagement, {"meeting": row, "engagement": row.engagement}
        yield Due(str(row.pk), [engagement.advisor.user], engagement.advisor_url, context)
        staff = [post.user for post in posts_taking_part(engagement)]
        yield Due(str(row.pk), staff, engagement.get_absolute_url(), context)


def _overdue_advice(day: date) -> Iterator[Due]:
    for row in advice_due_on(day):
        engagement, context = row.engagement, {"recommendation": row, "engagement": row.engagement}
        yield Due(str(row.pk), drafters_of(engagement.municipality), engagement.get_absolute_url(), context)


def _action_items(day: date) -> Iterator[Due]:
    for row in items_due_on(day):
        context = {"item": row, "engagement": row.engagement}
        yield Due(row.code, [row.owner], row.url_for(row.owner_id), context)


def _pulses(day: date) -> Iterator[Due]:
    for row in pulses_asked_on(day):
        yield Due(row.code, [row.person], row.answer_url, {"pulse": row, "engagement": row.engagement})


def _follow_ups(day: date) -> Iterator[Due]:
    """To the section as it is now: whoever has left is not asked again, whoever has come is."""
    for row in follow_ups_asked_on(day):
        for person in people_in_charge(row.recommendation):
            yield Due(row.code, [person], row.answer_url, question_for(row, person))


def _ignored_follow_ups(day: date) -> Iterator[Due]:
    """To the coordinators, who may ask on the telephone."""
    for row in follow_ups_asked_on(day):
        yield Due(row.code, coordinators(), row.engagement.coord_url, scope_of(row))


register_reminder(DRAFT_UNFINISHED, _unfinished)
register_reminder(ANSWER_PROMISED, _promised, days_before=(3, 0, -3))
register_reminder(ANSWER_LATE, _late, days_before=(-1,))
register_reminder(ANSWER_OVERDUE, _overdue, days_before=(-7,))
register_reminder(INTERVIEW_TOMORROW, _interviews, days_before=(1,))
register_reminder(MEETING_TOMORROW, _meetings, days_before=(1,))
register_reminder(MEETING_UNRECORDED, _meetings, days_before=(-1,))
register_reminder(ACTION_DUE, _action_items, days_before=(1, *WEEKLY_AFTERWARDS))
register_reminder(PULSE_WAITING, _pulses, days_before=(-7,))
register_reminder(FOLLOW_UP_REPEATED, _follow_ups, days_before=(-14,))
register_reminder(FOLLOW_UP_UNANSWERED, _ignored_follow_ups, days_before=(-30,))
register_reminder(ADVICE_OVERDUE, _overdue_advice, days_before=WEEKLY_AFTERWARDS)

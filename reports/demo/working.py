"""What an activity leaves behind: meetings with minutes, things handed over, advice and its answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core.dates import jst_date, months_before
from projects.documents.engagement import sample_text
from projects.enums import CertificateKind, Place
from projects.models import Engagement, FollowUp, Meeting
from projects.operations import engagement as engagements
from projects.operations import follow_up as follow_ups
from projects.operations import meeting as meetings
from projects.operations import record as records
from projects.operations import work
from projects.operations.certificate import issue_certificate
from reports.demo.stage import Office, clock

ANSWERS = {
    name: records.decide_recommendation(name)
    for name in ("adopt", "try", "study", "decline", "mark_existing")
}
VERDICTS = {name: engagements.judge_goal(name) for name in ("achieve", "achieve_partly", "miss")}


@dataclass(frozen=True, slots=True)
class Minutes:
    day: date
    title: str
    summary: str
    decisions: str
    next_steps: str = ""
    hour: int = 17
    minute: int = 30
    place: str = Place.ONLINE
    attendees: str = ""
    cancelled: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """Something handed over; `returned` is (day, reason, day of the second try)."""

    day: date
    kind: str
    title: str
    description: str
    location: str = ""
    meeting: int | None = None
    returned: tuple[date, str, date] | None = None
    accepted: date | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice; `answer` is (day, action, note, evidence) or nothing yet."""

    day: date
    section: str
    text: str
    grounds: str
    due: date | None = None
    meeting: int | None = None
    answer: tuple[date, str, str, str] | None = None


def plan(engagement: Engagement, minutes: Minutes, *, by: User, ahead: int = 7) -> Meeting:
    (meeting,) = meetings.plan_meetings(
        engagement,
        by=by,
        at=clock(minutes.day - timedelta(days=ahead), 9, 50),
        title=minutes.title,
        starts_at=clock(minutes.day, minutes.hour, minutes.minute),
        duration_minutes=60,
        place=minutes.place,
        place_note="本庁舎の会議室" if minutes.place == Place.ONSITE else "",
        attendees=minutes.attendees,
    )
    return meeting


def meet(engagement: Engagement, all_minutes: Iterable[Minutes], *, by: User) -> dict[int, Meeting]:
    """Plans each meeting a week ahead and writes its minutes the next morning; by number."""
    held = {}
    for minutes in all_minutes:
        meeting = plan(engagement, minutes, by=by)
        if minutes.cancelled:
            at = clock(minutes.day - timedelta(days=1), 16)
            meetings.cancel_meeting(meeting, by=by, at=at, reason=minutes.cancelled)
            continue
        held[meeting.number] = meetings.hold_meeting(
            meeting,
            by=by,
            at=clock(minutes.day, minutes.hour + 2),
            summary=minutes.summary,
            decisions=minutes.decisions,
            next_steps=minutes.next_steps,
        )
    return held


def hand_over(
    engagement: Engagement, products: Iterable[Product], meetings: dict[int, Meeting], *, by: User
) -> None:
    """The advisor hands over; the city takes it, or gives it back once and takes the second try."""
    advisor = engagement.advisor.user
    for product in products:
        row = records.add_deliverable(
            engagement,
            by=advisor,
            at=clock(product.day, 21),
            kind=product.kind,
            title=product.title,
            description=product.description,
            location=product.location,
            delivered_date=product.day,
            meeting=meetings.get(product.meeting or 0),
        )
        if product.returned:
            day, reason, again = product.returned
            row = records.return_deliverable(row, by=by, at=clock(day, 11), reason=reason)
            row = records.resubmit_deliverable(row, by=advisor, at=clock(again, 21))
        if product.accepted:
            records.accept_deliverable(row, by=by, at=clock(product.accepted, 10))


def log(engagement: Engagement, meetings: Iterable[Meeting]) -> None:
    """The advisor records each meeting as work on the evening of its day."""
    for meeting in meetings:
        day = jst_date(meeting.starts_at)
        work.add_entry(
            engagement,
            by=engagement.advisor.user,
            at=clock(day, 22),
            done_on=day,
            minutes=meeting.duration_minutes + 35,
            place=meeting.place,
            task=f"第{meeting.number}回会議と資料の準備",
        )


def claim(engagement: Engagement, *, by: User) -> None:
    """The advisor claims every month that is over but the last; the city has confirmed the first."""
    months = sorted({entry.done_on.replace(day=1) for entry in engagement.entries.all()})
    for number, month in enumerate(months[:-1]):
        day = months_before(month, -1)
        sheet = work.submit_sheet(engagement, by=engagement.advisor.user, at=clock(day, 21), month=month)
        if number == 0:
            at = clock(day + timedelta(days=3), 10)
            work.approve_sheet(sheet, by=by, at=at, document_number="企第31号")


def advise(
    engagement: Engagement,
    ledger: Iterable[Advice],
    office: Office,
    meetings: dict[int, Meeting],
    *,
    by: User,
) -> None:
    """The advisor proposes, the section in charge answers."""
    for advice in ledger:
        row = records.add_recommendation(
            engagement,
            by=engagement.advisor.user,
            at=clock(advice.day, 20, 30),
            text=advice.text,
            grounds=advice.grounds,
            department=office.sections[advice.section],
            proposed_date=advice.day,
            due_date=advice.due,
            meeting=meetings.get(advice.meeting or 0),
        )
        if advice.answer:
            day, action, note, evidence = advice.answer
            ANSWERS[action](row, by=by, at=clock(day, 15), status_note=note, evidence=evidence)


def judge(engagement: Engagement, verdicts: Iterable[tuple[str, str]], *, by: User, day: date) -> None:
    """One (action, note) for each goal, in their order."""
    goals: Any = engagement.goals.order_by("position")
    for goal, (action, note) in zip(goals, verdicts, strict=True):
        VERDICTS[action](goal, by=by, at=clock(day, 13), verdict_note=note)


def finish(engagement: Engagement, *, by: User, day: date) -> Engagement:
    return engagements.complete_engagement(engagement, by=by, at=clock(day, 17))


def follow_up(by: User, day: date, news: Mapping[str, tuple[str, str]]) -> None:
    """The section is asked and answers the week after: (state, words) by the text of the advice; what is
    not in the news goes on as it was.
    """
    follow_ups.ask_follow_ups(clock(day, 9, 10))
    waiting = FollowUp.objects.filter(status="waiting").select_related("recommendation__engagement")
    for row in waiting.order_by("id"):
        outcome, remark = news.get(row.recommendation.text, (row.recommendation.status, ""))
        at = clock(day + timedelta(days=7), 11)
        follow_ups.answer_follow_up(row, by=by, at=at, outcome=outcome, remark=remark)


def hand_out(engagement: Engagement, *, by: User, day: date, thanks: str) -> None:
    """Both kinds, in the name of the mayor."""
    texts = {CertificateKind.SERVICE: sample_text(engagement), CertificateKind.THANKS: thanks}
    for kind, text in texts.items():
        issue_certificate(
            engagement,
            by=by,
            at=clock(day, 10),
            kind=kind,
            text=text,
            issued_date=day,
            issuer_title=f"{engagement.municipality.name}長",
            issuer_name="大川 誠",
        )

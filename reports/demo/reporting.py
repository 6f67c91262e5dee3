"""From the finished activity to the published report."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from projects.models import Engagement
from reports.demo.stage import Office, clock
from reports.models import OutcomeReport
from reports.operations import outcome as reports


@dataclass(frozen=True, slots=True)
class Words:
    """The city's part of a report. It replaces the prefilled lists: the page shows the record anyway."""

    title: str
    summary: str
    problem: str
    activities: str
    outcomes: str
    next_steps: str
    staff_comment: str


def write_report(engagement: Engagement, words: Words, *, by: User, day: date) -> OutcomeReport:
    draft = reports.start_report(engagement, by=by, at=clock(day, 9, 30))
    return reports.edit_report(
        draft,
        by=by,
        at=clock(day, 15),
        version=draft.version,
        title=words.title,
        summary=words.summary,
        problem=words.problem,
        activities=words.activities,
        outcomes=words.outcomes,
        next_steps=words.next_steps,
        staff_comment=words.staff_comment,
    )


def ask_comment(report: OutcomeReport, *, by: User, day: date, due: date) -> OutcomeReport:
    return reports.request_comment(report, by=by, at=clock(day, 16), due_date=due)


def comment(report: OutcomeReport, text: str, name_display: str, *, day: date) -> OutcomeReport:
    advisor = report.engagement.advisor.user
    return reports.add_comment(
        report, by=advisor, at=clock(day, 20), advisor_comment=text, name_display=name_display
    )


def publish(
    report: OutcomeReport, office: Office, *, by: User, asked: date, decided: date, published: date
) -> OutcomeReport:
    report = reports.submit_report(report, by=by, at=clock(asked, 10))
    at = clock(decided, 15)
    report = reports.approve_report(report, by=office.approver, at=at, **office.decision(at))
    return reports.publish_report(report, by=by, at=clock(published, 10))

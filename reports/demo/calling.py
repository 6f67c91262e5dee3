"""How advisors are found: the call, its approval, the letters that arrive, and the one answer to all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from projects.enums import FeedbackReason, Outcome
from projects.models import Application, Engagement, Opening, Project
from projects.operations import application as applications
from projects.operations import engagement as engagements
from projects.operations import opening as openings
from projects.operations import release as results
from projects.operations import selection
from reports.demo.stage import Office, Stage, clock


@dataclass(frozen=True, slots=True)
class Letter:
    """One application, and what the city means to answer (`outcome`, `note`, `message`)."""

    advisor: str
    day: date
    motivation: str
    approach: str
    availability: str = "平日19時以降と土曜の午前、月2回から3回"
    conflict: str = ""
    withdrawn: date | None = None
    outcome: str = ""
    note: str = ""
    message: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class CallDays:
    """When a call takes its steps; what is None has not happened."""

    drafted: date
    submitted: date | None = None
    returned: tuple[date, str] | None = None
    approved: date | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed before the start."""

    not_expected: str
    contact_rule: str
    expectation: str = ""
    goals: tuple[tuple[str, str], ...] = field(default=())


def call(project: Project, office: Office, days: CallDays, *, by: User, values: dict[str, Any]) -> Opening:
    """Drafts the call and takes it as far as `days` goes."""
    opening = openings.draft_opening(project, by=by, at=clock(days.drafted, 13, 20), **values)
    if days.returned:
        day, reason = days.returned
        opening = openings.submit_opening(opening, by=by, at=clock(days.drafted, 16))
        opening = openings.return_opening(opening, by=office.approver, at=clock(day, 9, 30), reason=reason)
    if days.submitted:
        opening = openings.submit_opening(opening, by=by, at=clock(days.submitted, 11))
    if days.approved:
        at = clock(days.approved, 16, 30)
        opening = openings.approve_opening(opening, by=office.approver, at=at, **office.decision(at))
    if days.published:
        opening = openings.publish_opening(opening, by=by, at=clock(days.published, 10))
    return opening


def receive(stage: Stage, opening: Opening, letters: Iterable[Letter]) -> dict[str, Application]:
    """Each applicant writes one evening and sends the letter the next."""
    received = {}
    for letter in sorted(letters, key=lambda letter: letter.day):
        by = stage.people[letter.advisor]
        draft = write(stage, opening, letter)
        application = applications.submit_application(draft, by=by, at=clock(letter.day, 20, 45))
        if letter.withdrawn:
            at = clock(letter.withdrawn, 12, 15)
            application = applications.withdraw_application(
                application, by=by, at=at, reason="本業の繁忙期と重なったため"
            )
        received[letter.advisor] = application
    return received


def write(stage: Stage, opening: Opening, letter: Letter) -> Application:
    """The letter as a draft that only its writer can see; for the first post unless it names one."""
    posts = opening.positions.order_by("number")
    return applications.save_application(
        opening,
        by=stage.people[letter.advisor],
        at=clock(letter.day - timedelta(days=1), 21, 10),
        advisor=stage.profiles[letter.advisor],
        position=posts.filter(title=letter.position).first() or posts.first(),
        motivation=letter.motivation,
        approach=letter.approach,
        availability=letter.availability,
        has_conflict=bool(letter.conflict),
        conflict_note=letter.conflict,
    )


def close(opening: Opening) -> Opening:
    """The deadline has passed: the portal closes the call, nobody presses a button."""
    return openings.close_opening(opening, by=None, at=clock(opening.deadline_date + timedelta(days=1), 0, 1))


def declare(received: Iterable[Application], *, by: User, at: datetime) -> None:
    """Nobody at this office is close to an applicant."""
    for opening in {application.opening for application in received}:
        codes = [application.code for application in received if application.opening == opening]
        selection.declare_conflicts(opening, by=by, at=at, asked=codes, conflicts={})


def propose_answers(
    received: dict[str, Application], letters: Iterable[Letter], *, by: User, day: date
) -> None:
    declare(received.values(), by=by, at=clock(day, 9))
    for letter in letters:
        if letter.outcome:
            applications.assess_application(
                received[letter.advisor],
                by=by,
                at=clock(day, 14),
                outcome=letter.outcome,
                internal_note=letter.note,
                message=letter.message,
                feedback_reason=FeedbackReason.OTHERS if letter.outcome == Outcome.DECLINE else "",
            )


def release(opening: Opening, office: Office, *, by: User, asked: date, decided: date) -> Opening:
    """Decided in the afternoon, and told to everybody an hour later."""
    opening = results.submit_result(opening, by=by, at=clock(asked, 10, 30))
    at = clock(decided, 16)
    opening = results.approve_result(opening, by=office.approver, at=at, **office.decision(at))
    opening = results.announce(opening, by=by, at=clock(decided, 16, 30), release_at=clock(decided, 17))
    return results.release_result(opening, at=clock(decided, 17))


def accept(stage: Stage, application: Application, day: date) -> Engagement:
    return applications.accept_offer(application, by=application.applicant.user, at=clock(day, 21))


def agree(engagement: Engagement, terms: Terms, *, by: User, day: date) -> Engagement:
    """The city writes down what it hopes for, sets the goals, and confirms."""
    engagement = engagements.edit_expectation(
        engagement,
        by=by,
        at=clock(day, 10),
        version=engagement.version,
        expectation=terms.expectation or engagement.expectation,
        not_expected=terms.not_expected,
        contact_rule=terms.contact_rule,
    )
    for text, indicator in terms.goals:
        engagements.set_goal(engagement, by=by, at=clock(day, 10, 20), text=text, indicator=indicator)
    return engagements.confirm_as_city(engagement, by=by, at=clock(day, 11))


def start(engagement: Engagement, *, by: User, confirmed: date, started: date) -> Engagement:
    """The advisor confirms, and on the first day the city starts the activity."""
    engagement = engagements.confirm_as_advisor(
        engagement, by=engagement.advisor.user, at=clock(confirmed, 20)
    )
    return engagements.start_engagement(engagement, by=by, at=clock(started, 9))

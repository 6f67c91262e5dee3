"""Questions about a person and a report. Both kinds of report carry `municipality_id`."""

from typing import Any

import rules

from accounts.rules import is_operator
from municipalities.rules import is_staff, may_draft
from reports.workflow import EDITABLE


@rules.predicate
def is_published(_user: Any, report: Any = None) -> bool:
    return report is not None and report.status == "published"


@rules.predicate
def is_reported_advisor(user: Any, report: Any = None) -> bool:
    return report is not None and report.engagement.advisor.user_id == user.pk


@rules.predicate
def was_shown_to_advisor(_user: Any, report: Any = None) -> bool:
    """A draft is the city's alone until the advisor is asked."""
    return report is not None and report.comment_requested_at is not None


sees_report = is_published | is_staff | is_operator | (is_reported_advisor & was_shown_to_advisor)
sees_joint_report = is_published | is_staff | is_operator


@rules.predicate
def is_editable(_user: Any, report: Any = None) -> bool:
    return report is None or report.status in EDITABLE


def _of_its_report(predicate: Any) -> rules.Predicate:
    """The same question about the report that a photograph belongs to."""

    @rules.predicate(f"report:{predicate.name}")
    def asked(user: Any, photo: Any = None) -> bool:
        return bool(predicate.test(user, photo.report if photo is not None else None))

    return asked


sees_report_of = _of_its_report(sees_report)
edits_report_of = _of_its_report(may_draft & is_editable)


@rules.predicate
def asked_for_it(user: Any, job: Any = None) -> bool:
    return job is not None and job.person_id == user.pk


@rules.predicate
def still_reads_it(user: Any, job: Any = None) -> bool:
    """A document stays readable only for as long as its reader could have it made."""
    return is_operator(user) if job.program is None else is_staff(user, job.program)


rules.add_perm("reports.watch_progress", is_operator)
rules.add_perm("reports.make_council_pack", is_staff)

"""Questions about a person and a report. Both kinds of report carry `municipality_id`."""

from typing import Any

import rules

from accounts.rules import is_operator
from municipalities.rules import is_staff
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


rules.add_perm("reports.watch_progress", is_operator)

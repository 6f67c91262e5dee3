"""When a member of staff is away: others act meanwhile, and nothing waits."""

from datetime import date, datetime

from accounts.models import User
from audit import changes
from municipalities.models import StaffMembership


def record_absence(
    membership: StaffMembership,
    *,
    by: User,
    at: datetime,
    absent_from: date | None,
    absent_until: date | None,
) -> StaffMembership:
    """None for both ends the absence."""
    return changes.edit(
        membership,
        by=by,
        at=at,
        action="record_absence",
        absent_from=absent_from,
        absent_until=absent_until,
    )

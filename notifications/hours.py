"""When a mail may leave: quiet hours and the mornings of digests, in Japanese time."""

from datetime import datetime, time, timedelta

from core.dates import JST
from notifications.enums import Frequency

QUIET_FROM, QUIET_TO = time(20), time(8)
MONDAY = 0


def mail_time(at: datetime, *, urgent: bool) -> datetime:
    """`at`, or the next 8:00 when it falls between 20:00 and 8:00 and can wait."""
    clock = at.astimezone(JST).time()
    is_quiet = clock >= QUIET_FROM or clock < QUIET_TO
    return next_morning(at) if is_quiet and not urgent else at


def digest_time(at: datetime, frequency: str) -> datetime | None:
    """The next 8:00, or the next Monday 8:00; None for mails that are not gathered."""
    if frequency == Frequency.DAILY:
        return next_morning(at)
    if frequency == Frequency.WEEKLY:
        morning = next_morning(at)
        return morning + timedelta(days=(MONDAY - morning.weekday()) % 7)
    return None


def next_morning(at: datetime) -> datetime:
    """8:00 after `at`; somebody told at 8:00 sharp waits for the next one."""
    local = at.astimezone(JST)
    morning = datetime.combine(local.date(), QUIET_TO, tzinfo=JST)
    return morning if local < morning else morning + timedelta(days=1)

"""Celery entry points of this app."""

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from core import dates
from municipalities import notices
from municipalities.queries import approvals_waiting_since, with_people

PATIENCE = 3  # working days a step may wait before those who can act are told once more
SATURDAY = 5


@shared_task(name="municipalities.tasks.remind_approvers")
def remind_approvers() -> int:
    """Tells those who can act at steps that have waited too long; returns how many approvals wait."""
    now = timezone.now()
    day = dates.jst_date(now)
    waiting = with_people(approvals_waiting_since(working_days_before(day, PATIENCE)))
    for approval in waiting:
        people = [each.member.user for each in approval.acting(day)]
        notices.remind_approvers(approval, to=people, at=now)
    return len(waiting)


def working_days_before(day: date, number: int) -> date:
    """The day so many weekdays earlier; Saturdays and Sundays are not counted."""
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day

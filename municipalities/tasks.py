"""Celery entry points of this app: what happens by the calendar of the office."""

import logging
from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from core import dates
from core.errors import DomainError
from municipalities import notices, queries
from municipalities.operations import handover as handovers
from municipalities.operations import invitation as invitations
from municipalities.operations import membercheck as checks
from municipalities.operations import webhook as webhooks
from municipalities.queries import approvals_waiting_since, with_people

logger = logging.getLogger(__name__)
PATIENCE = 3  # working days a step may wait before those who can act are told once more
QUARTER_MONTHS = (1, 4, 7, 10)


@shared_task(name="municipalities.tasks.remind_approvers")
def remind_approvers() -> int:
    """Tells those who can act at steps that have waited too long; returns how many approvals wait."""
    now = timezone.now()
    day = dates.jst_date(now)
    waiting = with_people(approvals_waiting_since(dates.working_days_before(day, PATIENCE)))
    for approval in waiting:
        people = [each.member.user for each in approval.acting(day)]
        notices.remind_approvers(approval, to=people, at=now)
    return len(waiting)


@shared_task(name="municipalities.tasks.execute_due_handovers")
def execute_due_handovers() -> int:
    """Carries out what is planned for today or earlier; returns how many. Safe to run twice."""
    now = timezone.now()
    done = 0
    for handover in queries.handovers_due(dates.jst_date(now)):
        try:
            handovers.execute_handover(handover, by=None, at=now)
        except DomainError as error:
            if str(error) != handover.obstacle:
                logger.info("handover %s has to wait: %s", handover.code, error)
                handovers.report_obstacle(handover, at=now, obstacle=str(error))
        else:
            done += 1
    return done


@shared_task(name="municipalities.tasks.expire_invitations")
def expire_invitations() -> int:
    """Marks what nobody accepted in time; a late link is refused even before that."""
    now = timezone.now()
    rows = list(queries.invitations_overdue(now))
    for invitation in rows:
        invitations.expire_invitation(invitation, at=now)
    return len(rows)


@shared_task(name="municipalities.tasks.ask_for_member_checks")
def ask_for_member_checks() -> int:
    """On the first working day of a quarter, or the first run after it; reminds after two weeks."""
    now = timezone.now()
    day = dates.jst_date(now)
    quarter = date(day.year, QUARTER_MONTHS[(day.month - 1) // 3], 1)
    asked = 0
    if day >= dates.working_days_after(quarter - timedelta(days=1), 1):
        for municipality in queries.places_to_check(quarter):
            checks.open_check(municipality, at=now, quarter_date=quarter)
            asked += 1
    for check in queries.checks_to_remind(now):
        checks.remind_of_check(check, at=now)
    return asked


@shared_task(name="municipalities.tasks.send_webhooks")
def send_webhooks() -> int:
    """Sends messages that are due; returns how many arrived. Each is leased, so two runs may overlap."""
    return webhooks.send_due(clock=timezone.now)


@shared_task(name="municipalities.tasks.forget_webhooks")
def forget_webhooks() -> int:
    """Deletes settled messages after thirty days; returns how many."""
    return webhooks.forget_deliveries(timezone.now())

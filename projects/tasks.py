"""Celery entry points of this app."""

import logging

from celery import shared_task
from django.utils import timezone

from core.workflow import IllegalTransition
from projects import queries
from projects.operations.opening import close_opening
from projects.operations.retention import erase_old_applications

logger = logging.getLogger(__name__)


@shared_task(name="projects.tasks.close_due_openings")
def close_due_openings() -> int:
    """Closes each call whose last day has ended; returns how many. Safe to run twice."""
    now = timezone.now()
    closed = 0
    for opening in queries.due_openings(now):
        try:
            close_opening(opening, by=None, at=now)
        except IllegalTransition:
            logger.info("opening %s was closed by somebody else", opening.code)
        else:
            closed += 1
    return closed


@shared_task(name="projects.tasks.erase_applications")
def erase_applications() -> int:
    """Erases what the retention rule no longer allows to keep; returns how many. Safe to run twice."""
    return erase_old_applications(at=timezone.now())

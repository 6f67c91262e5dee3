"""Celery entry points of this app."""

import logging

from celery import shared_task
from django.utils import timezone

from core.errors import DomainError
from core.workflow import IllegalTransition
from projects import queries
from projects.operations.opening import close_opening, publish_opening

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


@shared_task(name="projects.tasks.publish_due_openings")
def publish_due_openings() -> int:
    """Publishes each approved call whose hour has come; returns how many. Safe to run twice."""
    now = timezone.now()
    published = 0
    for opening in queries.openings_to_publish(now):
        try:
            publish_opening(opening, by=None, at=now)
        except DomainError as refusal:  # published by hand, withdrawn, or past its deadline
            logger.info("opening %s was not published: %s", opening.code, refusal)
        else:
            published += 1
    return published

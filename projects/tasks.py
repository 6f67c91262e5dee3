"""Celery entry points of this app."""

import logging

from celery import shared_task
from django.utils import timezone

from core.errors import DomainError
from core.workflow import IllegalTransition
from projects import queries
from projects.enums import Alert
from projects.operations import follow_up, import_job, match_notices, pulse, saved_search
from projects.operations.opening import close_opening, publish_opening
from projects.operations.pool import forget_consents
from projects.operations.release import expire_reserves, release_result
from projects.operations.retention import erase_old_applications
from projects.operations.scout import forget_scouts
from projects.operations.search import OPENINGS
from projects.queries.release import openings_to_release, openings_with_expired_reserves

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
    now = timezone.now()
    return erase_old_applications(at=now) + forget_scouts(at=now) + forget_consents(at=now)


@shared_task(name="projects.tasks.alert_at_once")
def alert_at_once() -> int:
    """Safe to run twice: an opening is sent once for each saved search."""
    return saved_search.alert_at_once(timezone.now())


@shared_task(name="projects.tasks.send_digests")
def send_digests(alert: str) -> int:
    return saved_search.send_digests(Alert(alert), timezone.now())


@shared_task(name="projects.tasks.tell_matches")
def tell_matches() -> int:
    """Safe to run twice: an opening is matched once, a person told of it once."""
    return match_notices.tell_matches(timezone.now())


@shared_task(name="projects.tasks.carry_matches")
def carry_matches() -> int:
    """What was passed over during the week, in one notice a person."""
    return match_notices.carry_matches(timezone.now())


@shared_task(name="projects.tasks.mend_search")
def mend_search() -> int:
    """Nothing should ever differ; what does is mended and reported."""
    mended = OPENINGS.mend()
    if mended:
        logger.error("search rows differed from their openings and were mended: %s", mended)
    return len(mended)


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


@shared_task(name="projects.tasks.release_due_results")
def release_due_results() -> int:
    """Tells every result whose moment has come; returns how many. Safe to run twice: a release that was
    broken off has told nobody, and two at once wait for each other.
    """
    now = timezone.now()
    released = 0
    for opening in openings_to_release(now):
        try:
            release_result(opening, at=now)
        except IllegalTransition:
            logger.info("the result of %s was held or released by somebody else", opening.code)
        else:
            released += 1
    return released


@shared_task(name="projects.tasks.ask_follow_ups")
def ask_follow_ups() -> int:
    """Asks sections what became of advice 3, 6 and 12 months after the end. Safe to run twice."""
    return follow_up.ask_follow_ups(timezone.now())


@shared_task(name="projects.tasks.ask_pulses")
def ask_pulses() -> int:
    """Asks both sides how they find it, halfway and after the end. Safe to run twice."""
    return pulse.ask_pulses(timezone.now())


@shared_task(name="projects.tasks.expire_due_reserves")
def expire_due_reserves() -> int:
    """Frees reserves whose time to wait is over; returns how many. Safe to run twice."""
    now = timezone.now()
    return sum(len(expire_reserves(opening, at=now)) for opening in openings_with_expired_reserves(now))


@shared_task(name="projects.tasks.work_on_import")
def work_on_import(*, pk: int) -> None:
    """Takes the step this file waits for, unless somebody else is at it."""
    import_job.work_on(pk, clock=timezone.now)


@shared_task(name="projects.tasks.sweep_imports")
def sweep_imports() -> int:
    """Whatever still waits: lost messages, killed workers."""
    return import_job.work_on_waiting(clock=timezone.now)


@shared_task(name="projects.tasks.forget_imports")
def forget_imports() -> int:
    """Empties files whose time is over; returns how many."""
    return import_job.forget_imports(timezone.now())

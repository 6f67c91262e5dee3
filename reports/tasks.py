"""Celery entry points of this app."""

import logging

from celery import shared_task
from django.utils import timezone

from reports.operations.document_job import forget_documents, make_document, make_waiting
from reports.operations.search import REPORTS
from reports.operations.tally import recount_tally

logger = logging.getLogger(__name__)


@shared_task(name="reports.tasks.make")
def make(*, pk: int) -> None:
    """Makes this document now, unless somebody else is at it."""
    make_document(pk, clock=timezone.now)


@shared_task(name="reports.tasks.sweep")
def sweep() -> int:
    """Makes whatever still waits: lost messages, killed workers."""
    return make_waiting(clock=timezone.now)


@shared_task(name="reports.tasks.forget")
def forget() -> int:
    """Deletes documents whose time is over; returns how many."""
    return forget_documents(timezone.now())


@shared_task(name="reports.tasks.recount")
def recount() -> int:
    """Compares the tally with the rows; returns how many numbers were wrong, which should be none."""
    wrong = recount_tally()
    if wrong:
        logger.error("the tally had %s wrong numbers; they are mended", wrong)
    return wrong


@shared_task(name="reports.tasks.mend_search")
def mend_search() -> int:
    """Nothing should ever differ; what does is mended and reported."""
    mended = REPORTS.mend()
    if mended:
        logger.error("search rows differed from their reports and were mended: %s", mended)
    return len(mended)

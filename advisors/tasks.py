"""Celery tasks of this app."""

import logging

from celery import shared_task

from advisors.operations.search import ADVISORS

logger = logging.getLogger(__name__)


@shared_task(name="advisors.tasks.mend_search")
def mend_search() -> int:
    """Nightly; a row that differs is a bug in what follows the profiles, so it is logged."""
    mended = ADVISORS.mend()
    if mended:
        logger.error("search rows differed from their profiles and were mended: %s", mended)
    return len(mended)

"""Asking a worker to begin now with what the database already says is to be done."""

import logging
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)


def nudge(about: str, publish: Callable[[], Any]) -> None:
    """To be called after the commit. The broker may be away: what is due is found by a sweep, so a message
    that is lost costs one interval of it.
    """
    try:
        publish()
    except Exception as error:  # any broker failure is survivable by design
        logger.warning("could not queue %s: %s", about, error)

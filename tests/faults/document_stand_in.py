"""A real Celery worker that kills itself and its children at one point of making a document.

`python -m tests.faults.document_stand_in [POINT]`; without a point it lives on.
"""

import os
import signal
import sys
from typing import Any

import django

POINTS = ("begun", "collected", "set", "finishing", "finished")


def die(*_arguments: Any, **_options: Any) -> Any:
    os.killpg(0, signal.SIGKILL)


def arm(point: str) -> None:
    from reports import notices
    from reports.documents import yearly
    from reports.operations import document_job

    if point == "begun":
        document_job.MAKERS["yearly"] = die
    elif point == "collected":
        yearly.yearly_report = die
    elif point == "set":
        document_job._finish = die
    elif point == "finishing":  # the row is written, the transaction is not committed
        notices.tell_document_made = die
    elif point == "finished":  # committed; neither the lock nor the message was given back
        finish = document_job._finish

        def finish_and_die(*arguments: Any, **options: Any) -> Any:
            finish(*arguments, **options)
            die()

        document_job._finish = finish_and_die


if __name__ == "__main__":
    os.setsid()
    django.setup()
    from config.celery import app
    from config.supervisor.programs import WORKER_QUEUES

    arm(sys.argv[1] if len(sys.argv) > 1 else "")
    app.worker_main(
        ["worker", "-Q", WORKER_QUEUES, "-c", "1", "--without-mingle", "--without-gossip", "-l", "critical"]
    )

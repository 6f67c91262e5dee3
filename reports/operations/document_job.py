"""Documents made in the background: asked for once, made once, whatever happens to the workers."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.locks import only_here
from core.queueing import nudge
from projects.models import Program
from reports import notices
from reports.documents import council, yearly
from reports.enums import DocumentKind, Ending
from reports.models import DocumentJob
from reports.queries.document_jobs import jobs_waiting

logger = logging.getLogger(__name__)
Step = Callable[[int], None]
Clock = Callable[[], datetime]
MAKERS: dict[str, Callable[[DocumentJob, Step], bytes]] = {
    DocumentKind.YEARLY: yearly.make,
    DocumentKind.COUNCIL: council.make,
}
BEGUN, KEEPING = 5, 95  # percent
UNKNOWN = _("思わぬ理由で作れませんでした。何度か試しても同じなら、運営へ問い合わせてください。")


def ask_for_yearly(*, by: User, at: datetime, fiscal_year: int, ending: Ending) -> DocumentJob:
    title = yearly.title_of(fiscal_year)
    return _ask(by=by, at=at, kind=DocumentKind.YEARLY, fiscal_year=fiscal_year, ending=ending, title=title)


def ask_for_council_pack(program: Program, *, by: User, at: datetime, ending: Ending) -> DocumentJob:
    title = council.title_of(program)
    return _ask(by=by, at=at, kind=DocumentKind.COUNCIL, program=program, ending=ending, title=title)


@transaction.atomic
def _ask(*, by: User, at: datetime, **about: Any) -> DocumentJob:
    """Whoever asks twice while the first is being made is given the first."""
    asked = {key: value for key, value in about.items() if key != "title"}
    same = DocumentJob.objects.filter(person=by, status="waiting", **asked).first()
    if same is not None:
        return same
    job = changes.create(
        DocumentJob, by=by, at=at, person=by, asked_at=at, language=get_language() or "ja", **about
    )
    transaction.on_commit(partial(_begin, job.pk))
    return job


@transaction.atomic
def retry_document(job: DocumentJob, *, by: User, at: datetime) -> DocumentJob:
    row = changes.move(job, "retry", by=by, at=at, error="", finished_at=None, progress=0, attempts=0)
    transaction.on_commit(partial(_begin, row.pk))
    return row


def make_waiting(*, clock: Clock) -> int:
    """Whatever waits and nobody is making, the oldest first; returns how many were finished."""
    return sum(make_document(pk, clock=clock) for pk in jobs_waiting())


def make_document(pk: int, *, clock: Clock) -> bool:
    """Whether it was finished here. A second call, or one beside another, does nothing. Making takes time, so
    `clock` is asked when it is over.
    """
    with only_here("reports.document_job", pk) as ours:
        job = DocumentJob.objects.filter(pk=pk, status="waiting").first() if ours else None
        if job is None:
            return False
        DocumentJob.objects.filter(pk=pk).update(attempts=F("attempts") + 1, progress=BEGUN)
        if job.attempts >= DocumentJob.MOST_ATTEMPTS:
            return _fail(job, UNKNOWN, at=clock())
        try:
            with override(job.language):
                body = MAKERS[job.kind](job, partial(_progress, job.pk))
        except DomainError as fault:
            return _fail(job, str(fault), at=clock())
        except Exception:
            logger.exception("document %s, attempt %s", job.code, job.attempts + 1)
            return False  # the next sweep tries again
        _progress(job.pk, KEEPING)
        return _finish(job, body, at=clock())


def forget_documents(at: datetime) -> int:
    """Deletes what everybody had time to fetch; returns how many."""
    old = DocumentJob.objects.filter(asked_at__lt=at - timedelta(days=DocumentJob.KEPT_DAYS))
    return old.delete()[0]


def _begin(pk: int) -> None:
    nudge(f"document job {pk}", partial(current_app.send_task, "reports.tasks.make", kwargs={"pk": pk}))


def _progress(pk: int, percent: int) -> None:
    DocumentJob.objects.filter(pk=pk, status="waiting").update(progress=percent)


@transaction.atomic
def _finish(job: DocumentJob, body: bytes, *, at: datetime) -> bool:
    done = changes.move(
        job, "finish", by=None, at=at, content=body, size=len(body), progress=100, finished_at=at
    )
    notices.tell_document_made(done, at=at)
    return True


@transaction.atomic
def _fail(job: DocumentJob, reason: str | Promise, *, at: datetime) -> bool:
    with override(job.language):
        failed = changes.move(job, "fail", by=None, at=at, error=str(reason)[:300], finished_at=at)
    notices.tell_document_failed(failed, at=at)
    return False

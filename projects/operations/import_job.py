"""取込: a file is tried, then written at once or not at all, and can be taken back for a day.

Each step is done by a worker in one transaction, under a lock that dies with it: a worker that is killed
leaves nothing behind, and the next one begins the step anew.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import uploads
from core.errors import DomainError
from core.locks import only_here
from core.queueing import nudge
from core.rows import locked
from core.tables import XLSX
from municipalities.models import Municipality
from projects.imports.kinds import READERS
from projects.imports.reading import WRONG, Finding, Scope, spellings, take_in
from projects.imports.table import Line, Table, read_table
from projects.models import ImportJob, Program
from projects.notices import imports as notices
from projects.queries.imports import jobs_at_work

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
MOST_LINES = 5000
TABLES = frozenset({"text/csv", "text/plain", XLSX})
PROGRESS_KEPT = 3600  # seconds
TOO_LATE = _("取り込んでから24時間を過ぎたため、まとめて取り消すことはできません。")


class _Aside(Exception):
    """Rolls back what a step has written so far."""


def ask_import(
    *,
    by: User,
    at: datetime,
    kind: str,
    file: Any,
    municipality: Municipality | None = None,
    program: Program | None = None,
) -> ImportJob:
    """Keeps the file and has every line tried. Raises DomainError for what is no table, uploads.Refused for
    what is not kept.
    """
    found = uploads.inspect(file)
    if found.content_type not in TABLES:
        raise DomainError(_("CSVかExcel（xlsx）のファイルを選んでください。"))
    content = file.read()
    table = read_table(content)
    names = table.names(spellings(READERS[kind].columns))
    lines = table.lines(names)
    _check_size(table, lines)
    with transaction.atomic():
        job = changes.create(
            ImportJob,
            by=by,
            at=at,
            person=by,
            kind=kind,
            municipality=municipality or (program.municipality if program else None),
            program=program,
            name=found.name,
            content=content,
            columns=names,
            total=len(lines),
            language=get_language() or "ja",
            asked_at=at,
        )
        _begin(job)
    return job


@transaction.atomic
def match_columns(
    job: ImportJob, *, by: User, at: datetime, version: int, columns: Sequence[str]
) -> ImportJob:
    """Other names for the columns of the file; every line is tried again."""
    lines = table_of(job).lines(columns)
    row = changes.move(
        job, "match", by=by, at=at, version=version, columns=list(columns), total=len(lines), attempts=0
    )
    _begin(row)
    return row


@transaction.atomic
def write_import(job: ImportJob, *, by: User, at: datetime, is_partial: bool = False) -> ImportJob:
    """Raises DomainError for a file with nothing to write, and for one with wrong lines unless they are to
    be left out.
    """
    row = locked(job)
    if not row.writable:
        raise DomainError(_("取り込める行がありません。ファイルを直して、もう一度選んでください。"))
    if row.of_kind(WRONG) and not is_partial:
        raise DomainError(
            _("誤りのある行があります。飛ばして取り込むか、ファイルを直して選び直してください。")
        )
    row = changes.move(row, "write", by=by, at=at, is_partial=is_partial, attempts=0)
    _begin(row)
    return row


@transaction.atomic
def undo_import(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Raises DomainError after a day."""
    row = locked(job)
    if row.undone_until and at > row.undone_until:
        raise DomainError(TOO_LATE)
    row = changes.move(row, "undo", by=by, at=at, attempts=0)
    _begin(row)
    return row


def discard_import(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    return changes.move(job, "discard", by=by, at=at, content=None, findings=[])


@transaction.atomic
def retry_import(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    row = changes.move(job, "retry", by=by, at=at, attempts=0)
    _begin(row)
    return row


def table_of(job: ImportJob) -> Table:
    """Raises DomainError when the file has been deleted."""
    if job.content is None:
        raise DomainError(_("ファイルは、もう残っていません。もう一度選んでください。"))
    return read_table(bytes(job.content))


def lines_of(job: ImportJob) -> list[Line]:
    return table_of(job).lines(job.columns)


def progress_of(job: ImportJob) -> int | None:
    """How many lines of the step are done; None when nobody has said so yet."""
    done: int | None = cache.get(_progress_key(job))
    return done


def work_on_waiting(*, clock: Clock) -> int:
    """Whatever waits and nobody is at, the oldest first; returns how many steps were finished."""
    return sum(work_on(pk, clock=clock) for pk in jobs_at_work())


def work_on(pk: int, *, clock: Clock) -> bool:
    """Takes the step that the job waits for; says whether it was finished here."""
    with only_here("projects.import_job", pk) as ours:
        job = ImportJob.objects.filter(pk=pk).first() if ours else None
        if job is None or not job.is_at_work:
            return False
        ImportJob.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
        if job.attempts >= ImportJob.MOST_ATTEMPTS:
            changes.move(job, "fail", by=None, at=clock())
            return False
        try:
            with override(job.language):
                _STEPS[job.status](job, clock)
        except Exception:
            logger.exception("import %s, attempt %s", job.code, job.attempts + 1)
            return False  # the next sweep tries again
        return True


def forget_imports(at: datetime) -> int:
    """Empties files and findings whose time is over; returns how many."""
    old = ImportJob.objects.filter(asked_at__lt=at - timedelta(days=ImportJob.KEPT_DAYS))
    return old.exclude(content=None).update(content=None, findings=[])


def _try(job: ImportJob, clock: Clock) -> None:
    written, findings = _run(job, clock, keeps=lambda _findings: False)
    _report(job, written, findings, action="report", at=clock())


@transaction.atomic
def _write(job: ImportJob, clock: Clock) -> None:
    def keeps(findings: Sequence[Finding]) -> bool:
        return job.is_partial or not any(each.kind == WRONG for each in findings)

    written, findings = _run(job, clock, keeps=keeps)
    at = clock()
    if keeps(findings):
        _report(job, written, findings, action="finish", at=at, written_at=at)
    else:  # something has changed since the lines were tried
        _report(job, written, findings, action="refuse", at=at)


def _run(
    job: ImportJob, clock: Clock, *, keeps: Callable[[Sequence[Finding]], bool]
) -> tuple[int, list[Finding]]:
    """What came of every line; the rows stay only if `keeps` says so of what was found."""
    scope = Scope(job.person, clock(), job.municipality, job.program, job)
    written, findings = 0, list[Finding]()
    try:
        with transaction.atomic():
            written, findings = take_in(
                READERS[job.kind](scope), lines_of(job), step=partial(_say_progress, job)
            )
            if not keeps(findings):
                raise _Aside
    except _Aside:
        pass
    return written, findings


@transaction.atomic
def _report(
    job: ImportJob, written: int, findings: Sequence[Finding], *, action: str, at: datetime, **values: Any
) -> None:
    told = [each.as_json() for each in findings]
    row = changes.move(job, action, by=None, at=at, writable=written, findings=told, **values)
    notices.tell_import(row, at=at)


@transaction.atomic
def _take_back(job: ImportJob, clock: Clock) -> None:
    """The last line first. What somebody has gone on with stays, and is named."""
    at, kept = clock(), []
    rows = job.rows.select_related(
        "advisor__user", "opening__project__program", "project__program__agreement", "invitation"
    )
    for done, row in enumerate(rows.order_by("-pk")):
        try:
            with transaction.atomic():
                READERS[job.kind].take_back(row, by=job.person, at=at)
        except ProtectedError:
            kept.append(_("「{id}」は、ほかの記録から使われています。").format(id=row))
        except DomainError as error:
            kept.append(str(error))
        _say_progress(job, done)
    findings = [Finding(0, "kept", str(each)).as_json() for each in kept]
    undone = changes.move(job, "take_back", by=None, at=at, findings=findings)
    notices.tell_import(undone, at=at)


_STEPS: dict[str, Callable[[ImportJob, Clock], None]] = {
    "checking": _try,
    "writing": _write,
    "undoing": _take_back,
}


def _begin(job: ImportJob) -> None:
    cache.delete(_progress_key(job))
    send = partial(current_app.send_task, "projects.tasks.work_on_import", kwargs={"pk": job.pk})
    transaction.on_commit(partial(nudge, f"import job {job.pk}", send))


def _check_size(table: Table, lines: Sequence[Line]) -> None:
    if not table.rows:
        raise DomainError(_("2行目から先に、取り込む内容がありません。"))
    if len(table.rows) > MOST_LINES:
        raise DomainError(
            _("一度に取り込めるのは{most}行までです。ファイルを分けてください。").format(
                most=f"{MOST_LINES:,}"
            )
        )


def _say_progress(job: ImportJob, done: int) -> None:
    """Beside the transaction, so that others see it while the step goes on."""
    cache.set(_progress_key(job), done, PROGRESS_KEPT)


def _progress_key(job: ImportJob) -> str:
    return f"import-progress:{job.pk}:{job.version}"

"""Photographs of a report: added, described, taken away while the report is written."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from core.uploads.photos import redrawn
from core.workflow import IllegalTransition
from projects.operations.numbering import next_number
from reports.models import OutcomeReport, ReportPhoto
from reports.workflow import EDITABLE


@transaction.atomic
def add_photo(
    report: OutcomeReport, *, by: User, at: datetime, file: Any, alt_text: str, caption: str = ""
) -> ReportPhoto:
    """Raises uploads.Refused for what is no picture, DomainError for one too many, IllegalTransition once
    approval was asked for.
    """
    picture = redrawn(file)
    row = _editable(report)  # serialises the numbering
    if row.photos.count() >= ReportPhoto.MOST:
        raise DomainError(_("写真は10枚までです。どれかを外してから加えてください。"))
    return changes.create(
        ReportPhoto,
        by=by,
        at=at,
        report=row,
        municipality=row.municipality,
        number=next_number(row.photos),
        alt_text=alt_text,
        caption=caption,
        content=picture.content,
        width=picture.width,
        height=picture.height,
        added_by=by,
        added_at=at,
    )


@transaction.atomic
def edit_photo(photo: ReportPhoto, *, by: User, at: datetime, version: int, **values: Any) -> ReportPhoto:
    _editable(photo.report)
    return changes.edit(photo, by=by, at=at, version=version, **values)


@transaction.atomic
def remove_photo(photo: ReportPhoto, *, by: User, at: datetime) -> None:
    report = _editable(photo.report)
    changes.record(report, "remove_photo", by=by, at=at, note=str(photo))
    locked(photo).delete()


def _editable(report: OutcomeReport) -> OutcomeReport:
    row = locked(report)
    if row.status not in EDITABLE:
        raise IllegalTransition(row.workflow, "edit", row.status)
    return row

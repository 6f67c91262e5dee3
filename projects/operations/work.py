"""稼働の記録, and claiming a month's 謝礼."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.honorarium import sentence
from projects.models import Engagement, HonorariumSheet, WorkEntry
from projects.queries.work import CLAIMED, entries_in, month_of, next_month, pay_of_month


@transaction.atomic
def add_entry(engagement: Engagement, *, by: User, at: datetime, **values: Any) -> WorkEntry:
    """Raises DomainError outside the term, in the future, or in a month that is being examined."""
    row = locked(engagement)
    _check_day(row, values["done_on"], at)
    return changes.create(WorkEntry, by=by, at=at, engagement=row, municipality=row.municipality, **values)


@transaction.atomic
def edit_entry(entry: WorkEntry, *, by: User, at: datetime, version: int, **values: Any) -> WorkEntry:
    engagement = locked(entry.engagement)
    row = locked(entry, version=version)
    _check_day(engagement, row.done_on, at)
    _check_day(engagement, values["done_on"], at)
    return changes.edit(row, by=by, at=at, **values)


@transaction.atomic
def remove_entry(entry: WorkEntry, *, by: User, at: datetime) -> Engagement:
    """The line goes; the history keeps that it was there."""
    engagement = locked(entry.engagement)
    row = locked(entry)
    _check_day(engagement, row.done_on, at)
    changes.record(row, "remove", by=by, at=at)
    row.delete()
    return engagement


@transaction.atomic
def submit_sheet(engagement: Engagement, *, by: User, at: datetime, month: date) -> HonorariumSheet:
    """Claims a month that is over. Raises DomainError for an unfinished, empty or claimed month."""
    row = locked(engagement)
    first = month_of(month)
    if row.sheets.filter(month=first).exists():
        raise DomainError(_("この月の明細は提出済みです。明細のページで状態を確認してください。"))
    fields = _figures(row, first, at)
    sheet = changes.create(
        HonorariumSheet,
        by=by,
        at=at,
        engagement=row,
        municipality=row.municipality,
        month=first,
        submitted_at=at,
        **fields,
    )
    _claim(sheet)
    notices.tell_sheet_submitted(sheet, at=at)
    return sheet


@transaction.atomic
def resubmit_sheet(sheet: HonorariumSheet, *, by: User, at: datetime) -> HonorariumSheet:
    """Computed anew from the corrected entries."""
    engagement = locked(sheet.engagement)
    fields = _figures(engagement, sheet.month, at)
    row = changes.move(sheet, "resubmit", by=by, at=at, submitted_at=at, **fields)
    _claim(row)
    notices.tell_sheet_submitted(row, at=at)
    return row


@transaction.atomic
def approve_sheet(
    sheet: HonorariumSheet, *, by: User, at: datetime, document_number: str = ""
) -> HonorariumSheet:
    row = changes.move(
        sheet, "approve", by=by, at=at, approved_at=at, approved_by=by, document_number=document_number
    )
    notices.tell_sheet_decided(row, at=at)
    return row


@transaction.atomic
def return_sheet(sheet: HonorariumSheet, *, by: User, at: datetime, reason: str) -> HonorariumSheet:
    """Also of a confirmed sheet in which a mistake was found."""
    row = changes.move(
        sheet, "return", by=by, at=at, return_reason=reason, note=reason, approved_at=None, approved_by=None
    )
    notices.tell_sheet_decided(row, at=at)
    return row


def _check_day(engagement: Engagement, day: date, at: datetime) -> None:
    if day > dates.jst_date(at):
        raise DomainError(_("まだ来ていない日の稼働は記録できません。日付を確認してください。"))
    if not engagement.start_date <= day <= engagement.end_date:
        raise DomainError(_("活動の期間の外の日付です。期間の中の日付を入力してください。"))
    if engagement.sheets.filter(month=month_of(day), status__in=CLAIMED).exists():
        raise DomainError(
            _("この月の謝礼の明細は提出済みです。直すときは、自治体に差し戻してもらってください。")
        )


def _figures(engagement: Engagement, first: date, at: datetime) -> dict[str, Any]:
    """Words are kept in Japanese, the language of the city's papers, whoever claims."""
    terms = engagement.application.opening
    if not engagement.has_ended and dates.jst_date(at) < next_month(first):
        raise DomainError(_("この月はまだ終わっていません。月が終わってから提出してください。"))
    with translation.override(settings.LANGUAGE_CODE):
        pay, rule = pay_of_month(engagement, first), sentence(terms)
    if not pay.lines:
        raise DomainError(_("この月の稼働の記録がありません。記録してから提出してください。"))
    return {
        "lines": [changes.plain(asdict(line)) for line in pay.lines],
        "minutes": pay.minutes,
        "work_yen": pay.work,
        "cut_yen": pay.cut,
        "travel_yen": pay.travel,
        "rule": rule,
    }


def _claim(sheet: HonorariumSheet) -> None:
    entries_in(sheet.engagement, sheet.month).update(sheet=sheet)

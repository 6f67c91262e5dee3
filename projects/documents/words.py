"""Words that several documents share."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core import dates
from core.documents import Fact
from projects.honorarium import sentence
from projects.models import Engagement, Opening


def terms(opening: Opening, reader: Any, *, with_period: bool = True) -> list[Fact]:
    """What was offered. Once somebody is engaged the period is the engagement's."""
    return [
        (_("登用の形"), opening.get_legal_form_display()),
        *([(_("活動の期間"), period(opening, reader))] if with_period else []),
        (_("活動時間の目安"), _("月{hours}時間").format(hours=opening.hours_per_month)),
        (_("働き方"), "\n".join(filter(None, (opening.get_work_style_display(), opening.place_note)))),
        (_("謝礼"), "\n".join(filter(None, (sentence(opening), opening.pay_note)))),
    ]


def period(row: Opening | Engagement, reader: Any) -> str:
    return day(row.start_date, reader) + _("～") + day(row.end_date, reader)


def day(on: date | None, reader: Any, *, weekday: bool = True) -> str:
    return dates.written(on, _calendar(reader), weekday=weekday) if on else ""


def month(first: date, reader: Any) -> str:
    return dates.written_month(first, _calendar(reader))


def moment(at: datetime | None, reader: Any) -> str:
    return dates.written_moment(at, _calendar(reader)) if at else ""


def _calendar(reader: Any) -> str:
    """Citizens have chosen none."""
    return str(getattr(reader, "calendar", "wareki"))


def both_calendars(on: date | None) -> str:
    """令和8年4月1日（2026年）: for papers that councils and auditors read beside older ones."""
    return f"{dates.wareki(on)}（{on.year}年）" if on else ""

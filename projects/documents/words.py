"""Words that several documents share."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core import dates
from core.documents import Fact
from projects.honorarium import sentence
from projects.models import Opening


def terms(opening: Opening, reader: Any) -> list[Fact]:
    first, last = day(opening.start_date, reader), day(opening.end_date, reader)
    hours = _("月{hours}時間").format(hours=opening.hours_per_month)
    return [
        (_("登用の形"), opening.get_legal_form_display()),
        (_("活動の期間"), first + _("～") + last),
        (_("活動時間の目安"), hours),
        (_("働き方"), "\n".join(filter(None, (opening.get_work_style_display(), opening.place_note)))),
        (_("謝礼"), "\n".join(filter(None, (sentence(opening), opening.pay_note)))),
    ]


def day(on: date | None, reader: Any, *, weekday: bool = True) -> str:
    return dates.written(on, reader.calendar, weekday=weekday) if on else ""


def moment(at: datetime | None, reader: Any) -> str:
    if at is None:
        return ""
    local = at.astimezone(dates.JST)
    return f"{dates.written(local.date(), reader.calendar)} {local:%H:%M}"

"""Dates inside the texts of notices and mails: plain words, no markup."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from accounts.enums import Calendar
from accounts.models import User
from core import dates

register = template.Library()


@register.filter
def written(value: date | datetime | None, reader: User) -> str:
    """令和8年11月23日（月） in the reader's calendar, with the time when there is one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = localtime(value, dates.JST)
        return f"{_written_day(local.date(), reader)} {local:%H:%M}"
    return _written_day(value, reader)


@register.filter
def folded(text: str, width: int = 33) -> str:
    """A list entry in lines that a mail program need not break; the following ones are indented."""
    return "\n　".join(text[start : start + width] for start in range(0, len(text), width))


def _written_day(day: date, reader: User) -> str:
    if get_language() == "en":
        return date_format(day, "j M Y (D)")
    spell = dates.seireki if reader.calendar == Calendar.SEIREKI else dates.wareki
    return spell(day, weekday=True)

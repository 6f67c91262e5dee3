"""Dates inside the texts of notices and mails: plain words, no markup."""

from datetime import date, datetime

from django import template

from accounts.models import User
from core import dates

register = template.Library()


@register.filter
def written(value: date | datetime | None, reader: User) -> str:
    """令和8年11月23日（月） in the reader's calendar, with the time when there is one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return dates.written_moment(value, reader.calendar, weekday=True)
    return dates.written(value, reader.calendar, weekday=True)


@register.filter
def folded(text: str, width: int = 33) -> str:
    """A list entry in lines that a mail program need not break; the following ones are indented."""
    return "\n　".join(text[start : start + width] for start in range(0, len(text), width))

"""Words for an opening: its pay, its deadline, and its state as people outside the city see it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import dates
from core.workflow import State
from projects import honorarium
from projects.models import Opening
from projects.payment import hours_in_words

register = template.Library()

NEAR = 3  # days before the deadline on which it is pointed out


@register.filter
def pay(opening: Opening) -> str:
    """1時間 1,500円（30分未満切捨て、最低1時間）・交通費は実費."""
    return honorarium.sentence(opening)


@register.filter
def yen(amount: int) -> str:
    return honorarium.yen(amount)


@register.filter
def in_hours(minutes: int) -> str:
    """1時間30分 for 90."""
    return hours_in_words(minutes)


@register.filter
def shown_state(row: Any) -> State:
    """The state the public may know; a call whose last day has ended is no longer open, even before
    it was closed.
    """
    workflow, code = row.workflow, row.status
    if isinstance(row, Opening) and code == "open" and row.days_left(dates.today()) < 0:
        code = "selecting"
    state: State = workflow.public_state(code)
    return state


@register.filter
def takes_applications(opening: Opening) -> bool:
    return opening.status == "open" and opening.days_left(dates.today()) >= 0


@register.simple_tag
def due(opening: Opening) -> SafeString:
    """あと12日, 明日締切, 本日締切; nothing once it is closed."""
    days = opening.days_left(dates.today()) if opening.status == "open" else -1
    if days < 0:
        return SafeString("")
    tone = SafeString(' data-tone="warning"') if days <= NEAR else ""
    return format_html('<span class="due"{}>{}</span>', tone, _days_left(days))


def _days_left(days: int) -> str:
    if days == 0:
        return _("本日締切")
    return _("明日締切") if days == 1 else _("あと{days}日").format(days=days)

"""Template tags every page uses: dates in the reader's calendar, states, and the paging address."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core import dates
from core.views import ActionLink, action_links
from core.workflow import State

register = template.Library()


def _calendar(context: RequestContext) -> str:
    """The reader's; nobody's is that of public bodies."""
    user = getattr(context.get("request"), "user", None)
    return getattr(user, "calendar", "wareki")


@register.simple_tag(takes_context=True)
def day(context: RequestContext, value: date | datetime | None, weekday: bool = False) -> SafeString:
    """令和8年11月23日 in a <time> element; nothing for no date."""
    if value is None:
        return SafeString("")
    on = dates.jst_date(value) if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>',
        on.isoformat(),
        dates.written(on, _calendar(context), weekday=weekday),
    )


@register.simple_tag(takes_context=True)
def moment(context: RequestContext, value: datetime | None) -> SafeString:
    """令和8年11月23日 19:00 in Japanese time; nothing for no time."""
    if value is None:
        return SafeString("")
    local = timezone.localtime(value, dates.JST)
    text = dates.written_moment(value, _calendar(context))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


@register.filter
def clock(value: datetime) -> str:
    """19:00 in Japanese time."""
    return f"{timezone.localtime(value, dates.JST):%H:%M}"


@register.simple_tag
def chip(label: object, tone: str = "neutral") -> SafeString:
    """A state of a thing in one word; `tone` is neutral, info, success, warning or error."""
    return format_html('<span class="chip" data-tone="{}">{}</span>', tone or "neutral", label)


@register.simple_tag(takes_context=True)
def month(context: RequestContext, first: date) -> str:
    """令和8年11月 for any day in it."""
    return dates.written_month(first, _calendar(context))


@register.filter
def fiscal_year(value: int | date | datetime) -> str:
    """令和3年度 for 2021 or any day in it; FY2021 in English."""
    day = dates.jst_date(value) if isinstance(value, datetime) else value
    year = dates.fiscal_year(day) if isinstance(day, date) else day
    return dates.written_fiscal_year(year)


@register.filter
def state(row: Any) -> State:
    """The row's present state as its workflow describes it."""
    found: State = row.workflow.state(row.status)
    return found


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: Any) -> str:
    """The present query string with some parameters changed; an empty value removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def may(context: RequestContext, permission: str, obj: Any = None) -> bool:
    """Whether the reader has the permission: `{% may "projects.edit_opening" opening as may_edit %}`."""
    return bool(context["request"].user.has_perm(permission, obj))


@register.simple_tag(takes_context=True)
def actions(context: RequestContext, row: Any, url_name: str) -> list[ActionLink]:
    """The buttons the reader may press on the row: `{% actions opening "desk_opening_action" as links %}`."""
    request = context["request"]
    namespace = request.resolver_match.namespace if request.resolver_match else None
    return action_links(request.user, row, url_name, namespace or None)


@register.simple_tag
def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The choices of a select. Written here because a search page has a hundred of them: as a loop in
    the template they cost as much as all results. Django's row of hyphens says nothing; the first
    choice asks to choose.
    """
    parts = []
    for name, rows, _index in groups:
        inner = format_html_join("", '<option value="{}"{}>{}</option>', map(_option, rows))
        parts.append(format_html('<optgroup label="{}">{}</optgroup>', name, inner) if name else inner)
    return SafeString("".join(parts))


def _option(row: dict[str, Any]) -> tuple[str, SafeString, object]:
    label = gettext("選んでください") if row["label"] == "---------" else row["label"]
    return str(row["value"]), SafeString(" selected" if row["selected"] else ""), label

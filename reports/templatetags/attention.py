"""要対応 as components/attention_list.html takes it."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from core import dates
from core.templatetags.portal import day
from reports.queries.attention import Attention

register = template.Library()


@register.simple_tag(takes_context=True)
def attention_rows(context: RequestContext, items: Iterable[Attention]) -> list[dict[str, Any]]:
    """Dates in the reader's calendar, the place before the subject, and what is overdue marked."""
    today = dates.today()
    return [
        {
            "subject": f"{item.place}　{item.subject}" if item.place else item.subject,
            "reason": item.reason,
            "action": item.action,
            "url": item.url,
            "since": day(context, item.since),
            "due": day(context, item.due),
            "overdue": item.overdue(today),
            "case_url": reverse("coord_attention_case", args=[item.key]) if item.key else "",
        }
        for item in items
    ]

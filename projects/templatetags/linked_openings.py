"""{% job_posting opening %}: the call as data, while it takes applications."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from core.linked_data import ld_json
from projects import linked_data
from projects.models import Opening

register = template.Library()


@register.simple_tag(takes_context=True)
def job_posting(context: Any, opening: Opening) -> SafeString | str:
    if not opening.accepts_applications(timezone.now()):
        return ""
    return ld_json(linked_data.job_posting(opening, context["request"].build_absolute_uri))

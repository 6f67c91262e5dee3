"""{% report_data report %}: a published report as schema.org sees it (Report)."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.dates import JST
from core.linked_data import government, ld_json
from reports.models import OutcomeReport

register = template.Library()


@register.simple_tag(takes_context=True)
def report_data(context: Any, report: OutcomeReport) -> SafeString:
    absolute, city = context["request"].build_absolute_uri, report.municipality
    assert report.published_at is not None  # a constraint: only published reports have a public page
    return ld_json(
        {
            "@type": "Report",
            "headline": report.title,
            "abstract": report.summary,
            "identifier": report.code,
            "url": absolute(report.get_absolute_url()),
            "datePublished": report.published_at.astimezone(JST).isoformat(timespec="seconds"),
            "inLanguage": "ja",
            "about": report.engagement.project.field.name,
            "publisher": government(city.full_name, absolute(city.get_absolute_url())),
        }
    )

"""An open call as schema.org sees it (JobPosting), so that job search engines list it."""

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import linebreaks_filter
from django.utils.html import escape
from django.utils.translation import gettext as _

from core.dates import JST
from core.linked_data import government
from projects.models import Opening

# The pay units schema.org has a word for.
_UNITS = {"hour": "HOUR", "day": "DAY", "month": "MONTH"}


def job_posting(opening: Opening, absolute: Callable[[str], str]) -> dict[str, Any]:
    """`absolute` makes an address complete. Only for calls that take applications."""
    city = opening.municipality
    assert opening.published_at is not None  # a constraint: what is open was published
    return {
        "@type": "JobPosting",
        "title": opening.title,
        "description": _description(opening),
        "identifier": {"@type": "PropertyValue", "name": city.full_name, "value": opening.code},
        "url": absolute(opening.get_absolute_url()),
        "datePosted": opening.published_at.astimezone(JST).isoformat(timespec="seconds"),
        "validThrough": opening.closes_at.isoformat(timespec="seconds"),
        "hiringOrganization": government(city.full_name, absolute(city.get_absolute_url())),
        "employmentType": "VOLUNTEER" if opening.pay_amount is None else "CONTRACTOR",
        "totalJobOpenings": opening.seats,
        "directApply": True,
        **_place(opening),
        **_pay(opening),
    }


def _description(opening: Opening) -> str:
    parts = (
        (_("ひとことで言うと"), opening.summary),
        (_("困っていること"), opening.challenge),
        (_("お願いしたいこと"), opening.request),
        (_("求める経験"), opening.requirements),
    )
    return "".join(f"<h3>{escape(name)}</h3>{linebreaks_filter(text)}" for name, text in parts if text)


def _place(opening: Opening) -> dict[str, Any]:
    if opening.work_style == "online":
        country = {"@type": "Country", "name": "JP"}
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": country}
    city = opening.municipality
    region = city.prefecture.name if city.prefecture else city.name
    address = {
        "@type": "PostalAddress",
        "addressCountry": "JP",
        "addressRegion": region,
        "addressLocality": city.name,
    }
    return {"jobLocation": {"@type": "Place", "address": address}}


def _pay(opening: Opening) -> dict[str, Any]:
    if opening.pay_amount is None:
        return {}
    value: dict[str, Any] = {"@type": "QuantitativeValue", "value": opening.pay_amount}
    if opening.pay_unit in _UNITS:
        value["unitText"] = _UNITS[opening.pay_unit]
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "JPY", "value": value}}

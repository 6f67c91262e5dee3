"""What search engines and security researchers look for at fixed addresses. No language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import timezone

from core.dates import JST
from core.views import PUBLIC, Guarded
from municipalities.models import Municipality
from projects.queries import public_openings
from reports.queries.published import published_joint_reports, published_reports

ENTRIES = 10_000  # a file; the protocol allows 50,000 addresses, and each entry has two
PAGES = (
    "home",
    "openings",
    "reports",
    "municipalities",
    "about",
    "contact",
    "privacy",
    "terms",
    "accessibility",
    "open_data",
)
CLOSED_AREAS = ("my", "desk", "coord", "accounts", "notifications", "start")
SECURITY_TEXT_LASTS = timedelta(days=180)
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Section:
    """`route` takes the code of a row; `changed` names the column of its last change."""

    route: str
    rows: Callable[[], QuerySet[Any]]
    changed: str | None


SECTIONS = {
    "openings": Section("opening", public_openings, "published_at"),
    "reports": Section("report", published_reports, "published_at"),
    "joint-reports": Section("joint_report", published_joint_reports, "published_at"),
    "municipalities": Section(
        "municipality", lambda: Municipality.objects.filter(valid_to=None).order_by("code"), None
    ),
}


class Sitemap(Guarded):
    """The index: one file of fixed pages, then as many as each section needs."""

    permission = PUBLIC

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        parts = ["pages-1"]
        for name, section in SECTIONS.items():
            files = -(-section.rows().order_by().count() // ENTRIES)
            parts += [f"{name}-{number}" for number in range(1, files + 1)]
        urls = [request.build_absolute_uri(reverse("sitemap_part", args=[part])) for part in parts]
        return render(request, "reports/sitemap_index.xml", {"urls": urls}, content_type=XML)


class SitemapPart(Guarded):
    """Up to ENTRIES pages, each in both languages."""

    permission = PUBLIC

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        entries = [_entry(request, *found) for found in _pages(str(kwargs["part"]))]
        return render(request, "reports/sitemap.xml", {"entries": entries}, content_type=XML)


def _pages(part: str) -> Iterator[tuple[str, datetime | None]]:
    name, _dash, number = part.rpartition("-")
    if part == "pages-1":
        yield from ((reverse(page), None) for page in PAGES)
        return
    if name not in SECTIONS or not number.isdecimal() or int(number) < 1:
        raise Http404
    section, first = SECTIONS[name], (int(number) - 1) * ENTRIES
    columns = ["code", section.changed] if section.changed else ["code"]
    for code, *changed in section.rows().values_list(*columns)[first : first + ENTRIES]:
        yield reverse(section.route, args=[code]), changed[0] if changed else None


def _entry(request: HttpRequest, path: str, changed: datetime | None) -> dict[str, Any]:
    both = [
        (code, request.build_absolute_uri(translate_url(path, code))) for code, _name in settings.LANGUAGES
    ]
    day = changed.astimezone(JST).date().isoformat() if changed else ""
    return {"languages": both, "changed": day}


class Robots(Guarded):
    permission = PUBLIC

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        areas = [f"Disallow: {prefix}/{area}/" for prefix in ("", "/en") for area in CLOSED_AREAS]
        sitemap = f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"
        return _text(["User-agent: *", *areas, "", sitemap])


class SecurityText(Guarded):
    """Where to report a weakness (RFC 9116)."""

    permission = PUBLIC

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        expires = (timezone.now() + SECURITY_TEXT_LASTS).strftime("%Y-%m-%dT00:00:00Z")
        return _text(
            [
                f"Contact: mailto:{settings.SUPPORT_EMAIL}",
                f"Expires: {expires}",
                "Preferred-Languages: ja, en",
                f"Canonical: {request.build_absolute_uri()}",
            ]
        )


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

"""What the frame of every page needs to know about its reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from advisors.rules import profile_of
from municipalities.rules import roles_of
from notifications.queries import inbox_state

FOOTER = (
    ("about", _("このサイトについて")),
    ("contact", _("問い合わせ")),
    ("privacy", _("個人情報の取扱い")),
    ("open_data", _("オープンデータ")),
    ("terms", _("利用規約")),
    ("accessibility", _("アクセシビリティ方針")),
)
LANGUAGE_NAMES = (("ja", "日本語"), ("en", "English"))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Which homes to offer, how many notices are unread, whether mail arrives, and this page in the other language."""
    user = getattr(request, "user", None)
    nav: dict[str, Any] = {"my": False, "desk": False, "coord": False, "unread": 0, "mail_returns": False}
    if user is not None and user.is_authenticated:
        works_for_city = bool(roles_of(user))
        nav = {
            "my": profile_of(user) is not None or not (works_for_city or user.is_operator),
            "desk": works_for_city,
            "coord": user.is_operator,
            **inbox_state(user),
        }
    nav["current"] = _area(request)
    return {
        "nav": nav,
        "language_links": _language_links(request),
        "support": {"email": settings.SUPPORT_EMAIL, "phone": "", "hours": ""},
        "footer_links": [{"label": label, "url": reverse(name)} for name, label in FOOTER],
    }


def _area(request: HttpRequest) -> str:
    """The first part of the address: openings, reports, municipalities, my, desk or coord."""
    parts = [part for part in request.path_info.split("/") if part and part != get_language()]
    return parts[0] if parts else ""


def _language_links(request: HttpRequest) -> list[dict[str, Any]]:
    current = get_language()
    return [
        {
            "code": code,
            "label": name,
            "url": translate_url(request.get_full_path(), code),
            "current": code == current,
        }
        for code, name in LANGUAGE_NAMES
    ]

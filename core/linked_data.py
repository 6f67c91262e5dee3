"""schema.org data in a page. A block of JSON is data: the CSP has nothing to forbid, but its text
must not end the element it stands in.
"""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

_ESCAPES = {
    ord(">"): "\\u003E",
    ord("<"): "\\u003C",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def ld_json(data: dict[str, Any]) -> SafeString:
    """The element with everything a browser could take for markup written as \\uXXXX."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def government(name: str, url: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": name, "url": url}

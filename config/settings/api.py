"""The API: Django REST framework for the wire, drf-spectacular for the description."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",  # with CSRF, for same-site use
    ],
    "DEFAULT_PERMISSION_CLASSES": [],  # each endpoint asks the permission of its page
    "DEFAULT_RENDERER_CLASSES": ["core.api.tags.Renderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Describer",
    "EXCEPTION_HANDLER": "core.api.problems.handle",
    "NUM_PROXIES": 0,  # nobody chooses the address they are counted by; production has one proxy
}
# Policy → (requests, seconds). Counted per person, or per address for readers who are not signed in.
API_LIMITS: dict[str, tuple[int, int]] = {
    "anonymous": (120, 60),
    "read": (600, 60),
    "write": (120, 60),
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "複業アドバイザー ポータル API",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "Everything the pages can do, with the same rules and permissions. Errors are "
        "application/problem+json (RFC 9457); lists are paged by cursor; changes ask for If-Match. "
        "The guide with examples is docs/api.md."
    ),
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PUBLIC": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "POSTPROCESSING_HOOKS": ["core.api.schema.finish"],
    "PREPROCESSING_HOOKS": ["core.api.schema.own_endpoints"],
    "COMPONENT_SPLIT_PATCH": False,
}

"""As tests, but answering as in production: connections stay open, static files are known once, templates fail quietly."""

from config.settings.test import *  # noqa: F403

DATABASES["default"]["CONN_MAX_AGE"] = 60  # noqa: F405
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
_options: dict = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]  # noqa: F405
_options["string_if_invalid"] = ""

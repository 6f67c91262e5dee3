"""As tests, but answering as in production: static files are known once, templates fail quietly."""

from config.settings.test import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
_options: dict = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]  # noqa: F405
_options["string_if_invalid"] = ""

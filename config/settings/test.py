"""Tests: real PostgreSQL and Redis (see `config.supervisor exec`), nothing slow, nothing hidden."""

from config.settings.base import *  # noqa: F403

SECRET_KEY = "test-only"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CELERY_TASK_ALWAYS_EAGER = False  # delivery is driven explicitly or by a real worker
ACCOUNT_RATE_LIMITS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
_options: dict = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]
_options["string_if_invalid"] = "⟦undefined: %s⟧"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # the live server's threads must not hold the test database
API_LIMITS = dict.fromkeys(API_LIMITS, (1_000_000, 60))  # tests of the limits set their own

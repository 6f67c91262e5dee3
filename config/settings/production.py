"""Production: refuses to start with anything unsafe."""

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.base import *  # noqa: F403

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [])
BASE_URL = env.text("BASE_URL").rstrip("/")
for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
    env.text(name)
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 random characters.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must list the portal's own host names.")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must start with https://.")

SECURE_SSL_REDIRECT = True
REST_FRAMEWORK["NUM_PROXIES"] = 1  # the proxy that ends TLS appends the reader's address
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

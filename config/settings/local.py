"""`make run`: embedded services, mail kept in files, error pages as in production."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag("DEBUG", False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["*"])
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MAILBOX_PAGE = True
DEMO = True

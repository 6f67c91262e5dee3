"""Notices that were sent to a person."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Rows, Source, register, row_of
from notifications.models import Notice
from notifications.queries import inbox_of


def _export(user: User) -> Rows:
    return [row_of(row, "title", "body", "created_at", "read_at") for row in inbox_of(user)]


def _erase(user: User, _at: datetime) -> None:
    """The mails go with their notices; one that is on its way at this moment may still arrive."""
    Notice.objects.filter(recipient=user).delete()


register(Source("notices", _("お知らせ"), _export, _erase))

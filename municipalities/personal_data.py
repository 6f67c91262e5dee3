"""Posts in municipalities. They are the city's record and end through the city."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Rows, Source, register, row_of


def _export(user: User) -> Rows:
    rows = user.staff_memberships.select_related("municipality", "department").order_by("id")
    columns = ("municipality", "department", "title", "status", "started_date", "ended_date")
    return [row_of(row, *columns) for row in rows]


def _in_post(user: User) -> str | Promise | None:
    if user.staff_memberships.filter(status="active").exists():
        return _("自治体の職員として登録されています。管理者に在籍の終了を頼んでから、退会してください。")
    return None


def _kept(_user: User, _at: datetime) -> None:
    """Who held which post stays known."""


register(Source("posts", _("自治体での在籍"), _export, _kept, _in_post))

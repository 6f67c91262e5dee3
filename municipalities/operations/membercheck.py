"""在籍の確認: asked each quarter, answered member by member, closed by an administrator."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from municipalities import notices
from municipalities.models import MemberCheck, Municipality
from municipalities.queries import members_to_check


@transaction.atomic
def open_check(municipality: Municipality, *, at: datetime, quarter_date: date) -> MemberCheck:
    """Raises IntegrityError for a quarter that was asked about already."""
    check = changes.create(
        MemberCheck, by=None, at=at, municipality=municipality, quarter_date=quarter_date, opened_at=at
    )
    notices.ask_for_check(check, at=at)
    return check


def remind_of_check(check: MemberCheck, *, at: datetime) -> None:
    notices.ask_for_check(check, at=at, again=True)


@transaction.atomic
def finish_check(check: MemberCheck, *, by: User, at: datetime) -> MemberCheck:
    """Raises DomainError while somebody on the list has not been confirmed since the check was asked."""
    locked(check.municipality)
    row = locked(check)
    if row.confirmed_at:
        raise DomainError(_("この四半期の確認は、すでに終わっています。"))
    members = members_to_check(row.municipality)
    left = [each for each in members if each.checked_at is None or each.checked_at < row.opened_at]
    if left:
        raise DomainError(
            _("まだ確かめていない人がいます：{people}。在籍しているかを1人ずつ選んでください。").format(
                people="、".join(str(each.user) for each in left)
            )
        )
    return changes.edit(row, by=by, at=at, action="finish", confirmed_by=by, confirmed_at=at)

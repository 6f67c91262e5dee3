"""What coordinators note about 要対応. Nothing is changed or taken away: a new note follows."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from reports.enums import Handling
from reports.models import AttentionNote

LONGEST = timedelta(days=90)


def note_contact(key: str, *, subject: str, by: User, at: datetime, channel: str, text: str) -> AttentionNote:
    return _note(key, Handling.CONTACT, subject=subject, by=by, at=at, channel=channel, text=text)


def snooze(key: str, *, subject: str, by: User, at: datetime, text: str, until_date: date) -> AttentionNote:
    """It is out of the list until the day has passed. Raises DomainError for a day that has passed or is
    more than 90 days away: what nobody looks at for a quarter of a year is forgotten.
    """
    today = dates.jst_date(at)
    if not today < until_date <= today + LONGEST:
        raise DomainError(_("見送る期日は、明日から90日後までの日付にしてください。"))
    return _note(key, Handling.SNOOZE, subject=subject, by=by, at=at, text=text, until_date=until_date)


def assign(key: str, *, subject: str, by: User, at: datetime, assignee: User) -> AttentionNote:
    if not assignee.is_operator:
        raise DomainError(_("担当は、コーディネーターから選んでください。"))
    return _note(key, Handling.ASSIGN, subject=subject, by=by, at=at, assignee=assignee)


def _note(
    key: str, kind: Handling, *, subject: str, by: User, at: datetime, **values: object
) -> AttentionNote:
    return changes.create(
        AttentionNote,
        by=by,
        at=at,
        key=key,
        kind=kind,
        subject=subject[:200],
        author=by,
        written_at=at,
        **values,
    )

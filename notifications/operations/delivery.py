"""What operators do with mails by hand."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import changes
from notifications.enums import DeliveryStatus
from notifications.models import Delivery
from notifications.queries import failed_mails

AT_ONCE = 500
RETRIABLE = (DeliveryStatus.FAILED, DeliveryStatus.BOUNCED, DeliveryStatus.HELD)


@transaction.atomic
def retry_mail(mail: Delivery, *, by: User, at: datetime) -> bool:
    """Gives one mail that was given up a new row of attempts; False when it no longer is."""
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if row.status not in RETRIABLE:
        return False
    _try_again(row, by=by, at=at)
    return True


@transaction.atomic
def retry_failed_mails(*, by: User, at: datetime) -> int:
    """The oldest given-up mails, so many at once; returns how many. The sweeper sends them."""
    rows = list(failed_mails().select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    for row in rows:
        _try_again(row, by=by, at=at)
    return len(rows)


def _try_again(row: Delivery, *, by: User, at: datetime) -> None:
    changes.edit(row, by=by, at=at, action="retry", status=DeliveryStatus.PENDING, attempts=0, due_at=at)

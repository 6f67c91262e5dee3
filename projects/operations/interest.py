"""気になる."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from projects.models import Interest, Opening


@transaction.atomic
def mark_interest(opening: Opening, *, by: User, at: datetime) -> Interest:
    """A second tap changes nothing. Raises DomainError once the call takes no applications."""
    if not opening.accepts_applications(at):
        raise DomainError(_("この募集の受付は終わりました。受付中の募集は「募集を探す」で見つかります。"))
    interest, created = Interest.objects.get_or_create(opening=opening, person=by, defaults={"marked_at": at})
    if created:
        changes.record(interest, "create", by=by, at=at)
        return interest
    if interest.removed_at is None:
        return interest
    return changes.edit(interest, by=by, at=at, removed_at=None, marked_at=at)


@transaction.atomic
def drop_interest(opening: Opening, *, by: User, at: datetime) -> None:
    """Kept as history; possible at any time, and nothing when it was not marked."""
    for interest in Interest.objects.filter(opening=opening, person=by, removed_at=None):
        changes.edit(interest, by=by, at=at, removed_at=at)

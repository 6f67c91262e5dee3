"""やり取り."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import changes
from projects.models import Engagement, Message
from projects.notices.message import tell_message


@transaction.atomic
def write_message(engagement: Engagement, *, by: User, at: datetime, text: str) -> Message:
    """Everybody else who takes part is told."""
    row = changes.create(
        Message,
        by=by,
        at=at,
        engagement=engagement,
        municipality=engagement.municipality,
        author=by,
        text=text,
        written_at=at,
    )
    tell_message(row, at=at)
    return row

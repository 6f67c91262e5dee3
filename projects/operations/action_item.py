"""やること: taken on, finished, dropped with a reason, taken up again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects.models import ActionItem, Engagement
from projects.notices.meeting import tell_assigned
from projects.queries.participants import people_taking_part


@transaction.atomic
def add_action_item(engagement: Engagement, *, by: User, at: datetime, **values: Any) -> ActionItem:
    """Raises DomainError for an owner who does not take part."""
    _check_owner(engagement, values["owner"])
    row = changes.create(
        ActionItem,
        by=by,
        at=at,
        engagement=engagement,
        municipality=engagement.municipality,
        **values,
    )
    tell_assigned(row, by=by, at=at)
    return row


@transaction.atomic
def edit_action_item(item: ActionItem, *, by: User, at: datetime, version: int, **values: Any) -> ActionItem:
    """A new owner is told."""
    before = locked(item, version=version)
    owner = values.get("owner", before.owner)
    if owner != before.owner:
        _check_owner(before.engagement, owner)
    row = changes.edit(before, by=by, at=at, **values)
    if owner != before.owner:
        tell_assigned(row, by=by, at=at)
    return row


def finish_action_item(item: ActionItem, *, by: User, at: datetime, result: str = "") -> ActionItem:
    return changes.move(item, "finish", by=by, at=at, closed_at=at, result=result)


def drop_action_item(item: ActionItem, *, by: User | None, at: datetime, reason: str) -> ActionItem:
    return changes.move(item, "drop", by=by, at=at, closed_at=at, result=reason[:300], note=reason)


def reopen_action_item(item: ActionItem, *, by: User, at: datetime) -> ActionItem:
    return changes.move(item, "reopen", by=by, at=at, closed_at=None, result="")


def drop_open_items(engagement: Engagement, *, by: User, at: datetime, reason: str) -> None:
    """The activity ended early. Part of that transaction."""
    for item in engagement.action_items.filter(status="open").order_by("id"):
        drop_action_item(item, by=by, at=at, reason=reason)


def _check_owner(engagement: Engagement, owner: User) -> None:
    if owner not in people_taking_part(engagement):
        raise DomainError(_("担当は、この活動に参加している人から選んでください。"))

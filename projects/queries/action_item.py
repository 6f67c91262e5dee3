"""やること of an activity, of a person, and of a day."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from projects.models import ActionItem
from projects.queries.record import parts_visible_to

_ALONG = ("engagement__project", "engagement__municipality", "engagement__advisor__user", "owner", "meeting")


def action_items_visible_to(user: Any) -> QuerySet[ActionItem]:
    rows = ActionItem.objects.select_related("owner", "meeting")
    return parts_visible_to(rows, user).order_by("due_date", "id")


def open_items_of(user: Any) -> QuerySet[ActionItem]:
    """What the person has taken on, earliest first."""
    rows = ActionItem.objects.filter(owner=user.pk, status="open")
    return rows.select_related(*_ALONG).order_by("due_date", "id")


def items_due_on(day: date) -> QuerySet[ActionItem]:
    return ActionItem.objects.filter(status="open", due_date=day).select_related(*_ALONG).order_by("id")

"""Webhooks of the municipalities a person administers."""

from typing import Any

from django.db.models import QuerySet

from municipalities.enums import StaffRole
from municipalities.models import Webhook, WebhookDelivery
from municipalities.rules import places_with_role

LOG = 50  # of the newest messages


def webhooks_of(user: Any) -> QuerySet[Webhook]:
    places = places_with_role(user, frozenset({StaffRole.ADMINISTRATOR}))
    rows = Webhook.objects.filter(municipality__in=places).exclude(status="removed")
    return rows.select_related("municipality__prefecture").order_by("id")


def delivery_log(webhook: Webhook) -> list[WebhookDelivery]:
    return list(webhook.deliveries.order_by("-id")[:LOG])

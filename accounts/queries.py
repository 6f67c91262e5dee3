"""Reads of this app."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import ApiToken


def tokens_of(user: Any) -> QuerySet[ApiToken]:
    """The user's own, newest first."""
    return ApiToken.objects.filter(user=user).order_by("-id")

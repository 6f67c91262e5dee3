"""Reads of this app."""

from typing import Any

from django.db.models import QuerySet

from accounts.enums import OperatorRole
from accounts.models import ApiToken, User


def tokens_of(user: Any) -> QuerySet[ApiToken]:
    """The user's own, newest first."""
    return ApiToken.objects.filter(user=user).order_by("-id")


def coordinators() -> QuerySet[User]:
    """Who watches over all municipalities."""
    return User.objects.filter(operator_role=OperatorRole.COORDINATOR, is_active=True).order_by("id")

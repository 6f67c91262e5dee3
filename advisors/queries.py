"""Reads of this app."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from advisors.models import AdvisorProfile

NEEDED = ("headline", "summary")


def profiles_of(user: Any) -> QuerySet[AdvisorProfile]:
    """The user's own profile, as a query."""
    rows = AdvisorProfile.objects.select_related("user", "prefecture").prefetch_related("fields")
    return rows.filter(user=user)


def missing_parts(profile: AdvisorProfile) -> list[str | Promise]:
    """Names of the parts without which a profile cannot be published."""
    names = [name for name in NEEDED if not getattr(profile, name).strip()]
    if not profile.fields.all():
        names.append("fields")
    return [profile._meta.get_field(name).verbose_name for name in names]  # type: ignore[union-attr]

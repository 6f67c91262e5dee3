"""The profile itself, with its parts."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise

from advisors.models import AdvisorProfile, AdvisorSkill, Experience, RegionTie
from municipalities.models import Municipality

NEEDED = ("headline", "summary")


def profiles_of(user: Any) -> QuerySet[AdvisorProfile]:
    """The user's own profile, as a query."""
    return profiles_in_full().filter(user=user)


def profiles_in_full() -> QuerySet[AdvisorProfile]:
    """Everything a city reads of a person, in a constant number of queries."""
    rows = AdvisorProfile.objects.select_related("user", "prefecture", "employer_municipality__prefecture")
    return rows.prefetch_related(
        "fields",
        Prefetch(
            "skills", AdvisorSkill.objects.select_related("skill").order_by("-level", "skill__position")
        ),
        Prefetch("experiences", Experience.objects.order_by("-start_year", "-id")),
        Prefetch("ties", RegionTie.objects.select_related("municipality__prefecture").order_by("id")),
        Prefetch("hidden_from", Municipality.objects.select_related("prefecture").order_by("code")),
    )


def experiences_of(user: Any) -> QuerySet[Experience]:
    return Experience.objects.filter(advisor__user=user).select_related("advisor")


def missing_parts(profile: AdvisorProfile) -> list[str | Promise]:
    """Names of the parts without which a profile cannot be published."""
    names = [name for name in NEEDED if not getattr(profile, name).strip()]
    if not profile.fields.all():
        names.append("fields")
    return [profile._meta.get_field(name).verbose_name for name in names]  # type: ignore[union-attr]

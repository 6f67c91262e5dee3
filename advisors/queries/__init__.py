"""Reads of this app; import them from here."""

from advisors.queries.profile import experiences_of, missing_parts, profiles_in_full, profiles_of
from advisors.queries.search import advisors_visible_to

__all__ = [
    "advisors_visible_to",
    "experiences_of",
    "missing_parts",
    "profiles_in_full",
    "profiles_of",
]

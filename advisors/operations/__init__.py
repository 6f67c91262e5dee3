"""Writes of this app; import them from here."""

from advisors.operations.profile import (
    activate_profile,
    add_experience,
    create_profile,
    edit_experience,
    edit_profile,
    empty_profile,
    pause_profile,
    remove_experience,
    set_skills,
    set_ties,
)

__all__ = [
    "activate_profile",
    "add_experience",
    "create_profile",
    "edit_experience",
    "edit_profile",
    "empty_profile",
    "pause_profile",
    "remove_experience",
    "set_skills",
    "set_ties",
]

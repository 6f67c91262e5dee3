"""Professionals who advise municipalities beside their main job."""

from advisors.models.experience import Experience, RegionTie
from advisors.models.profile import AdvisorProfile
from advisors.models.search import AdvisorSearch
from advisors.models.skill import AdvisorSkill, Skill

__all__ = ["AdvisorProfile", "AdvisorSearch", "AdvisorSkill", "Experience", "RegionTie", "Skill"]

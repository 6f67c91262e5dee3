"""The nouns of a project, one module each; import them from here."""

from projects.models.application import Application
from projects.models.engagement import Engagement, Goal
from projects.models.erasure import Erasure
from projects.models.opening import Opening
from projects.models.opening_parts import Criterion, Position
from projects.models.program import Program, Project
from projects.models.record import Deliverable, Meeting, Recommendation
from projects.models.search import OpeningSearch, SavedSearch, SearchAlert
from projects.models.skill import OpeningSkill

__all__ = [
    "Application",
    "Criterion",
    "Deliverable",
    "Engagement",
    "Erasure",
    "Goal",
    "Meeting",
    "Opening",
    "OpeningSearch",
    "OpeningSkill",
    "Position",
    "Program",
    "Project",
    "Recommendation",
    "SavedSearch",
    "SearchAlert",
]

"""The nouns of a project, one module each; import them from here."""

from projects.models.amendment import Amendment
from projects.models.application import Application
from projects.models.engagement import Engagement, Goal
from projects.models.interest import Interest
from projects.models.opening import Opening
from projects.models.program import Program, Project
from projects.models.question import Addendum, Question
from projects.models.record import Deliverable, Meeting, Recommendation

__all__ = [
    "Addendum",
    "Amendment",
    "Application",
    "Deliverable",
    "Engagement",
    "Goal",
    "Interest",
    "Meeting",
    "Opening",
    "Program",
    "Project",
    "Question",
    "Recommendation",
]

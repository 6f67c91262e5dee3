"""The nouns of a project, one module each; import them from here."""

from projects.models.action_item import ActionItem
from projects.models.amendment import Amendment
from projects.models.application import Application
from projects.models.calendar import CalendarFeed
from projects.models.certificate import Certificate
from projects.models.deliverable_file import DeliverableFile
from projects.models.engagement import Engagement, Goal
from projects.models.erasure import Erasure
from projects.models.follow_up import FollowUp
from projects.models.import_job import ImportedRow, ImportJob
from projects.models.interest import Interest
from projects.models.interview import Interview
from projects.models.match_notice import MatchNotice
from projects.models.matching import MatchPerson, MatchWeights, OpeningTrait, PersonTrait
from projects.models.message import Message
from projects.models.opening import Opening
from projects.models.opening_parts import Criterion, Position
from projects.models.pool import PoolConsent
from projects.models.program import Program, Project
from projects.models.pulse import Pulse
from projects.models.question import Addendum, Question
from projects.models.record import Deliverable, Meeting, Recommendation
from projects.models.revision import Revision
from projects.models.scout import Scout
from projects.models.search import OpeningSearch, SavedSearch, SearchAlert
from projects.models.selection import (
    AgreedScore,
    ApplicationNote,
    ConflictDeclaration,
    Consensus,
    Review,
    Score,
)
from projects.models.skill import OpeningSkill
from projects.models.work import HonorariumSheet, WorkEntry

__all__ = [
    "ActionItem",
    "Addendum",
    "AgreedScore",
    "Amendment",
    "Application",
    "ApplicationNote",
    "CalendarFeed",
    "Certificate",
    "ConflictDeclaration",
    "Consensus",
    "Criterion",
    "Deliverable",
    "DeliverableFile",
    "Engagement",
    "Erasure",
    "FollowUp",
    "Goal",
    "HonorariumSheet",
    "ImportJob",
    "ImportedRow",
    "Interest",
    "Interview",
    "MatchNotice",
    "MatchPerson",
    "MatchWeights",
    "Meeting",
    "Message",
    "Opening",
    "OpeningSearch",
    "OpeningSkill",
    "OpeningTrait",
    "PersonTrait",
    "PoolConsent",
    "Position",
    "Program",
    "Project",
    "Pulse",
    "Question",
    "Recommendation",
    "Review",
    "Revision",
    "SavedSearch",
    "Score",
    "Scout",
    "SearchAlert",
    "WorkEntry",
]

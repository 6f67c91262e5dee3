"""Transition tables of everything a project consists of."""

from projects.workflow.calls import APPLICATION, INTERVIEW, MATCH_WEIGHTS, OPENING, QUESTION, SCOUT
from projects.workflow.imports import IMPORT_JOB
from projects.workflow.work import (
    ACTION_ITEM,
    DELIVERABLE,
    ENGAGEMENT,
    FOLLOW_UP,
    GOAL,
    HONORARIUM_SHEET,
    MEETING,
    PROGRAM,
    PROJECT,
    PULSE,
    RECOMMENDATION,
    REVISION,
)

__all__ = [
    "ACTION_ITEM",
    "APPLICATION",
    "DELIVERABLE",
    "ENGAGEMENT",
    "FOLLOW_UP",
    "GOAL",
    "HONORARIUM_SHEET",
    "IMPORT_JOB",
    "INTERVIEW",
    "MATCH_WEIGHTS",
    "MEETING",
    "OPENING",
    "PROGRAM",
    "PROJECT",
    "PULSE",
    "QUESTION",
    "RECOMMENDATION",
    "REVISION",
    "SCOUT",
]

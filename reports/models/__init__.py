"""What reports are made of, one noun a module."""

from reports.models.attention import AttentionNote
from reports.models.document_job import DocumentJob
from reports.models.outcome import JointReport, OutcomeReport
from reports.models.photo import ReportPhoto
from reports.models.search import ReportSearch
from reports.models.tally import Tally

__all__ = [
    "AttentionNote",
    "DocumentJob",
    "JointReport",
    "OutcomeReport",
    "ReportPhoto",
    "ReportSearch",
    "Tally",
]

"""A file that is not kept."""

from core.errors import DomainError


class Refused(DomainError):
    """Says in plain words why, and what to send instead."""

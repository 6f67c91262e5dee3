"""Keeping the search table equal to the profiles, in the same transaction."""

from django.db.models import Q

from accounts.models import User
from advisors.models import AdvisorProfile, AdvisorSearch, Experience
from advisors.queries.indexing import DERIVED, findable_profiles, search_row
from audit import changes
from core.search_table import SearchTable
from municipalities.models import Field

ADVISORS = SearchTable(AdvisorSearch, DERIVED, findable_profiles, search_row)


def follow_sources() -> None:
    """Called once when the app is ready: whatever a person is found by keeps the row current."""
    changes.follow(AdvisorProfile, lambda row: ADVISORS.refresh(Q(pk=row.pk)))
    changes.follow(Experience, lambda row: ADVISORS.refresh(Q(pk=row.advisor_id)))
    changes.follow(User, lambda row: ADVISORS.refresh(Q(user=row)))
    changes.follow(Field, lambda row: ADVISORS.refresh(Q(fields=row)))

"""What is told of matches, and which openings few people answer."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from advisors.models import AdvisorProfile
from core import dates
from projects.matching import Explained, explain, openings_for, people_for
from projects.matching.calls import MATCHABLE
from projects.models import MatchNotice, Opening, OpeningSearch
from projects.queries.opening import open_openings

LOOK_BACK = timedelta(days=3)  # an opening older than that is no news any more
FEW = 3  # applications a seat, below which an opening is short of candidates


def unmatched_openings(at: datetime) -> QuerySet[OpeningSearch]:
    """Published in the last days, taking applications, and nobody was told yet; the oldest first."""
    rows = OpeningSearch.objects.filter(matched_at=None, opening__status="open")
    recent = rows.filter(published_at__gt=at - LOOK_BACK, published_at__lte=at)
    return recent.filter(deadline_date__gte=dates.jst_date(at)).order_by("published_at", "pk")


def waiting_matches() -> QuerySet[MatchNotice]:
    """Passed over, and not yet carried to a digest."""
    return MatchNotice.objects.filter(told_at=None, carried_at=None).order_by("advisor", "found_at")


def openings_short_of_candidates(at: datetime) -> QuerySet[Opening]:
    """Open calls with fewer than FEW applications for each free seat, those that end first at the top."""
    sent = Count("applications", filter=Q(applications__submitted_at__isnull=False))
    rows = open_openings(at).annotate(received=sent)
    return rows.filter(received__lt=FEW * (F("seats") - F("seats_taken"))).order_by("deadline_date", "id")


def candidates_for(opening: Opening) -> list[Explained]:
    """People who let cities find them; nobody for a call that looks for nobody any more."""
    return explain(people_for(opening, findable_only=True)) if opening.status in MATCHABLE else []


def matches_of(profile: AdvisorProfile | None, *, limit: int = 20) -> list[Explained]:
    """Nothing for a profile that is not public, or whose owner does not want it."""
    if profile is None or profile.status != "active" or not profile.wants_matches:
        return []
    return explain(openings_for(profile, today=dates.today(), limit=limit))


def told_counts(openings: Any) -> dict[int, int]:
    """Opening → how many people were told of it because it fits."""
    rows = MatchNotice.objects.filter(opening__in=openings, told_at__isnull=False)
    return dict(rows.values_list("opening").annotate(n=Count("pk")))

"""Telling professionals of openings that fit them, fairly."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from accounts.models import User
from advisors.enums import Intention
from advisors.models import AdvisorProfile
from audit import changes
from core import dates
from core.rows import locked
from municipalities.models import StaffMembership
from projects import notices
from projects.matching import explain, people_for
from projects.matching.fairness import share_out
from projects.models import MatchNotice, Opening, OpeningSearch
from projects.queries.matches import unmatched_openings, waiting_matches

POOL = 500  # how far down the ranking is looked
WEEK = timedelta(days=7)
ONE_AT_A_TIME = 0x6D617463  # advisory lock: two openings at once must not both take the last of a week


def tell_matches(at: datetime) -> int:
    """For each opening published lately, once; returns how many people were told."""
    return sum(_tell_of(row, at) for row in unmatched_openings(at))


@transaction.atomic
def _tell_of(stale: OpeningSearch, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    row = OpeningSearch.objects.select_for_update().filter(pk=stale.pk, matched_at=None).first()
    if row is None:
        return 0
    opening = Opening.objects.select_related("municipality__prefecture", "project__field").get(pk=row.pk)
    ranked = {match.advisor: match for match in people_for(opening, limit=POOL)}
    willing = _willing(ranked, opening, at)
    told, carried = share_out(
        [pk for pk in ranked if pk in willing],
        _told_since(at - WEEK, willing),
        people=settings.MATCH_NOTICE_PEOPLE,
        weekly=settings.MATCH_NOTICE_WEEKLY,
    )
    MatchNotice.objects.bulk_create(
        [MatchNotice(opening=opening, advisor_id=pk, found_at=at, told_at=at) for pk in told]
        + [MatchNotice(opening=opening, advisor_id=pk, found_at=at) for pk in carried]
    )
    for language, people in _by_language(told).items():
        with translation.override(language):  # the reasons are words, too
            for found in explain(ranked[pk] for pk in people):
                notices.tell_match(found, at=at)
    OpeningSearch.objects.filter(pk=row.pk).update(matched_at=at)
    return len(told)


def carry_matches(at: datetime) -> int:
    """One notice a person for all that was passed over and still takes applications."""
    return sum(_carry(pk, at) for pk in waiting_matches().values_list("advisor", flat=True).distinct())


@transaction.atomic
def _carry(advisor_id: int, at: datetime) -> int:
    rows = list(
        waiting_matches()
        .filter(advisor=advisor_id)
        .select_related("opening__municipality__prefecture", "advisor__user")
        .select_for_update(of=("self",))
    )
    openings = [row.opening for row in rows if row.opening.accepts_applications(at)]
    MatchNotice.objects.filter(pk__in=[row.pk for row in rows]).update(carried_at=at)
    if not openings or not _wants(rows[0].advisor, at):
        return 0
    notices.tell_carried_matches(rows[0].advisor, openings, at=at)
    return 1


@transaction.atomic
def switch_matches(profile: AdvisorProfile, *, by: User, at: datetime, on: bool) -> AdvisorProfile:
    """「あなたに合う募集」 on or off, without touching anything else of the profile."""
    return changes.edit(locked(profile), by=by, at=at, wants_matches=on)


def _willing(advisors: Any, opening: Opening, at: datetime) -> set[int]:
    """Nobody who switched it off, has no time, is away, left, or works for the city."""
    staff = StaffMembership.objects.filter(municipality=opening.municipality_id, status="active")
    rows = AdvisorProfile.objects.filter(pk__in=list(advisors), user__is_active=True)
    rows = rows.exclude(user__in=staff.values("user"))
    return {row.pk for row in rows if _wants(row, at)}


def _wants(profile: AdvisorProfile, at: datetime) -> bool:
    return (
        profile.status == "active"
        and profile.wants_matches
        and profile.intention != Intention.BUSY
        and not profile.is_absent(dates.jst_date(at))
    )


def _by_language(advisors: list[int]) -> dict[str, list[int]]:
    rows = AdvisorProfile.objects.filter(pk__in=advisors).values_list("user__language", "pk")
    found: dict[str, list[int]] = {}
    for language, pk in rows:
        found.setdefault(language, []).append(pk)
    return found


def _told_since(since: datetime, advisors: set[int]) -> Counter[int]:
    rows = MatchNotice.objects.filter(advisor__in=advisors, told_at__gt=since)
    return Counter(rows.values_list("advisor", flat=True))

"""Personal data of applicants who were not taken on: how much a city holds, and what is due to go.

Records that are erased within a year need no 個人情報ファイル簿, and neither do fewer than 1,000
persons (個人情報の保護に関する法律 第74条第2項, 同法施行令 第20条).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from core import dates
from municipalities.models import Municipality
from municipalities.rules import roles_of
from projects.models import Application, Erasure, Opening, Scout

MONTHS_KEPT = 11  # counted from receipt, so that some failed nights still keep the year
DAYS_AFTER_RESULT = 30  # time to ask about the answer
FILE_REGISTER_PERSONS = 1000
LED_NOWHERE = ("draft", "declined", "reserved", "refused", "withdrawn")
OVER = ("decided", "no_match", "withdrawn")
RECEIVED = Coalesce(TruncDate("submitted_at", tzinfo=dates.JST), "opening__deadline_date")
ENDED = Coalesce(TruncDate("opening__released_at", tzinfo=dates.JST), "opening__deadline_date")


def applications_to_erase(at: datetime) -> QuerySet[Application]:
    """Applications without an engagement, received MONTHS_KEPT ago, whose opening is over for good."""
    today = dates.jst_date(at)
    return (
        Application.objects.filter(
            erased_at=None, engagement=None, status__in=LED_NOWHERE, opening__status__in=OVER
        )
        .annotate(received=RECEIVED, ended=ENDED)
        .filter(
            received__lt=dates.months_before(today, MONTHS_KEPT),
            ended__lt=today - timedelta(days=DAYS_AFTER_RESULT),
        )
        .order_by("opening_id", "id")
    )


def scouts_to_forget(at: datetime) -> QuerySet[Scout]:
    """Of calls that ended as long ago as applications are kept."""
    ended = dates.months_before(dates.jst_date(at), MONTHS_KEPT)
    return Scout.objects.filter(opening__status__in=OVER, opening__deadline_date__lt=ended)


def persons_held(municipality: Municipality) -> int:
    """How many people's applications the city holds; a person who applied twice counts once."""
    rows = Application.objects.filter(
        municipality=municipality, erased_at=None, submitted_at__isnull=False, engagement=None
    )
    return rows.aggregate(persons=Count("advisor", distinct=True))["persons"]


def holdings(municipality: Municipality) -> QuerySet[Opening]:
    """Ended openings whose applications are still kept, the oldest first: how many, since when."""
    kept = Q(
        applications__erased_at=None,
        applications__submitted_at__isnull=False,
        applications__engagement=None,
    )
    return (
        Opening.objects.filter(municipality=municipality, status__in=OVER)
        .annotate(
            kept=Count("applications", filter=kept),
            latest=Max("applications__submitted_at", filter=kept),
        )
        .filter(kept__gt=0)
        .order_by("latest", "id")
    )


def erasures_visible_to(user: Any) -> QuerySet[Erasure]:
    rows = Erasure.objects.select_related("opening", "municipality")
    return rows.filter(municipality__in=roles_of(user)).order_by("-erased_at", "-id")


def erasures_planned(at: datetime) -> list[dict[str, Any]]:
    """What the next run would erase, by opening: the dry run."""
    rows = applications_to_erase(at).order_by().values("opening__code", "opening__title")
    planned: Any = rows.annotate(count=Count("pk"), oldest=Min("received")).order_by("opening__code")
    return list(planned)

"""Who keeps an eye on a call, and on which calls somebody does."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When

from accounts.models import User
from core import dates
from projects.models import Amendment, Application, Interest, Opening
from projects.queries.opening import public_openings


def people_following(opening: Opening) -> QuerySet[User]:
    """Interested ∪ applied, drafts included and withdrawn applications left out: one row a person.

    Depends on what the person did, never on an outcome: a sealed result cannot show through it.
    """
    interested = Interest.objects.filter(opening=opening, removed_at=None, person=OuterRef("pk"))
    applied = Application.objects.filter(opening=opening, advisor__user=OuterRef("pk"))
    wanted = Q(Exists(interested)) | Q(Exists(applied.exclude(status="withdrawn")))
    return User.objects.filter(wanted, is_active=True).order_by("pk")


def amendments_of(opening: Opening) -> QuerySet[Amendment]:
    """What changed since publication, the latest first."""
    return Amendment.objects.filter(opening=opening).order_by("-number")


def interest_count(opening: Opening) -> int:
    return Interest.objects.filter(opening=opening, removed_at=None).count()


def is_interested(user: Any, opening: Opening) -> bool:
    return Interest.objects.filter(opening=opening, person=user, removed_at=None).exists()


def openings_followed_by(user: Any) -> QuerySet[Opening]:
    """Public calls the person marked with 気になる."""
    marked = Interest.objects.filter(person=user, removed_at=None) if user.is_authenticated else []
    return public_openings().filter(interests__in=marked)


def interests_of(user: Any, at: datetime) -> QuerySet[Interest]:
    """Calls that still take applications first, by deadline; then the others, the latest first."""
    going = Q(opening__status="open", opening__deadline_date__gte=dates.jst_date(at))
    rows = Interest.objects.filter(person=user, removed_at=None)
    return (
        rows.select_related("opening__municipality__prefecture")
        .annotate(over=Case(When(going, then=0), default=1, output_field=IntegerField()))
        .order_by(
            "over",
            Case(When(going, then=F("opening__deadline_date"))),
            F("opening__deadline_date").desc(),
            "-pk",
        )
    )


def interests_closing_on(day: date) -> QuerySet[Interest]:
    """Whom to remind that an open call ends on `day`: the interested who have not sent an application."""
    sent = Application.objects.filter(
        opening=OuterRef("opening"), advisor__user=OuterRef("person"), submitted_at__isnull=False
    )
    rows = Interest.objects.filter(
        ~Exists(sent), removed_at=None, opening__status="open", opening__deadline_date=day
    )
    return rows.select_related("opening", "person").order_by("opening_id", "person_id")

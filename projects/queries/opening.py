"""Openings: what the public sees and what a desk manages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import dates
from municipalities.models import Municipality
from municipalities.rules import roles_of
from projects.models import Application, Opening
from projects.models.honorarium import HonorariumTerms
from projects.queries.scope import own_or_all
from projects.rules import PUBLIC_OPENING_STATES

_LISTED = (
    *("code", "title", "summary", "status", "round_number"),
    *("published_at", "deadline_date", "answer_date", "question_deadline_date", "question_answer_date"),
    *("legal_form", "start_date", "end_date", "hours_per_month", "work_style", "place_note", "seats"),
    *("pay_unit", "pay_amount", "pay_onsite_amount", "pay_travel", "pay_goods", "pay_note"),
    *("municipality__code", "municipality__name", "project__field__slug", "project__field__name"),
    *(field.name for field in HonorariumTerms._meta.fields if field.name != "pay_grounds"),
    *("municipality__prefecture__name", "project__code", "project__department__name"),
)


def public_openings() -> QuerySet[Opening]:
    return (
        Opening.objects.filter(status__in=PUBLIC_OPENING_STATES)
        .select_related("municipality__prefecture", "project__field", "project__department")
        .order_by("-published_at", "-id")
    )


def listed_openings() -> QuerySet[Opening]:
    """Public openings with what a list shows of them, in no order: texts of pages and columns of desks
    would cost half of the answer.
    """
    return public_openings().only(*_LISTED).order_by()


def open_openings(at: datetime) -> QuerySet[Opening]:
    """Openings that still take applications."""
    return taking_applications(public_openings(), at)


def taking_applications(rows: QuerySet[Opening], at: datetime) -> QuerySet[Opening]:
    return rows.filter(status="open", deadline_date__gte=dates.jst_date(at))


def past_openings(rows: QuerySet[Opening], at: datetime) -> QuerySet[Opening]:
    """Those that no longer take applications, whatever became of them."""
    return rows.exclude(status="open", deadline_date__gte=dates.jst_date(at))


def due_openings(at: datetime) -> QuerySet[Opening]:
    """Open calls whose last day has ended."""
    return Opening.objects.filter(status="open", deadline_date__lt=dates.jst_date(at)).order_by("id")


def openings_to_publish(at: datetime) -> QuerySet[Opening]:
    """Approved calls whose planned hour has come and whose deadline has not passed."""
    due = Opening.objects.filter(status="approved", publish_at__lte=at)
    return due.filter(deadline_date__gte=dates.jst_date(at)).order_by("id")


def openings_of_municipality(municipality: Municipality) -> QuerySet[Opening]:
    """Of the municipality, or of a prefecture and everything in it."""
    place = Q(municipality=municipality) | Q(municipality__prefecture=municipality)
    return public_openings().filter(place)


def openings_visible_to(user: Any) -> QuerySet[Opening]:
    """Public openings, and every opening of the user's own municipalities."""
    rows = Opening.objects.select_related("municipality__prefecture", "project__field", "owner__user")
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(Q(status__in=PUBLIC_OPENING_STATES) | Q(municipality__in=roles_of(user)))


def openings_managed_by(user: Any) -> QuerySet[Opening]:
    """For the desk: own municipalities only, with the number of applications received."""
    rows = Opening.objects.select_related("municipality__prefecture", "project__field", "owner__user")
    sent = Application.objects.filter(opening=OuterRef("pk"), submitted_at__isnull=False)
    number = sent.order_by().values("opening").annotate(number=Count("pk")).values("number")
    # Counted for the rows that are shown: a join would count for all before the first is chosen.
    received = Coalesce(Subquery(number), 0)
    return own_or_all(rows, user).annotate(received=received).order_by("-id")


def opening_counts(user: Any) -> dict[str, int]:
    """State → number of the openings on the user's desk. One query."""
    rows = own_or_all(Opening.objects.all(), user)
    return dict(rows.values_list("status").annotate(Count("pk")))


def openings_in_states(
    rows: QuerySet[Opening], states: Iterable[str], *, latest_first: bool = False
) -> QuerySet[Opening]:
    """By deadline: what runs out first stands first, or what has run out last."""
    order = ("-deadline_date", "-id") if latest_first else ("deadline_date", "id")
    return rows.filter(status__in=states).order_by(*order)


def openings_once_public() -> QuerySet[Opening]:
    """Public openings, also those withdrawn after publication: a text being written is still kept."""
    rows = Opening.objects.select_related("municipality__prefecture", "project__field", "project__department")
    was_public = Q(status="withdrawn", published_at__isnull=False)
    return rows.filter(Q(status__in=PUBLIC_OPENING_STATES) | was_public)

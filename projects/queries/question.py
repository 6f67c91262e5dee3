"""Questions about calls: for everybody, for who asked, for the city."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from core import dates
from projects.models import Addendum, Amendment, Opening, Question
from projects.queries.scope import own_or_all

WAITING = ("received", "drafted")
PATIENCE = 2  # working days after which an unanswered question is pointed out


def _with_addenda(rows: QuerySet[Question]) -> QuerySet[Question]:
    return rows.prefetch_related(Prefetch("addenda", Addendum.objects.order_by("added_at", "pk")))


def public_questions(opening: Opening) -> QuerySet[Question]:
    """問1, 問2 … with their answers. Two queries."""
    return _with_addenda(Question.objects.filter(opening=opening, status="published")).order_by("number")


def questions_of(user: Any, opening: Opening) -> QuerySet[Question]:
    """What this person asked about the call, the latest first."""
    return Question.objects.filter(opening=opening, asked_by=user).order_by("-asked_at", "-pk")


def with_dialogue(openings: QuerySet[Opening]) -> QuerySet[Opening]:
    """With `answered`, the public questions, and the corrections; two queries more."""
    answered = Question.objects.filter(status="published").order_by("number")
    return openings.prefetch_related(
        Prefetch("questions", answered, to_attr="answered"),
        Prefetch("amendments", Amendment.objects.order_by("number")),
    )


def questions_asked_by(user: Any) -> QuerySet[Question]:
    """All this person asked about any call."""
    rows = Question.objects.filter(asked_by=user) if user.is_authenticated else Question.objects.none()
    return _with_addenda(rows).select_related("opening")


def questions_managed_by(user: Any) -> QuerySet[Question]:
    rows = _with_addenda(Question.objects.select_related("opening__municipality", "answered_by"))
    return own_or_all(rows, user)


def questions_in(opening: Opening) -> QuerySet[Question]:
    """Everything that was asked, in the order it arrived."""
    rows = _with_addenda(Question.objects.filter(opening=opening)).select_related("opening", "answered_by")
    return rows.order_by("asked_at", "pk")


def question_counts(opening: Opening) -> dict[str, int]:
    """How many questions the call has, and how many of them wait for the city. One query."""
    waiting = Count("pk", filter=Q(status__in=WAITING))
    return Question.objects.filter(opening=opening).aggregate(all=Count("pk"), waiting=waiting)


def openings_with_questions_to_answer(places: list[int], at: datetime) -> list[Any]:
    """Calls with questions waiting too long or past the promised day; `waiting`, `oldest`. One query."""
    day = dates.jst_date(at)
    unanswered = Q(questions__status__in=WAITING)
    rows = (
        Opening.objects.filter(municipality__in=places, status__in=["open", "selecting"])
        .annotate(
            waiting=Count("questions", filter=unanswered),
            oldest=Min("questions__asked_at", filter=unanswered),
        )
        .filter(waiting__gt=0)
        .order_by("question_answer_date", "pk")
    )
    return [row for row in rows if _is_late(row, day)]


def _is_late(row: Any, day: date) -> bool:
    promised = row.question_answer_date
    return dates.working_days_after(dates.jst_date(row.oldest), PATIENCE) < day or bool(
        promised and promised < day
    )

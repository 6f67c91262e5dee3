"""Reads of this app. Every list starts from a `<noun>_visible_to(user)`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import dates
from core.text import search_key
from municipalities.models import Department, Municipality
from municipalities.rules import roles_of
from projects.enums import UNPAID_UNITS
from projects.models import (
    Application,
    Deliverable,
    Engagement,
    Goal,
    Meeting,
    Opening,
    Program,
    Project,
    Recommendation,
)
from projects.rules import PUBLIC_OPENING_STATES

UNSETTLED_ADVICE = frozenset({"proposed", "trial", "studying"})


def _own_or_all(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Rows of the municipalities the user works for; all of them for an operator."""
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(municipality__in=roles_of(user))


def public_openings() -> QuerySet[Opening]:
    return (
        Opening.objects.filter(status__in=PUBLIC_OPENING_STATES)
        .select_related("municipality__prefecture", "project__field", "project__department")
        .order_by("-published_at", "-id")
    )


def open_openings(at: datetime) -> QuerySet[Opening]:
    """Openings that still take applications."""
    return taking_applications(public_openings(), at)


def taking_applications(rows: QuerySet[Opening], at: datetime) -> QuerySet[Opening]:
    return rows.filter(status="open", deadline_date__gte=dates.jst_date(at))


def past_openings(rows: QuerySet[Opening], at: datetime) -> QuerySet[Opening]:
    """Those that no longer take applications, whatever became of them."""
    return rows.exclude(status="open", deadline_date__gte=dates.jst_date(at))


def openings_visible_to(user: Any) -> QuerySet[Opening]:
    """Public openings, and every opening of the user's own municipalities."""
    rows = Opening.objects.select_related("municipality__prefecture", "project__field", "drafted_by")
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(Q(status__in=PUBLIC_OPENING_STATES) | Q(municipality__in=roles_of(user)))


def openings_managed_by(user: Any) -> QuerySet[Opening]:
    """For the desk: own municipalities only, with the number of applications received."""
    rows = Opening.objects.select_related("municipality__prefecture", "project__field", "drafted_by")
    received = Count("applications", filter=Q(applications__submitted_at__isnull=False))
    return _own_or_all(rows, user).annotate(received=received).order_by("-id")


def opening_counts(user: Any) -> dict[str, int]:
    """State → number of the openings on the user's desk. One query."""
    rows = _own_or_all(Opening.objects.all(), user)
    return dict(rows.values_list("status").annotate(Count("pk")))


def openings_in_states(
    rows: QuerySet[Opening], states: Iterable[str], *, latest_first: bool = False
) -> QuerySet[Opening]:
    """By deadline: what runs out first stands first, or what has run out last."""
    order = ("-deadline_date", "-id") if latest_first else ("deadline_date", "id")
    return rows.filter(status__in=states).order_by(*order)


def search_openings(rows: QuerySet[Opening], words: str) -> QuerySet[Opening]:
    """Every word must occur in the title, the texts or the place; width and case do not matter."""
    for word in search_key(words).split():
        hit = Q()
        for column in (
            "title",
            "summary",
            "challenge",
            "request",
            "requirements",
            "municipality__name",
            "municipality__kana",
            "municipality__prefecture__name",
            "project__field__name",
        ):
            hit |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(hit)
    return rows


def filter_openings(
    rows: QuerySet[Opening],
    *,
    words: str = "",
    field: str = "",
    prefecture: str = "",
    work_style: str = "",
    pay: str = "",
) -> QuerySet[Opening]:
    """Each empty criterion is left out. `prefecture` is a code, `field` a slug, `pay` paid or unpaid."""
    if field:
        rows = rows.filter(project__field__slug=field)
    if prefecture:
        rows = rows.filter(Q(municipality__prefecture__code=prefecture) | Q(municipality__code=prefecture))
    if work_style:
        rows = rows.filter(work_style=work_style)
    if pay == "unpaid":
        rows = rows.filter(pay_unit__in=UNPAID_UNITS)
    elif pay:
        rows = rows.exclude(pay_unit__in=UNPAID_UNITS)
    return search_openings(rows, words)


def openings_to_apply_to() -> QuerySet[Opening]:
    """Public openings, also those withdrawn after publication: a text being written is still kept."""
    rows = Opening.objects.select_related("municipality__prefecture", "project__field")
    was_public = Q(status="withdrawn", published_at__isnull=False)
    return rows.filter(Q(status__in=PUBLIC_OPENING_STATES) | was_public)


def programs_visible_to(user: Any) -> QuerySet[Program]:
    rows = Program.objects.select_related("municipality__prefecture", "agreement")
    return _own_or_all(rows, user).order_by("-start_date", "-id")


def programs_on_desk(user: Any) -> QuerySet[Program]:
    """For the list: with the number of projects that were not given up."""
    going = Count("projects", filter=~Q(projects__status="cancelled"))
    return programs_visible_to(user).annotate(project_count=going)


def projects_with_work(program: Program) -> QuerySet[Project]:
    """The program's projects with their team, openings and engagements, in a constant number of queries."""
    received = Count("applications", filter=Q(applications__submitted_at__isnull=False))
    return (
        program.projects.select_related("field", "department")
        .prefetch_related(
            "team__user",
            Prefetch("openings", Opening.objects.annotate(received=received).order_by("id")),
            Prefetch("engagements", Engagement.objects.select_related("advisor__user").order_by("id")),
        )
        .order_by("id")
    )


def projects_visible_to(user: Any) -> QuerySet[Project]:
    rows = Project.objects.select_related("municipality", "program", "field", "department")
    return _own_or_all(rows, user)


def applications_visible_to(user: Any) -> QuerySet[Application]:
    """The applicant's own, and sent ones of the user's municipalities. Operators see no texts."""
    rows = Application.objects.select_related(
        "opening__municipality__prefecture", "opening__project__field", "advisor__user", "municipality"
    )
    if not user.is_authenticated:
        return rows.none()
    sent = Q(submitted_at__isnull=False)  # a draft that was withdrawn stays the applicant's own
    return rows.filter(Q(advisor__user=user) | (Q(municipality__in=roles_of(user)) & sent))


def applications_of(user: Any) -> QuerySet[Application]:
    """The applicant's own, newest first, without the parts that are sealed."""
    rows = applications_visible_to(user).filter(advisor__user=user)
    return rows.defer("outcome", "internal_note", "message").order_by("-id")


def answer_to(application: Application) -> str:
    """The city's words to the applicant; nothing before the answer is given."""
    return application.message if application.answered_at else ""


def application_to(opening: Opening, user: Any) -> Application | None:
    """What the user wrote to this opening, draft or sent."""
    return applications_of(user).filter(opening=opening).first()


def applications_received_by(user: Any) -> QuerySet[Application]:
    """For the desk. Nobody reads there what is noted about themselves, even when they work for the city."""
    rows = applications_visible_to(user).filter(municipality__in=roles_of(user))
    return rows.exclude(advisor__user=user).order_by("submitted_at", "id")


def applications_on_desk(user: Any, opening: Opening) -> QuerySet[Application]:
    """The received applications of one call, in order of arrival, for its table."""
    rows = applications_received_by(user).filter(opening=opening)
    return rows.select_related("advisor__prefecture").prefetch_related("advisor__fields")


def neighbours(user: Any, application: Application) -> tuple[str | None, str | None]:
    """Codes of the applications received before and after this one."""
    rows = applications_received_by(user).filter(opening=application.opening_id)
    codes = [None, *rows.values_list("code", flat=True), None]
    place = codes.index(application.code)
    return codes[place - 1], codes[place + 1]


def selection_progress(opening: Opening) -> dict[str, int]:
    """How many applications came, wait for an answer, and have a proposed outcome. No texts."""
    waiting = Q(status="submitted")
    return opening.applications.filter(submitted_at__isnull=False).aggregate(
        received=Count("pk"),
        waiting=Count("pk", filter=waiting),
        proposed=Count("pk", filter=waiting & ~Q(outcome="")),
    )


def _sees_engagement(user: Any, prefix: str = "") -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_operator:
        return Q()
    return Q(**{f"{prefix}municipality__in": roles_of(user)}) | Q(**{f"{prefix}advisor__user": user})


def engagements_visible_to(user: Any) -> QuerySet[Engagement]:
    return Engagement.objects.filter(_sees_engagement(user)).select_related(
        "municipality__prefecture",
        "project__field",
        "project__program",
        "project__department",
        "advisor__user",
    )


def engagements_of(user: Any) -> QuerySet[Engagement]:
    """The advisor's own."""
    return engagements_visible_to(user).filter(advisor__user=user)


def engagements_managed_by(user: Any) -> QuerySet[Engagement]:
    """For the desk: own municipalities only."""
    return _own_or_all(engagements_visible_to(user), user)


def engagements_in_state(rows: QuerySet[Engagement], state: str) -> QuerySet[Engagement]:
    """An empty or unknown state leaves all of them."""
    known = {known.code for known in Engagement.workflow.states}
    return rows.filter(status=state) if state in known else rows


def states_counted(rows: QuerySet[Engagement]) -> dict[str, int]:
    counted = rows.order_by().values_list("status").annotate(number=Count("pk"))
    return dict(counted)


def with_progress(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Adds held and planned meetings, deliverables, and advice given and not yet answered.

    Subqueries, so that the database counts for the rows of one page only.
    """
    return rows.annotate(
        held_count=_counted(Meeting, status="held"),
        planned_count=_counted(Meeting, status="planned"),
        deliverable_count=_counted(Deliverable),
        advice_count=_counted(Recommendation),
        undecided_count=_counted(Recommendation, status="proposed"),
    )


def _counted(model: type[Any], **criteria: str) -> Coalesce:
    rows = model.objects.filter(engagement=OuterRef("pk"), **criteria).order_by().values("engagement")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def engagement_workspaces(user: Any) -> QuerySet[Engagement]:
    """Everything the workspace of one engagement shows."""
    return with_record(engagements_visible_to(user)).select_related(
        "application__opening", "city_confirmed_by"
    )


def open_departments(municipality: Municipality, *, keep: int | None = None) -> QuerySet[Department]:
    """Sections advice can be given to; `keep` stays although it was closed since."""
    return municipality.departments.filter(Q(closed_date=None) | Q(pk=keep)).order_by("name")


def meetings_to_name(engagement: Engagement) -> QuerySet[Meeting]:
    """Meetings a deliverable or a piece of advice can come from."""
    return engagement.meetings.exclude(status="cancelled").order_by("-number")


def usual_attendees(engagement: Engagement) -> str:
    """Who was at the last meeting; empty before the first."""
    held = engagement.meetings.filter(status="held").order_by("-number")
    return held.values_list("attendees", flat=True).first() or ""


def deliverables_to_name(engagement: Engagement) -> QuerySet[Deliverable]:
    return engagement.deliverables.order_by("-delivered_date", "-id")


def overdue_advice(recommendations: Iterable[Recommendation], day: date) -> set[int]:
    """Ids of advice whose due date has passed without a final answer."""
    return {
        item.pk
        for item in recommendations
        if item.status in UNSETTLED_ADVICE and item.due_date and item.due_date < day
    }


def with_record(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Loads the whole record of an engagement in a constant number of queries."""
    return rows.prefetch_related(
        Prefetch("goals", Goal.objects.order_by("position")),
        Prefetch("meetings", Meeting.objects.order_by("number")),
        Prefetch(
            "deliverables", Deliverable.objects.select_related("meeting").order_by("delivered_date", "id")
        ),
        Prefetch(
            "recommendations",
            Recommendation.objects.select_related("department", "meeting").order_by("number"),
        ),
    )


def goals_visible_to(user: Any) -> QuerySet[Goal]:
    return _parts(Goal.objects.all(), user)


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    return _parts(Meeting.objects.all(), user)


def deliverables_visible_to(user: Any) -> QuerySet[Deliverable]:
    return _parts(Deliverable.objects.select_related("meeting"), user)


def recommendations_visible_to(user: Any) -> QuerySet[Recommendation]:
    return _parts(Recommendation.objects.select_related("department", "meeting"), user)


def _parts(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    return rows.filter(_sees_engagement(user, "engagement__")).select_related(
        "engagement__advisor__user", "engagement__project", "engagement__municipality"
    )


def due_openings(at: datetime) -> QuerySet[Opening]:
    """Open calls whose last day has ended."""
    return Opening.objects.filter(status="open", deadline_date__lt=dates.jst_date(at)).order_by("id")


def openings_of_municipality(municipality: Municipality) -> QuerySet[Opening]:
    """Of the municipality, or of a prefecture and everything in it."""
    place = Q(municipality=municipality) | Q(municipality__prefecture=municipality)
    return public_openings().filter(place)

"""How the people of a report were found, in figures fit for the public."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from projects.models import Application, ConflictDeclaration, Opening
from projects.rules import RELEASED_STATES
from reports.models import JointReport, OutcomeReport


def selection_of(report: OutcomeReport) -> QuerySet[Opening]:
    """The call that the report's advisor answered. Columns as in `_with_figures`."""
    answered = Application.objects.filter(engagement=report.engagement_id)
    return _with_figures(Opening.objects.filter(pk__in=answered.values("opening")))


def selections_of(report: JointReport) -> QuerySet[Opening]:
    """Every call of the program that was answered, in order."""
    rows = Opening.objects.filter(project__program=report.program_id, status__in=RELEASED_STATES)
    return _with_figures(rows).order_by("published_at", "id")


def _with_figures(rows: QuerySet[Opening]) -> QuerySet[Opening]:
    """Adds `received` and `declared` (applications, and those with dealings between employer and city), and
    `excluded` (applications that a member of staff took no part in judging). Erased ones count.
    """
    sent = ~Q(applications__status__in=["draft", "withdrawn"])
    recused = ConflictDeclaration.objects.filter(application=OuterRef("applications"), has_conflict=True)
    return rows.annotate(
        received=Count("applications", filter=sent),
        declared=Count("applications", filter=sent & Q(applications__has_conflict=True)),
        excluded=Count("applications", filter=sent & Q(Exists(recused))),
    )

"""What the page of a municipality tells in figures."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from municipalities.models import Municipality, PartnershipAgreement
from municipalities.queries import in_force, members_of
from projects.models import Opening
from projects.queries import openings_of_municipality
from reports.figures import ANSWERED_ON_TIME
from reports.models import OutcomeReport


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """Of the calls whose promised day of answer is over, how many were answered by then."""

    due: int
    on_time: int

    @property
    def percent(self) -> int:
        return self.on_time * 100 // self.due


def answer_record(place: Municipality, day: date) -> AnswerRecord:
    """A call answered before its day counts at once; one not yet answered after its day is late, and so is
    one whose day was put off.
    """
    answered = Q(released_at__isnull=False)
    rows = openings_of_municipality(place).order_by().filter(answered | Q(answer_date__lt=day))
    return AnswerRecord(**rows.aggregate(due=Count("pk"), on_time=Count("pk", filter=ANSWERED_ON_TIME)))


def members_with_figures(prefecture: Municipality, day: date) -> QuerySet[Municipality]:
    """Each with `agreement_count`, `open_count` and `report_count`."""
    agreements = PartnershipAgreement.objects.filter(in_force(day))
    of_place = agreements.filter(municipalities=OuterRef("pk"))
    calls = Opening.objects.filter(municipality=OuterRef("pk"), status="open", deadline_date__gte=day)
    reports = OutcomeReport.objects.filter(municipality=OuterRef("pk"), status="published")
    return members_of(prefecture).annotate(
        agreement_count=_number(of_place, "municipalities"),
        open_count=_number(calls, "municipality"),
        report_count=_number(reports, "municipality"),
    )


def _number(rows: QuerySet[Any], place: str) -> Coalesce:
    counted = rows.order_by().values(place).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)

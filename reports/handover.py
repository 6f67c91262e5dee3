"""Reports still to be written go with the lead of their project, also after the project is over."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from municipalities.holdings import HandoverSource, Item, register, register_unowned
from municipalities.models import StaffMembership
from projects.handover import hand_over
from projects.models import Project
from projects.rules import GOING

UNREPORTED = Q(engagements__started_at__isnull=False, engagements__ended_at__isnull=False) & (
    Q(engagements__report=None)
    | Q(
        engagements__report__status__in=[
            "draft",
            "commenting",
            "commented",
            "in_review",
            "returned",
            "approved",
        ]
    )
)


def unreported_projects() -> QuerySet[Project]:
    """Over, with a report that is missing or not published."""
    rows = Project.objects.filter(UNREPORTED).exclude(status__in=sorted(GOING))
    return rows.select_related("program").order_by("id").distinct()


def _reports(giver: StaffMembership) -> Iterable[Item]:
    return [Item(row, row.title, row.get_absolute_url()) for row in unreported_projects().filter(lead=giver)]


def _without_lead(places: list[int]) -> Iterable[Item]:
    rows = unreported_projects().filter(municipality__in=places, lead=None)
    return [Item(row, row.title, row.assign_url) for row in rows]


register(HandoverSource("reports", _("まとめている報告"), _reports, hand_over("lead")))
register_unowned(_without_lead)

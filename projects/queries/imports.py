"""Files that are read in."""

from typing import Any

from django.db.models import Q, QuerySet

from municipalities.enums import ADMINISTERING_ROLES, DRAFTING_ROLES
from municipalities.models import Municipality
from municipalities.rules import places_with_role
from projects.enums import ImportKind
from projects.models import ImportJob, Program
from projects.models.import_job import AT_WORK
from projects.rules import GOING

OF_CITIES = (ImportKind.OPENINGS, ImportKind.STAFF, ImportKind.PROGRAMS)
OF_OPERATORS = (ImportKind.ADVISORS, ImportKind.OPENINGS, ImportKind.MUNICIPALITIES, ImportKind.PROGRAMS)


def jobs_at_work() -> list[int]:
    """The oldest first."""
    rows = ImportJob.objects.filter(status__in=AT_WORK).order_by("asked_at", "id")
    return list(rows.values_list("pk", flat=True))


def imports_visible_to(user: Any) -> QuerySet[ImportJob]:
    """The newest first, without the files: of the cities for which the user may enter the same by hand,
    and an operator's of those that belong to no city.
    """
    if not user.is_authenticated:
        return ImportJob.objects.none()
    visible = Q(municipality__in=places_with_role(user, DRAFTING_ROLES)) & ~Q(kind=ImportKind.STAFF)
    visible |= Q(municipality__in=places_with_role(user, ADMINISTERING_ROLES))
    if user.is_operator:
        visible |= Q(municipality=None)
    rows = ImportJob.objects.filter(visible).select_related("person", "municipality__prefecture", "program")
    return rows.defer("content").order_by("-asked_at", "-id")


def kinds_for(user: Any) -> list[ImportKind]:
    """What the user may have read in, in the order of the menu."""
    found = set(OF_OPERATORS if user.is_operator else ())
    if places_with_role(user, DRAFTING_ROLES):
        found |= {ImportKind.OPENINGS, ImportKind.PROGRAMS}
    if places_with_role(user, ADMINISTERING_ROLES):
        found.add(ImportKind.STAFF)
    return [kind for kind in ImportKind if kind in found]


def places_to_import_for(user: Any, kind: str) -> QuerySet[Municipality]:
    roles = ADMINISTERING_ROLES if kind == ImportKind.STAFF else DRAFTING_ROLES
    return Municipality.objects.filter(pk__in=places_with_role(user, roles)).order_by("code")


def programs_to_import_into(user: Any) -> QuerySet[Program]:
    """Those under way in the cities for which the user drafts, the newest first."""
    rows = Program.objects.filter(
        municipality__in=places_with_role(user, DRAFTING_ROLES), status__in=GOING, projects__isnull=False
    )
    return rows.distinct().select_related("municipality__prefecture").order_by("-start_date", "-id")

"""Declarations that let staff read an application; used by the factory of applications itself."""

from projects.models import Application, ConflictDeclaration
from tests.factories.base import moment


def clear(application: Application) -> None:
    """Everybody in post who has not declared yet says that there is no conflict of interest."""
    staff = application.municipality.memberships.filter(status="active").exclude(
        user__in=application.declarations.values("reviewer")
    )
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(
            application=application, reviewer_id=user, has_conflict=False, declared_at=moment()
        )
        for user in set(staff.values_list("user_id", flat=True))
    )

"""Documents that were asked for."""

from typing import Any

from django.db.models import QuerySet

from reports.models import DocumentJob


def jobs_waiting() -> list[int]:
    """The oldest first."""
    rows = DocumentJob.objects.filter(status="waiting").order_by("asked_at", "id")
    return list(rows.values_list("pk", flat=True))


def jobs_of(user: Any) -> QuerySet[DocumentJob]:
    """A person's own, the newest first, without the documents themselves."""
    rows = DocumentJob.objects.filter(person=user.pk) if user.is_authenticated else DocumentJob.objects.none()
    return rows.select_related("program").defer("content").order_by("-asked_at", "-id")

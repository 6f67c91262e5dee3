"""Reading the record back, for the history on each page."""

from collections.abc import Sequence

from django.db.models import Model, Q, QuerySet

from audit.models import Event


def history_of(*subjects: Model) -> QuerySet[Event]:
    """Events of these rows, newest first. One query, whatever the number of rows."""
    return events_of([(row._meta.label_lower, row.pk) for row in subjects])


def events_of(keys: Sequence[tuple[str, int]]) -> QuerySet[Event]:
    """Events of rows named by (model label, primary key), newest first."""
    wanted = Q(pk__in=[])
    for label, pk in keys:
        wanted |= Q(subject_type=label, subject_id=pk)
    return Event.objects.filter(wanted).order_by("-happened_at", "-id")

"""Advice that was followed, as far as published reports tell of it."""

from projects.models import Opening, Recommendation
from projects.queries import Advice

FOLLOWED = ("adopted", "trial")


def published_advice(opening: Opening, most: int) -> list[Advice]:
    """Of other cities, in the field of the call that is being written; newest decision first."""
    rows = (
        Recommendation.objects.filter(
            status__in=FOLLOWED,
            engagement__report__status="published",
            engagement__project__field=opening.project.field_id,
        )
        .exclude(municipality=opening.municipality_id)
        .select_related("municipality__prefecture", "engagement__report")
        .order_by("-decided_at", "-id")
    )
    return [
        Advice(
            text=row.text,
            municipality=row.municipality.full_name,
            state=row.workflow.state(row.status).label,
            url=row.engagement.report.get_absolute_url(),
        )
        for row in rows[:most]
    ]

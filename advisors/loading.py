"""Bringing the list of skills into the database."""

from django.db import transaction

from advisors.data import read_skills
from advisors.models import Skill


@transaction.atomic
def load_skills() -> int:
    """Inserts or updates every skill by its slug; returns how many there are.

    A skill that left the list is kept: profiles still name it.
    """
    rows = [
        Skill(slug=row.slug, name=row.name, group=row.group, aliases=row.aliases, position=position)
        for position, row in enumerate(read_skills())
    ]
    Skill.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "group", "aliases", "position"],
    )
    return len(rows)

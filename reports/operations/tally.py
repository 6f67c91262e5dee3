"""The nightly recount: what the triggers added up, compared with the rows themselves."""

from collections import defaultdict
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Func, SmallIntegerField

from reports.figures import FIGURES, Scope
from reports.models import Tally

Key = tuple[int, int, int]


class FiscalYear(Func):
    function = "reports_fiscal_year"
    output_field = SmallIntegerField()


@transaction.atomic
def recount_tally() -> int:
    """Writes what the rows say wherever the tally says something else; returns how many numbers were wrong.

    Nobody writes to the tally meanwhile: the triggers wait for the lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reports_tally IN SHARE ROW EXCLUSIVE MODE")
    true = true_counts()
    wrong = 0
    for row in Tally.objects.all():
        counted = true.pop((row.municipality_id, row.fiscal_year, row.field_id), {})
        differing = [key for key in FIGURES if getattr(row, key) != counted.get(key, 0)]
        if differing:
            wrong += len(differing)
            Tally.objects.filter(pk=row.pk).update(**{key: counted.get(key, 0) for key in differing})
    for (municipality, year, field), counted in true.items():
        wrong += len(counted)
        Tally.objects.create(municipality_id=municipality, fiscal_year=year, field_id=field, **counted)
    return wrong


def true_counts() -> dict[Key, dict[str, int]]:
    """(municipality, fiscal year, field) → figure → number, without zeros."""
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    for key, figure in FIGURES.items():
        path = figure.kind.opening
        rows: Any = figure.rows(Scope()).order_by()
        grouped = rows.values(
            its_place=F(f"{path}municipality"),
            its_year=FiscalYear(F(f"{path}published_at")),
            its_field=F(f"{path}project__field"),
        ).annotate(number=Count("pk"))
        for row in grouped:
            found[row["its_place"], row["its_year"], row["its_field"]][key] = row["number"]
    return dict(found)

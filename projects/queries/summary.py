"""Public openings as the API's list tells of them.

Values instead of objects, by one statement that is built once: this list is read more often than
anything else, and building twenty openings with their relations took longer than finding them.
"""

from collections.abc import Iterable
from functools import cache
from types import SimpleNamespace
from typing import Any

from core.search_rows import Part, fetch
from projects.models import Opening
from projects.rules import PUBLIC_OPENING_STATES

_OWN = (
    *("id", "code", "title", "summary", "status", "round_number"),
    *("published_at", "deadline_date", "answer_date", "question_deadline_date", "question_answer_date"),
    *("legal_form", "start_date", "end_date", "hours_per_month", "work_style", "place_note", "seats"),
    *("pay_unit", "pay_amount", "pay_onsite_amount", "pay_travel", "pay_goods", "pay_note"),
)
_RELATED = ("municipality__code", "municipality__name", "project__field__slug", "project__field__name")


class Named(SimpleNamespace):
    """A related row: its code and its name."""

    def __str__(self) -> str:
        return str(self.name)


class Summary(SimpleNamespace):
    """Has the attributes of an `Opening` that `OpeningItem` shows."""

    workflow = Opening.workflow


def summaries(ids: Iterable[int]) -> dict[int, Summary]:
    """By id, without those that are not public. One statement."""
    statement = _statement()
    rows = fetch(Part(statement.sql, (*statement.params, list(ids))))
    return {row[0]: _summary(row) for row in rows}


@cache
def _statement() -> Part:
    """With every value but the last: the ids."""
    asked = Part(f"{Opening._meta.db_table}.id = ANY(%s)", ([],)).as_filter()
    rows = Opening.objects.filter(status__in=PUBLIC_OPENING_STATES).filter(asked).order_by()
    sql, params = rows.values_list(*_OWN, *_RELATED).query.sql_with_params()
    return Part(sql, params[:-1])


def _summary(row: tuple[Any, ...]) -> Summary:
    place, place_name, field, field_name = row[len(_OWN) :]
    return Summary(
        **dict(zip(_OWN, row, strict=False)),
        municipality=Named(code=place, name=place_name),
        project=SimpleNamespace(field=Named(code=field, name=field_name)),
    )

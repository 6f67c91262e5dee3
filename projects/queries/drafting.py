"""What a clerk needs while writing a call: what is missing, what can be copied, what others did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import search_key
from projects.enums import UNPAID_UNITS, PayUnit
from projects.models import Opening, Project
from projects.queries.opening import public_openings
from projects.queries.scope import own_or_all
from projects.rules import PUBLIC_OPENING_STATES
from projects.sections import COPIED, SECTIONS, UNWRITTEN, Section

FULL_WEIGHT = 100
SHOWN = 3
COMPARED = 60  # the newest calls of the field, among which the nearest are looked for


@dataclass(frozen=True, slots=True)
class Gap:
    """What must be decided before approval can be asked for, and where."""

    section: Section
    label: str | Promise


def missing_parts(opening: Opening) -> list[Gap]:
    """In the order of the task list; one extra query for the weights."""
    gaps = []
    for section in SECTIONS.values():
        for name in section.required:
            if not getattr(opening, name):
                gaps.append(Gap(section, Opening._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        gaps += [Gap(section, label) for label in _missing_beside(opening, section.code)]
    return gaps


def _missing_beside(opening: Opening, code: str) -> list[str | Promise]:
    """Conditions that are about more than one column, or about rows."""
    if code == "pay" and opening.pay_unit:
        if opening.pay_unit == PayUnit.GOODS and not (opening.pay_goods or opening.pay_note):
            return [_("お渡しする品")]
        if opening.pay_unit not in UNPAID_UNITS and not opening.pay_amount:
            return [_("謝礼の額（円）")]
    if code == "selection":
        total = opening.criteria.aggregate(total=Sum("weight"))["total"]
        if total is None:
            return [_("選考の基準")]
        if total != FULL_WEIGHT:
            return [_("選考の基準の重み（合計を100%にします）")]
    return []


def unwritten_fields(opening: Opening) -> dict[str, list[str | Promise]]:
    """Section → names of the texts in which ○○ of the template still stands."""
    found: dict[str, list[str | Promise]] = {}
    for code, section in SECTIONS.items():
        for name in section.fields:
            value = getattr(opening, name)
            if isinstance(value, str) and UNWRITTEN in value:
                label = Opening._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                found.setdefault(code, []).append(label)
    return found


def copied_values(opening: Opening) -> dict[str, Any]:
    """Everything but the days, ready for a new draft."""
    lines = opening.positions.order_by("number").values("title", "description", "seats")
    criteria = opening.criteria.order_by("number").values("name", "description", "weight")
    values = {name: getattr(opening, name) for name in COPIED}
    return {**values, "positions": list(lines), "criteria": list(criteria)}


def free_seats(opening: Opening) -> list[int]:
    """Of each position, in their order."""
    return [position.seats_left for position in opening.positions.order_by("number")]


def openings_to_copy(user: Any, project: Project) -> QuerySet[Opening]:
    """The city's own calls, newest first: whoever writes may take any of them as a pattern."""
    rows = own_or_all(Opening.objects.filter(municipality=project.municipality_id), user)
    return rows.select_related("project__field").order_by("-id")


def similar_openings(opening: Opening) -> list[Opening]:
    """Published calls whose words are nearest to the draft's, of the same field first.

    The one place that decides what is similar; a search with its own tables can take its place.
    """
    rows = public_openings().exclude(pk=opening.pk).filter(project__field=opening.project.field_id)
    wanted = _pairs([opening.title, opening.summary, opening.challenge, opening.request])
    scored = [
        (len(wanted & _pairs([row.title, row.summary, row.challenge, row.request])), row)
        for row in rows[:COMPARED]
    ]
    scored.sort(key=lambda pair: pair[0], reverse=True)  # stable: equals stay newest first
    return [row for _score, row in scored[:SHOWN]]


def _pairs(texts: Iterable[str]) -> set[str]:
    key = search_key("".join(texts))
    return {key[at : at + 2] for at in range(len(key) - 1)}


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice a city followed, and the published page that tells of it."""

    text: str
    municipality: str
    state: str | Promise
    url: str


AdviceSource = Callable[[Opening, int], list[Advice]]
_sources: list[AdviceSource] = []


def register_advice(source: AdviceSource) -> None:
    """For the app above that knows which advice was published."""
    if source not in _sources:
        _sources.append(source)


def adopted_advice(opening: Opening) -> list[Advice]:
    return [advice for source in _sources for advice in source(opening, SHOWN)][:SHOWN]


def opening_parts(opening: Opening) -> dict[str, Any]:
    """What every full view of a call shows beside its columns: posts, rubric, and the round before."""
    return {
        "positions": list(opening.positions.order_by("number")),
        "criteria": list(opening.criteria.order_by("number")),
        "earlier": earlier_round(opening),
    }


def earlier_round(opening: Opening) -> Opening | None:
    """The call this one repeats, where the public may read it."""
    if opening.previous_id is None:
        return None
    was_public = Q(status__in=PUBLIC_OPENING_STATES)
    return Opening.objects.filter(was_public, pk=opening.previous_id).first()

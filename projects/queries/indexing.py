"""What the search table must hold, computed from the openings themselves."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from core import words
from municipalities.models import Municipality
from projects.models import Opening, OpeningSearch
from projects.queries.facets import lexemes_of, values_of
from projects.rules import PUBLIC_OPENING_STATES

# announced_at and matched_at are no copies of anything: they stay.
DERIVED = (
    *("published_at", "deadline_date", "field", "prefecture", "work_style", "pay", "hours", "term"),
    *("tsv", "title_tsv", "tok_version"),
)
_SUFFIXES = {"市": ("し",), "区": ("く",), "町": ("ちょう", "まち"), "村": ("むら", "そん"), "県": ("けん",)}


def searchable_openings() -> QuerySet[Opening]:
    return Opening.objects.filter(status__in=PUBLIC_OPENING_STATES).select_related(
        "municipality__prefecture", "project__field", "project__department"
    )


def search_row(opening: Opening) -> OpeningSearch:
    """Not saved. A public opening has its moment of publication: the database insists."""
    published_at: Any = opening.published_at
    title = words.index_terms(opening.title)
    body = words.index_terms("\n".join(_texts(opening)))
    return OpeningSearch(
        opening=opening,
        published_at=published_at,
        deadline_date=opening.deadline_date,
        title_tsv=frozenset(title),
        tsv=frozenset([*title, *body, *_names(opening.municipality), *lexemes_of(opening)]),
        tok_version=words.VERSION,
        **values_of(opening),
    )


def _texts(opening: Opening) -> Iterator[str]:
    yield from (opening.summary, opening.challenge, opening.request, opening.requirements)
    yield from (opening.project.title, opening.project.field.name, opening.project.department.name)
    yield opening.municipality.full_name


def _names(municipality: Municipality) -> list[str]:
    """The place in letters and in kana, with and without 市, 町, 村."""
    places = [municipality, municipality.prefecture] if municipality.prefecture else [municipality]
    spellings = []
    for place in places:
        spellings += [place.name, place.kana]
        for ending in (place.name[-1], *_SUFFIXES.get(place.name[-1], ())):
            spellings += [_without(place.name, ending), _without(words.search_key(place.kana), ending)]
    return words.name_terms(*spellings)


def _without(name: str, ending: str) -> str:
    return name.removesuffix(ending)

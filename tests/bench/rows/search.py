"""Searching openings with all facets: as data for programs, and as the page."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone

from projects.filters import OpeningFilter
from projects.models import Opening
from projects.queries.search import search_openings
from tests.bench.asking import page, page_row, same_statements
from tests.bench.measure import Row

API = "/api/v1/openings/"
MOST_JSON, MOST_PAGE = 2.5, 6.0
NOTHING = "nothing found"
QUERIES: dict[str, dict[str, str]] = {
    "no criteria": {},
    "all, also past": {"state": "all"},
    "a common word": {"q": "導入"},
    "a rare word, all": {"q": "キャッシュレス", "state": "all"},
    "two words": {"q": "観光 動画"},
    "a place": {"q": "北海道", "state": "all"},
    "a word and a field": {"q": "研修", "field": "dx"},
    "three facets": {"prefecture": "200000", "work_style": "online", "pay": "paid"},
    "soon over, by deadline": {"deadline": "14", "sort": "deadline"},
    "a word and four facets, all": {
        "q": "分析",
        "field": "tourism",
        "work_style": "online",
        "hours": "10",
        "pay": "paid",
        "state": "all",
    },
    NOTHING: {"q": "量子暗号通信"},
}


def rows() -> list[Row]:
    return [*_json_rows(), *_page_rows()]


def _json_rows() -> list[Row]:
    by_api = _has_api()
    kind = "JSON by the API" if by_api else "`search_openings` and JSON of 20 rows"
    besides = "middleware, serializer" if by_api else "words cut, rows to objects, JSON; no HTTP"
    found = []
    for name, criteria in QUERIES.items():
        ask = page(f"{API}?{urlencode(criteria)}") if by_api else _stand_in(criteria)
        most = None if name == NOTHING else MOST_JSON  # the target is about rows and facets: here are none
        found.append(Row(f"{kind}: {name}", ask, same_statements(ask), most=most, differs=besides))
    return found


def _page_rows() -> list[Row]:
    return [
        page_row(f"/openings/: {name}", f"/openings/?{urlencode(criteria)}", most=MOST_PAGE)
        for name, criteria in QUERIES.items()
    ]


def _has_api() -> bool:
    try:
        resolve(API)
    except Resolver404:
        return False
    return True


def _stand_in(criteria: dict[str, str]) -> Callable[[], Any]:
    query = QueryDict(urlencode(criteria))
    asked = OpeningFilter(query).criteria()

    def ask() -> str:
        found = search_openings(asked, at=timezone.now())
        data = {
            "total": found.total,
            "facets": found.facets,
            "results": [_as_data(opening) for opening in found.rows],
        }
        return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)

    return ask


def _as_data(opening: Opening) -> dict[str, Any]:
    plain = ("code", "title", "summary", "challenge", "request", "requirements", "legal_form", "start_date")
    more = ("end_date", "hours_per_month", "work_style", "pay_unit", "pay_amount", "seats", "deadline_date")
    return {
        **{name: getattr(opening, name) for name in (*plain, *more, "answer_date", "published_at", "status")},
        "municipality": opening.municipality.code,
        "field": opening.project.field.slug,
    }

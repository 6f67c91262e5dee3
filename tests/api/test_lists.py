"""Lists: pages by cursor, criteria, and a constant number of queries."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.renderers import JSONRenderer

from core.api.rows import shown
from municipalities.enums import StaffRole
from projects.api.opening import OpeningItem
from projects.models import Opening
from projects.queries import public_openings
from projects.queries.summary import summaries
from tests.api.routes import LISTS
from tests.api.scene import ROWS, noun_of
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import ProgramFactory

# A person has one, a clerk works for one; tests/projects/test_pool.py counts for a city's pool.
SINGLE = {"my-profiles", "desk-municipalities", "my-pool", "desk-pool"}

FIXED = ("municipalities", "fields", "figures")  # as many, whatever there is


def _reader(request, noun):
    if noun in ("match-weights", "figures"):
        return request.getfixturevalue("coordinator")
    is_personal = noun.startswith("my-") or noun == "pulses"
    return request.getfixturevalue("advisor_user" if is_personal else "clerk")


def _count(asks, path) -> tuple[int, int]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = asks.get(path)
    assert response.status_code == 200
    return len(queries), len(response.json()["items"])


@pytest.mark.parametrize("route", [name for name in LISTS if noun_of(name) not in SINGLE])
def test_a_list_costs_the_same_for_one_row_and_for_many(request, program, sanuki, advisor, clerk, route):
    noun = noun_of(route)
    asks = program(_reader(request, noun))
    path = reverse(f"api:{route}").removeprefix("/api/v1/")
    ROWS[noun](sanuki, advisor, "")
    asks.get(path)
    few, before = _count(asks, path)
    if noun not in FIXED:
        for _number in range(4):
            ROWS[noun](sanuki, advisor, "")
    many, after = _count(asks, path)

    assert few == many
    assert after == before + 4 or noun in FIXED


@pytest.fixture
def seven(sanuki):
    return [ProgramFactory(municipality=sanuki, title=f"事業{number}") for number in range(7)]


def test_pages_lead_forwards_and_backwards_through_every_row_once(program, clerk, seven):
    asks = program(clerk)
    seen, url = [], "programs/?page_size=3"
    pages = []
    while url:
        page = asks.get(url).json()
        pages.append(page)
        seen += [row["code"] for row in page["items"]]
        url = page["next"] and page["next"].partition("/api/v1/")[2]
    assert seen == [row.code for row in reversed(seven)]
    back = asks.get(pages[2]["previous"].partition("/api/v1/")[2]).json()
    assert back["items"] == pages[1]["items"]
    first = asks.get(back["previous"].partition("/api/v1/")[2]).json()
    assert first["items"] == pages[0]["items"]
    assert first["previous"] is None


def test_the_link_header_says_the_same(program, clerk, seven):
    response = program(clerk).get("programs/?page_size=3")
    assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'


def test_a_new_row_neither_repeats_nor_hides_another(program, clerk, sanuki, seven):
    asks = program(clerk)
    page = asks.get("programs/?page_size=3").json()
    ProgramFactory(municipality=sanuki)
    following = asks.get(page["next"].partition("/api/v1/")[2]).json()
    assert [row["code"] for row in following["items"]] == [row.code for row in seven[3:0:-1]]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=x", "page_size"),
        ("after=00000000", "after"),
        ("state=unknown", "state"),
        ("colour=red", "colour"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(program, clerk, query, field):
    response = program(clerk).get(f"programs/?{query}")
    assert response.status_code == 400
    assert [each["field"] for each in response.json()["errors"]] == [field]


def test_a_row_of_another_city_is_no_cursor(program, clerk, takamatsu):
    other = ProgramFactory(municipality=takamatsu)
    assert program(clerk).get(f"programs/?after={other.code}").status_code == 400


def test_a_list_is_narrowed_by_state(program, clerk, sanuki):
    running = ProgramFactory(municipality=sanuki, running=True)
    ProgramFactory(municipality=sanuki)
    items = program(clerk).get("programs/?state=running").json()["items"]
    assert [row["code"] for row in items] == [running.code]


def test_municipalities_are_searched_as_on_the_page(program):
    items = program().get("municipalities/?q=さぬき").json()["items"]
    assert [row["full_name"] for row in items] == ["香川県さぬき市"]


def test_openings_are_found_by_word_and_field(program, sanuki, advisor):
    row = ROWS["openings"](sanuki, advisor, "")
    ask = program().get
    found = ask("openings/?q=DX").json()
    assert (found["total"], found["facets"]["prefecture"]) == (1, {"37": 1})
    assert [each["code"] for each in found["items"]] == [row.code]
    assert ask("openings/?q=養蚕").json()["items"] == []
    refused = ask("openings/?work_style=never")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "work_style"


def test_the_list_from_plain_values_says_what_the_serializer_says_of_the_row(program, sanuki, advisor):
    row = ROWS["openings"](sanuki, advisor, "")
    (listed,) = program().get("openings/?q=DX").json()["items"]
    told = JSONRenderer().render(shown(OpeningItem, public_openings().get(pk=row.pk), None))
    assert listed == json.loads(told)


def test_a_call_that_is_not_public_is_in_no_list(sanuki, advisor):
    row = ROWS["openings"](sanuki, advisor, "")
    assert list(summaries([row.pk, 0])) == [row.pk]
    Opening.objects.filter(pk=row.pk).update(status="draft")
    assert summaries([row.pk]) == {}


def test_somebody_who_works_in_two_cities_lists_one_of_them(program, clerk, sanuki, takamatsu):
    StaffMembershipFactory(user=clerk, municipality=takamatsu, roles=[StaffRole.VIEWER])
    ProgramFactory(municipality=sanuki)
    there = ProgramFactory(municipality=takamatsu)
    items = program(clerk).get(f"programs/?municipality={takamatsu.code}").json()["items"]
    assert [row["code"] for row in items] == [there.code]

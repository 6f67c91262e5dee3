"""Searching openings: what is found, in which order, page by page, and what the facets count."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from core.dates import today
from core.paging import Cursor, read_cursor
from municipalities.models import Municipality
from projects.models import Opening
from projects.queries import facets, search
from projects.queries.search import Criteria, search_openings
from tests.factories.base import day, moment
from tests.factories.municipalities import FieldFactory
from tests.factories.projects import OpeningFactory, ProjectFactory

pytestmark = pytest.mark.django_db

PLACES = ("372064", "372013", "131016", "011002")
FIELDS = ("dx", "pr", "tourism")
WORDS = ("動画", "防災", "農業", "アンケート")


def _some_openings(count: int, seed: int = 1) -> list[Opening]:
    """Every facet varies; several are published at the same moment."""
    chance = random.Random(seed)
    projects = [
        ProjectFactory(
            municipality=Municipality.objects.get(code=code), field=FieldFactory(slug=chance.choice(FIELDS))
        )
        for code in PLACES
    ]
    return [
        OpeningFactory(
            **{chance.choice(("open", "open", "decided")): True},
            project=chance.choice(projects),
            title=f"{chance.choice(WORDS)}の募集",
            request=f"{chance.choice(WORDS)}を見直してください。",
            published_at=moment(-chance.randrange(3, 6)).replace(minute=0, second=0, microsecond=0),
            work_style=chance.choice(("online", "hybrid", "onsite")),
            paid=chance.random() < 0.5,
            hours_per_month=chance.choice((2, 4, 5, 10, 15, 21, 40)),
            end_date=day(45 + chance.choice((60, 150, 300, 500))),
            deadline_date=day(chance.choice((0, 3, 7, 12, 20, 29))),
        )
        for _number in range(count)
    ]


def _meets(opening: Opening, criteria: Criteria, besides: str = "") -> bool:
    """The same criteria in plain Python."""
    values = facets.values_of(opening)
    for name in facets.COLUMNS:
        wanted = "" if name == besides else getattr(criteria, name)
        if name == "prefecture" and wanted and not wanted[:2].isdigit():
            if opening.municipality.region != wanted:
                return False
        elif wanted and values[name] != (wanted[:2] if name == "prefecture" else wanted):
            return False
    if not criteria.state and (opening.status != "open" or opening.deadline_date < today()):
        return False
    if criteria.words and criteria.words not in opening.title + opening.request:
        return False
    if criteria.deadline and besides != "deadline":
        return today() <= opening.deadline_date <= facets.deadline_end(criteria.deadline, today())
    return True


CASES = [
    Criteria(),
    Criteria(state="all"),
    Criteria(words="動画"),
    Criteria(words="動画", prefecture="370002", state="all"),
    Criteria(prefecture="shikoku", pay="paid"),
    Criteria(field="dx", work_style="online", state="all"),
    Criteria(hours="10", deadline="14"),
    Criteria(term="6", deadline="7", state="all"),
    Criteria(words="農業", field="pr", prefecture="kanto", hours="more", term="more", pay="unpaid"),
]


@pytest.mark.parametrize("criteria", CASES, ids=str)
def test_facets_count_what_a_reader_would_count(criteria):
    rows = _some_openings(25)
    found = search_openings(criteria, at=timezone.now())
    assert found.total == sum(_meets(row, criteria) for row in rows)
    for name in facets.COLUMNS:
        meeting = [row for row in rows if _meets(row, criteria, besides=name)]
        assert found.facets[name] == Counter(facets.values_of(row)[name] for row in meeting), name
    due = [row.deadline_date for row in rows if _meets(row, criteria, besides="deadline")]
    for band, end in facets.deadline_ends(today()):
        assert found.facets["deadline"].get(band, 0) == sum(today() <= each <= end for each in due), band


def _walk(criteria, monkeypatch, *, size):
    """All pages forwards, then all the way back."""
    monkeypatch.setattr(search, "PAGE", size)
    at, pages, cursor = timezone.now(), [], None
    while True:
        found = search_openings(criteria, at=at, cursor=cursor)
        pages.append(found.rows)
        if found.following is None:
            break
        cursor = Cursor(found.following)
    back = [found.rows]
    while found.previous is not None:
        found = search_openings(criteria, at=at, cursor=Cursor(found.previous, backwards=True))
        back.append(found.rows)
    return pages, back[::-1]


@pytest.mark.parametrize(
    "criteria",
    [
        Criteria(state="all"),
        Criteria(sort="deadline"),
        Criteria(words="動画"),
        Criteria(words="動画", sort="new"),
    ],
    ids=str,
)
def test_pages_visit_every_opening_once_also_with_ties(criteria, monkeypatch):
    rows = _some_openings(16)
    expected = [row for row in rows if _meets(row, criteria)]
    for size in (1, 4, 7):
        pages, back = _walk(criteria, monkeypatch, size=size)
        seen = [row.pk for page in pages for row in page]
        assert seen == [row.pk for row in sorted(expected, key=lambda row: _place(row, criteria))]
        assert back == pages


def _place(row, criteria):
    if criteria.sort == "deadline":
        return (row.deadline_date, row.pk)
    newest = (-row.published_at.timestamp(), -row.pk)
    return newest if criteria.sort or not criteria.words else (criteria.words not in row.title, *newest)


def test_a_row_that_arrives_meanwhile_moves_nothing(monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    _some_openings(6)
    first = search_openings(Criteria(state="all"), at=timezone.now())
    second = search_openings(Criteria(state="all"), at=timezone.now(), cursor=Cursor(first.following))
    OpeningFactory(open=True, published_at=moment())
    again = search_openings(Criteria(state="all"), at=timezone.now(), cursor=Cursor(first.following))
    assert again.rows == second.rows


@pytest.mark.parametrize(
    "address",
    [
        "after=1",
        "after=x-1",
        "after=-1-2",
        "after=99999999999999999999-1",
        "before=",
        "after=1-2-3",
        "after=²-1",
    ],
)
def test_what_is_no_cursor_shows_the_first_page(address):
    assert read_cursor(QueryDict(address), 2) is None


@pytest.mark.parametrize("key", [(0, 0), (2**62, 2**62), (5, 1)])
@pytest.mark.parametrize("sort", ["new", "deadline"])
def test_a_made_up_cursor_is_no_error(key, sort):
    OpeningFactory(open=True)
    for backwards in (True, False):
        search_openings(Criteria(sort=sort), at=timezone.now(), cursor=Cursor(key, backwards=backwards))


@pytest.mark.parametrize(
    "text", ["'", "a' | 'b", "\\", "!!!", "%", "\0", "\ud800", "あ" * 1_000_000, "((((a|b)*)*)*)*$" * 50]
)
def test_whatever_is_typed_is_answered(text):
    OpeningFactory(open=True)
    found = search_openings(Criteria(words=text), at=timezone.now())
    assert found.total in (0, 1)


def test_counts_stop_at_a_thousand(monkeypatch, client):
    monkeypatch.setattr("core.paging.CAP", 2)
    monkeypatch.setattr("core.search_page.CAP", 2)
    OpeningFactory.create_batch(4, open=True, project=ProjectFactory())
    assert search_openings(Criteria(), at=timezone.now()).total == 3
    assert "1,000件以上の募集" in client.get("/openings/").content.decode()


def test_a_call_whose_last_day_has_ended_is_not_offered():
    opening = OpeningFactory(open=True, deadline_date=day(0))
    assert search_openings(Criteria(), at=timezone.now()).rows == [opening]
    assert search_openings(Criteria(), at=timezone.now() + timedelta(days=1)).rows == []


@pytest.mark.parametrize(
    ("start", "end", "band"),
    [
        ("2026-04-01", "2026-06-30", "3"),
        ("2026-04-01", "2026-07-01", "6"),
        ("2026-04-15", "2026-07-14", "3"),
        ("2026-04-01", "2027-03-31", "12"),
        ("2026-04-01", "2027-04-01", "more"),
        ("2026-04-01", "2026-04-01", "3"),
    ],
)
def test_months_of_a_term(start, end, band):
    assert facets.term_band(day(0).fromisoformat(start), day(0).fromisoformat(end)) == band


@pytest.mark.parametrize(
    ("hours", "band"), [(1, "4"), (4, "4"), (5, "10"), (10, "10"), (20, "20"), (21, "more")]
)
def test_bands_of_hours(hours, band):
    assert facets.hours_band(hours) == band

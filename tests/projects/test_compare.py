"""Up to four applications side by side, for whoever may read them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import ReviewFactory, ScoreFactory


@pytest.fixture
def opening(sanuki, clerk, reviewer):
    return OpeningFactory(municipality=sanuki, selecting=True)


def address(opening, rows) -> str:
    return reverse("desk_compare", args=[opening.code]) + "?" + "&".join(f"code={row.code}" for row in rows)


def test_four_stand_side_by_side_and_the_fifth_is_said_to_be_left_out(opening, signed_in, clerk):
    rows = ApplicationFactory.create_batch(5, submitted=True, opening=opening)
    page = signed_in(clerk).get(address(opening, rows)).content.decode()
    assert [f'href="{row.desk_url}"' in page for row in rows] == [True, True, True, True, False]
    assert "1件は、4件を超えたか、読めないため" in page


def test_points_are_seen_after_ones_own(opening, signed_in, clerk, reviewer):
    row = ApplicationFactory(submitted=True, opening=opening)
    review = ReviewFactory(application=row, reviewer=reviewer)
    ScoreFactory(review=review, criterion=opening.criteria.get(), points=4)
    assert "4.00" not in signed_in(clerk).get(address(opening, [row])).content.decode()
    assert "4.00" in signed_in(reviewer).get(address(opening, [row])).content.decode()


def test_what_one_may_not_read_is_not_compared(opening, signed_in, clerk):
    hidden = ApplicationFactory(submitted=True, opening=opening, cleared=False, motivation="読めない理由")
    page = signed_in(clerk).get(address(opening, [hidden])).content.decode()
    assert "読めない理由" not in page
    assert "比べる応募が選ばれていません" in page


def test_four_cost_what_one_costs(opening, signed_in, clerk):
    rows = ApplicationFactory.create_batch(4, submitted=True, opening=opening)
    client = signed_in(clerk)

    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address(opening, rows[:count]))
        return len(queries)

    cost(1)
    assert cost(4) == cost(1)

"""One outcome and text for many applications at once."""

import pytest
from django.urls import reverse

from tests.factories.projects import ApplicationFactory, OpeningFactory


@pytest.fixture
def opening(sanuki, clerk):
    return OpeningFactory(selecting=True, municipality=sanuki, seats=1)


def test_those_ticked_get_one_outcome(opening, signed_in, clerk):
    rows = ApplicationFactory.create_batch(3, submitted=True, opening=opening)
    url = reverse("desk_assess_many", args=[opening.code])
    client = signed_in(clerk)
    page = client.get(url, {"code": [rows[0].code, rows[1].code]}).content.decode()
    assert "次の2件" in page
    assert rows[2].code not in page.split("</ul>")[-1]
    sent = {
        "codes": [rows[0].code, rows[1].code],
        "outcome": "decline",
        "feedback_reason": "others",
        "message": "見送ります",
    }
    client.post(url, sent)
    assert [row.outcome for row in opening.applications.order_by("pk")] == ["decline", "decline", ""]


def test_the_rest_is_whoever_has_no_outcome(opening, signed_in, clerk):
    chosen = ApplicationFactory(submitted=True, opening=opening, outcome="hire")
    ApplicationFactory.create_batch(2, submitted=True, opening=opening)
    url = reverse("desk_assess_many", args=[opening.code])
    signed_in(clerk).post(
        url, {"rest": "on", "outcome": "decline", "feedback_reason": "others", "message": "見送ります"}
    )
    chosen.refresh_from_db()
    assert chosen.outcome == "hire"
    assert opening.applications.filter(outcome="decline").count() == 2


def test_nobody_ticked_is_said_and_the_text_is_kept(opening, signed_in, clerk):
    ApplicationFactory(submitted=True, opening=opening)
    url = reverse("desk_assess_many", args=[opening.code])
    response = signed_in(clerk).post(
        url, {"outcome": "decline", "feedback_reason": "others", "message": "見送ります"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "応募が選ばれていません" in page
    assert "見送ります" in page


def test_a_sample_text_is_put_in_without_saving(opening, signed_in, clerk):
    row = ApplicationFactory(submitted=True, opening=opening)
    url = reverse("desk_assess_many", args=[opening.code])
    sent = {"codes": [row.code], "outcome": "decline", "message": "", "sample": "1"}
    response = signed_in(clerk).post(url, sent)
    row.refresh_from_db()
    assert "今回は見送りとさせていただきます" in response.content.decode()
    assert row.outcome == ""


def test_nothing_is_noted_about_whom_one_may_not_read(opening, signed_in, clerk):
    row = ApplicationFactory(submitted=True, opening=opening, cleared=False)
    url = reverse("desk_assess_many", args=[opening.code])
    sent = {
        "codes": [row.code],
        "outcome": "decline",
        "feedback_reason": "others",
        "message": "見送ります",
    }
    assert signed_in(clerk).post(url, sent).status_code == 422
    row.refresh_from_db()
    assert row.outcome == ""

"""気になる: one tap, the list, the number the city sees, and whom to remind."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import DomainError
from projects.models import Interest
from projects.operations.interest import drop_interest, mark_interest
from projects.queries import interest_count, interests_closing_on, interests_of
from tests.factories.base import day, moment
from tests.factories.dialogue import InterestFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory

pytestmark = pytest.mark.django_db
SAVED = "/my/saved/"


@pytest.fixture
def call(sanuki):
    return OpeningFactory(open=True, municipality=sanuki)


def tap(client, call, wanted="1", **headers):
    return client.post(f"/openings/{call.code}/interest/", {"wanted": wanted}, headers=headers)


def test_a_double_tap_is_one_interest(signed_in, advisor_user, call):
    client = signed_in(advisor_user)
    for _twice in range(2):
        assert tap(client, call)["Location"] == call.get_absolute_url()
    assert interest_count(call) == 1


def test_taken_back_and_marked_again_is_the_same_row(call, advisor_user):
    interest = mark_interest(call, by=advisor_user, at=moment())
    for _twice in range(2):
        drop_interest(call, by=advisor_user, at=moment())
    assert interest_count(call) == 0
    assert mark_interest(call, by=advisor_user, at=moment()) == interest
    assert interest_count(call) == 1


def test_with_htmx_the_button_alone_comes_back(signed_in, advisor_user, call):
    response = tap(signed_in(advisor_user), call, **{"HX-Request": "true"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.html is None
    assert soup.select_one("#interest button").get_text() == "気になるを外す"
    assert soup.select_one("[hx-swap-oob]").get_text() == "気になる募集に入れました"


@pytest.mark.parametrize("trait", ["selecting", "decided"])
def test_ends_with_the_call_and_says_so(signed_in, advisor_user, sanuki, trait):
    over = OpeningFactory(municipality=sanuki, **{trait: True})
    with pytest.raises(DomainError, match="受付は終わりました"):
        mark_interest(over, by=advisor_user, at=moment())
    response = tap(signed_in(advisor_user), over, **{"HX-Request": "true"})
    assert "受付は終わりました" in response.content.decode()
    assert not Interest.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"), [("advisor_user", 302), ("stranger", 302), ("clerk", 403), ("coordinator", 403)]
)
def test_who_may_follow(request, signed_in, call, name, status):
    assert tap(signed_in(request.getfixturevalue(name)), call).status_code == status


def test_signing_in_leads_back_to_the_call(client, signed_in, advisor_user, call):
    assert "login" in tap(client, call)["Location"]
    back = signed_in(advisor_user).get(f"/openings/{call.code}/interest/")
    assert back["Location"] == call.get_absolute_url()


def test_an_unpublished_call_is_not_there(signed_in, advisor_user, sanuki):
    assert tap(signed_in(advisor_user), OpeningFactory(municipality=sanuki)).status_code == 404


def test_the_city_sees_a_number_and_nobody(signed_in, clerk, call, advisor_user):
    advisor_user.family_name = "四十物谷"  # nobody else's: names of the cast come round again
    advisor_user.save()
    client, url = signed_in(clerk), f"/desk/openings/{call.code}/"
    assert "気になる" not in client.get(url).content.decode()
    mark_interest(call, by=advisor_user, at=moment())
    page = client.get(url).content.decode()
    assert "1人" in page
    assert advisor_user.get_full_name() not in page


def test_the_list_shows_own_calls_open_ones_first(signed_in, advisor_user, sanuki):
    for title, traits in (
        ("締切が遠い", {"open": True, "deadline_date": day(20)}),
        ("終わった", {"selecting": True}),
        ("締切が近い", {"open": True, "deadline_date": day(2)}),
        ("取り下げた", {"withdrawn": True, "published": True, "deadline_date": day(-9)}),
    ):
        InterestFactory(opening=OpeningFactory(title=title, **traits), person=advisor_user)
    InterestFactory(person=advisor_user, removed=True)
    InterestFactory()
    client = signed_in(advisor_user)
    response = client.get(SAVED)
    titles = [row.opening.title for row in response.context["interests"]]
    assert titles == ["締切が近い", "締切が遠い", "終わった", "取り下げた"]
    with CaptureQueriesContext(connection) as before:
        client.get(SAVED)
    InterestFactory.create_batch(2, person=advisor_user)
    with CaptureQueriesContext(connection) as after:
        client.get(SAVED)
    assert len(before) == len(after)


def test_an_empty_list_says_what_to_do(signed_in, stranger):
    assert "「気になる」を押すと" in signed_in(stranger).get(SAVED).content.decode()


def test_reminders_leave_out_who_has_applied(call):
    waiting = InterestFactory(opening=call)
    writing = ApplicationFactory(opening=call).advisor.user
    writing = InterestFactory(opening=call, person=writing)
    InterestFactory(opening=call, person=ApplicationFactory(opening=call, submitted=True).advisor.user)
    InterestFactory(opening=call, removed=True)
    InterestFactory(opening__deadline_date=day(13))
    assert list(interests_closing_on(day(14))) == [waiting, writing]
    assert list(interests_of(waiting.person, moment())) == [waiting]

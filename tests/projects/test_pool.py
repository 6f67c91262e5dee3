"""人材プール: with consent, for a year, and not a day longer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import today
from core.errors import DomainError
from projects.models import PoolConsent
from projects.operations import pool as op
from projects.operations.scout import send_scout
from tests.factories.base import day, moment
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import PoolConsentFactory


@pytest.fixture
def declined(sanuki, advisor):
    opening = OpeningFactory(municipality=sanuki, decided=True)
    return ApplicationFactory(opening=opening, advisor=advisor, declined=True)


def test_joined_from_the_answer_and_left_again(declined, signed_in, advisor_user, clerk):
    client, desk = signed_in(advisor_user), signed_in(clerk)
    assert (
        reverse("my_pool_join", args=[declined.code])
        in client.get(declined.get_absolute_url()).content.decode()
    )
    client.post(reverse("my_pool_join", args=[declined.code]))
    consent = PoolConsent.objects.get()
    assert (consent.expires_on - today()).days in (365, 366)
    assert str(declined.advisor) in desk.get(reverse("desk_pool")).content.decode()
    client.post(reverse("my_pool_leave", args=[consent.code]))
    assert str(declined.advisor) not in desk.get(reverse("desk_pool")).content.decode()


def test_joining_again_begins_anew(declined, advisor_user):
    consent = op.join_pool(declined, by=advisor_user, at=moment(-100))
    op.leave_pool(consent, by=advisor_user, at=moment(-50))
    again = op.join_pool(declined, by=advisor_user, at=moment())
    assert again.pk == consent.pk
    assert again.is_in_force(today())


@pytest.mark.parametrize("state", ["submitted", "offered", "accepted"])
def test_not_before_the_answer_and_not_by_who_was_taken_on(sanuki, advisor, state):
    application = ApplicationFactory(municipality=sanuki, advisor=advisor, **{state: True})
    with pytest.raises(DomainError, match="結果が届いてから"):
        op.join_pool(application, by=advisor.user, at=moment())


def test_the_city_may_invite_them_though_they_are_not_to_be_found(sanuki, clerk, advisor, signed_in):
    consent = PoolConsentFactory(municipality=sanuki, advisor=advisor)
    opening = OpeningFactory(municipality=sanuki, open=True)
    client = signed_in(clerk)
    assert client.get(reverse("desk_scout_choose", args=[advisor.code])).status_code == 200
    assert send_scout(opening, by=clerk, at=moment(), advisor=advisor, message="お願いします。")
    op.leave_pool(consent, by=advisor.user, at=moment())
    assert client.get(reverse("desk_scout_choose", args=[advisor.code])).status_code == 404


@pytest.mark.parametrize("path", ["/desk/pool/", "/api/v1/desk/pool/"])
def test_a_full_pool_costs_what_one_person_costs(sanuki, clerk, signed_in, path):
    client = signed_in(clerk)
    PoolConsentFactory(municipality=sanuki)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    cost()
    before = cost()
    PoolConsentFactory.create_batch(4, municipality=sanuki)
    assert cost() == before


def test_another_city_learns_nothing(sanuki, outsider, signed_in, advisor):
    PoolConsentFactory(municipality=sanuki, advisor=advisor)
    client = signed_in(outsider)
    assert str(advisor) not in client.get(reverse("desk_pool")).content.decode()
    assert client.get(reverse("desk_scout_choose", args=[advisor.code])).status_code == 404


@pytest.mark.parametrize(("expires", "kept"), [(0, True), (-1, False)])
def test_what_has_ended_is_out_of_sight_and_forgotten(sanuki, clerk, signed_in, expires, kept):
    consent = PoolConsentFactory(municipality=sanuki, expires_on=day(expires))
    page = signed_in(clerk).get(reverse("desk_pool")).content.decode()
    assert (str(consent.advisor) in page) is kept
    op.forget_consents(at=moment())
    assert PoolConsent.objects.exists() is kept

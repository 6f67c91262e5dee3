"""A hundred people accept the last seat at once; one of them gets it.

SEAT_RUNS=50 repeats it; without it there are two runs. Everybody has a connection and waits for the
others before accepting.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from advisors.models import AdvisorProfile
from projects.models import Application, Engagement, Opening
from projects.operations.application import SeatsTaken, accept_offer
from tests.factories.base import moment
from tests.factories.projects import OpeningFactory

RUNS = int(os.environ.get("SEAT_RUNS", "2"))
PEOPLE = 100


def offers(opening: Opening, run: int) -> list[Application]:
    users = User.objects.bulk_create(
        User(email=f"run{run}-{n}@example.jp", family_name="内定", given_name=str(n)) for n in range(PEOPLE)
    )
    advisors = AdvisorProfile.objects.bulk_create(
        AdvisorProfile(user=user, status="active") for user in users
    )
    now = moment()
    return Application.objects.bulk_create(
        Application(
            opening=opening,
            municipality=opening.municipality,
            advisor=advisor,
            has_conflict=False,
            status="offered",
            outcome="hire",
            submitted_at=now,
            answered_at=now,
        )
        for advisor in advisors
    )


def accept(application: Application, together: Barrier) -> bool:
    connection.ensure_connection()
    together.wait()
    try:
        accept_offer(application, by=application.applicant.user, at=moment())
    except SeatsTaken:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_one_of_a_hundred_gets_the_last_seat(sanuki, clerk):
    for run in range(RUNS):
        opening = OpeningFactory(municipality=sanuki, decided=True, seats=1)
        rows = offers(opening, run)
        together = Barrier(PEOPLE, timeout=60)
        with ThreadPoolExecutor(PEOPLE) as crowd:
            assert sum(crowd.map(lambda row: accept(row, together), rows)) == 1  # noqa: B023 - used at once
        opening.refresh_from_db()
        assert opening.seats_taken == 1
        assert opening.applications.filter(status="accepted").count() == 1
        assert opening.applications.filter(status="offered").count() == PEOPLE - 1
        assert Engagement.objects.filter(application__opening=opening).count() == 1

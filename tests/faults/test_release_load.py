"""Very many applications for two posts: the call that made such projects known had 1,648.

RELEASE_APPLICANTS=1648 takes them all; without it there are enough for six pages.
"""

import os
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from advisors.models import AdvisorProfile
from core import dates
from notifications.models import Notice
from notifications.tasks import sweep
from projects.models import Application, ConflictDeclaration
from projects.operations import release as op
from projects.queries.release import release_progress
from projects.tasks import release_due_results
from tests.factories.projects import OpeningFactory

APPLICANTS, SEATS = int(os.environ.get("RELEASE_APPLICANTS", "300")), 2
NOON = datetime(2026, 12, 1, 12, tzinfo=dates.JST)  # fixed, so that the day of the decision is known


@pytest.fixture
def opening(sanuki, clerk, approver, time_machine):
    time_machine.move_to(NOON)
    return OpeningFactory(municipality=sanuki, selecting=True, seats=SEATS)


def apply_to(opening, people: range) -> list[Application]:
    """Applications that the whole office may read, two of them to be hired."""
    users = User.objects.bulk_create(
        User(email=f"applicant{n}@example.jp", family_name="応募", given_name=str(n)) for n in people
    )
    advisors = AdvisorProfile.objects.bulk_create(
        AdvisorProfile(user=user, status="active", headline="肩書", summary="経歴") for user in users
    )
    rows = Application.objects.bulk_create(
        Application(
            opening=opening,
            municipality=opening.municipality,
            advisor=advisor,
            motivation="理由",
            approach="進め方",
            availability="夜",
            has_conflict=False,
            status="submitted",
            submitted_at=NOON,
            message=f"文面 {number}",
            outcome="hire" if number < SEATS else "decline",
        )
        for number, advisor in enumerate(advisors, start=people.start)
    )
    staff = opening.municipality.memberships.values_list("user_id", flat=True)
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(application=row, reviewer_id=user, has_conflict=False, declared_at=NOON)
        for row in rows
        for user in staff
    )
    return rows


def costs(client, addresses: list[str]) -> dict[str, int]:
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[address] = len(queries)
    return found


@pytest.mark.fault
def test_no_page_costs_more_for_many_and_everybody_hears_once(
    opening, clerk, approver, signed_in, mail_server
):
    few = apply_to(opening, range(60))
    client = signed_in(clerk)
    desk = [
        reverse(name, args=[opening.code]) for name in ("desk_opening", "desk_applicants", "desk_assess_many")
    ]
    desk += [f"{desk[1]}?page=2", f"{desk[1]}?outcome=decline", f"{desk[2]}?rest=1", few[5].desk_url]
    costs(client, desk)
    before = costs(client, desk)
    apply_to(opening, range(60, APPLICANTS))
    assert costs(client, desk) == before

    asked = op.submit_result(opening, by=clerk, at=NOON)
    decision = {"decision_date": dates.jst_date(NOON), "decider_title": "市長"}
    approved = op.approve_result(asked, by=approver, at=NOON, **decision)
    letters = [reverse("desk_letters", args=[opening.code]), reverse("desk_letter", args=[few[5].code])]
    assert max(costs(client, letters).values()) < 20
    op.announce(approved, by=clerk, at=NOON - op.TIME_TO_UNDO)
    with CaptureQueriesContext(connection) as queries:
        assert release_due_results() == 1
    assert len(queries) < 60

    opening.refresh_from_db()
    told = release_progress(opening, answer_kind="projects.answer", at=NOON)
    assert (told.answered, told.sent) == (APPLICANTS, 0)
    while sweep():
        pass
    told = release_progress(opening, answer_kind="projects.answer", at=NOON)
    assert (told.sent, told.waiting, told.failed) == (APPLICANTS, 0, 0)

    everybody = {f"applicant{n}@example.jp" for n in range(APPLICANTS)}
    answers = [address for address in mail_server.recipients if address.startswith("applicant")]
    assert sorted(answers) == sorted(everybody)
    notices = Notice.objects.filter(kind="projects.answer").values_list("recipient__email", flat=True)
    assert sorted(notices) == sorted(everybody)
    assert opening.applications.filter(status="offered").count() == SEATS
    texts = {address: message.get_body(("plain",)).get_content() for address, message in mail_server.received}
    assert all(f"文面 {n}" in texts[f"applicant{n}@example.jp"].splitlines() for n in range(APPLICANTS))

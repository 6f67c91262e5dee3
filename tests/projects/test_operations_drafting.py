"""What the database and the operations hold fast: completeness, the rubric, posts and rounds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction

from core.errors import DomainError
from core.workflow import IllegalTransition
from projects.data import TEXTS, opening_templates
from projects.models import Criterion, Opening
from projects.operations import application as applications
from projects.operations import opening as op
from projects.operations.application import SeatsTaken
from projects.operations.release import submit_result
from tests.factories.projects import ApplicationFactory, CriterionFactory, OpeningFactory, PositionFactory

GAPS: list[dict[str, Any]] = [
    {"summary": ""},
    {"challenge": ""},
    {"request": ""},
    {"requirements": ""},
    {"legal_form": ""},
    {"pay_unit": ""},
    {"pay_unit": "hour", "pay_amount": None},
]


@pytest.fixture
def now():
    from django.utils import timezone

    return timezone.now()


@pytest.mark.parametrize("gap", [*GAPS, {"host_note": ""}, {"contact_note": ""}], ids=str)
def test_a_draft_with_a_gap_is_not_submitted(sanuki, clerk, now, gap):
    opening = OpeningFactory(municipality=sanuki, **gap)

    with pytest.raises(DomainError, match="まだ決まっていない項目があります"):
        op.submit_opening(opening, by=clerk, at=now)

    opening.refresh_from_db()
    assert opening.status == "draft"


@pytest.mark.parametrize("gap", GAPS, ids=str)
def test_the_database_knows_no_submitted_call_with_a_gap(sanuki, gap):
    opening = OpeningFactory(municipality=sanuki, in_review=True)

    with pytest.raises(IntegrityError, match="opening_complete"), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(**gap)


@pytest.mark.parametrize("weights", [(), (50,), (60, 50)], ids=str)
def test_weights_must_be_a_hundred(sanuki, clerk, now, weights):
    opening = OpeningFactory(municipality=sanuki)
    opening.criteria.all().delete()
    for weight in weights:
        CriterionFactory(opening=opening, weight=weight)

    with pytest.raises(DomainError, match="選考の基準"):
        op.submit_opening(opening, by=clerk, at=now)


@pytest.mark.parametrize("state", ["in_review", "approved", "open", "selecting", "decided"])
@pytest.mark.parametrize(
    "tamper",
    [
        lambda opening: opening.criteria.update(weight=1),
        lambda opening: opening.criteria.all().delete(),
        lambda opening: CriterionFactory(opening=opening, number=2),
        lambda opening: opening.criteria.update(opening=OpeningFactory(municipality=opening.municipality)),
    ],
    ids=["reweigh", "delete", "add", "carry away"],
)
def test_the_database_locks_the_rubric(sanuki, state: str, tamper: Callable[[Opening], Any]):
    opening = OpeningFactory(municipality=sanuki, **{state: True})

    with pytest.raises(Error, match="locked"), transaction.atomic():
        tamper(opening)

    assert list(opening.criteria.values_list("weight", flat=True)) == [100]


def test_the_operation_refuses_a_new_rubric_too(sanuki, clerk, now):
    opening = OpeningFactory(municipality=sanuki, open=True)

    with pytest.raises(IllegalTransition):
        op.edit_opening(opening, by=clerk, at=now, version=opening.version, criteria=[])


def test_an_unchanged_rubric_leaves_version_and_history_alone(sanuki, clerk, now):
    opening = OpeningFactory(municipality=sanuki)
    same = list(opening.criteria.values("name", "description", "weight"))

    row = op.edit_opening(opening, by=clerk, at=now, version=opening.version, criteria=same)

    assert row.version == opening.version
    assert Criterion.objects.filter(opening=opening).count() == 1


@pytest.fixture
def posts(sanuki):
    """Two posts of one seat each, the call selecting."""
    opening = OpeningFactory(municipality=sanuki, selecting=True, seats=2)
    return [PositionFactory(opening=opening, title=title) for title in ("SNS", "広報紙")]


def test_an_acceptance_takes_the_seat_of_the_post_and_of_the_call(posts, advisor, now):
    sns, _paper = posts
    Opening.objects.filter(pk=sns.opening_id).update(status="selecting")
    offer = ApplicationFactory(offered=True, opening=sns.opening, position=sns, advisor=advisor)

    applications.accept_offer(offer, by=advisor.user, at=now)

    sns.refresh_from_db()
    sns.opening.refresh_from_db()
    assert (sns.seats_taken, sns.opening.seats_taken) == (1, 1)


def test_a_full_post_takes_nobody_though_the_call_has_a_seat(posts, advisor, now):
    sns, _paper = posts
    sns.seats_taken = 1
    sns.save()
    offer = ApplicationFactory(offered=True, opening=sns.opening, position=sns, advisor=advisor)

    with pytest.raises(SeatsTaken):
        applications.accept_offer(offer, by=advisor.user, at=now)

    offer.refresh_from_db()
    sns.opening.refresh_from_db()
    assert (offer.status, sns.opening.seats_taken) == ("offered", 0)


def test_a_reserve_waits_for_a_seat_of_the_same_post(posts, approver, now):
    sns, paper = posts
    opening = sns.opening
    ApplicationFactory(offered=True, opening=opening, position=sns)
    for_sns, for_paper = (
        ApplicationFactory(reserved=True, opening=opening, position=post) for post in (sns, paper)
    )

    with pytest.raises(DomainError, match="空いている席がありません"):
        applications.promote_reserve(for_sns, by=approver, at=now)

    assert applications.promote_reserve(for_paper, by=approver, at=now).status == "offered"


def test_more_hires_than_a_post_has_seats_are_refused(posts, clerk, now):
    sns, _paper = posts
    for _each in range(2):
        ApplicationFactory(submitted=True, opening=sns.opening, position=sns, outcome="hire")

    with pytest.raises(DomainError, match="「SNS」の採用候補が2人"):
        submit_result(sns.opening, by=clerk, at=now)


def test_an_application_names_its_post(sanuki, advisor, now):
    opening = OpeningFactory(municipality=sanuki, open=True)
    post = PositionFactory(opening=opening)
    draft = ApplicationFactory(opening=opening, advisor=advisor)

    with pytest.raises(DomainError, match="応募するポストを選んでください"):
        applications.submit_application(draft, by=advisor.user, at=now)

    draft = applications.save_application(opening, by=advisor.user, at=now, advisor=advisor, position=post)
    assert applications.submit_application(draft, by=advisor.user, at=now).position == post


def test_the_next_round_calls_for_the_free_posts_only(sanuki, clerk, now):
    first = OpeningFactory(municipality=sanuki, decided=True, seats=3, seats_taken=1)
    PositionFactory(opening=first, title="SNS", seats_taken=1)
    PositionFactory(opening=first, title="広報紙", seats=2)

    second = op.draft_next_round(first, by=clerk, at=now, **{name: getattr(first, name) for name in DAYS})

    assert [(each.title, each.seats) for each in second.positions.all()] == [("広報紙", 2)]
    assert (second.seats, second.previous, second.round_number) == (2, first, 2)
    with pytest.raises(DomainError, match="すでに作成されています"):
        op.draft_next_round(first, by=clerk, at=now)


DAYS = ("start_date", "end_date", "deadline_date", "answer_date")


@pytest.mark.parametrize("slug", sorted(opening_templates()))
def test_templates_are_whole(slug):
    template = opening_templates()[slug]
    assert set(template.texts) == set(TEXTS)
    assert all(template.texts.values())
    assert "○○" in template.texts["challenge"]
    assert sum(line["weight"] for line in template.criteria) == 100
    assert len(template.prompts) >= 3


def test_every_field_has_its_template(db):
    from municipalities.loading import FIELDS

    assert {slug for slug, _name, _about in FIELDS} <= set(opening_templates())

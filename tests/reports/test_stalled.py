"""Each rule of the coordinator's 要対応, on both sides of its threshold."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports.queries.stalled import attention_for_coordinator
from tests.factories.base import day, moment
from tests.factories.municipalities import ApprovalFactory, PartnershipAgreementFactory
from tests.factories.projects import (
    ApplicationFactory,
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
)
from tests.factories.reports import OutcomeReportFactory
from tests.factories.selection import InterviewFactory
from tests.factories.work import ActionItemFactory, PulseFactory

pytestmark = pytest.mark.django_db


def _codes() -> list[str]:
    return [item.code for item in attention_for_coordinator(timezone.now())]


def _started(days: int, **facts: Any) -> Any:
    return EngagementFactory(active=True, started_at=moment(-days), start_date=day(-days), **facts)


def _met(days: int) -> Any:
    row = _started(60)
    MeetingFactory(engagement=row, held=True, starts_at=moment(-days))
    return row


def _met_and_planned() -> Any:
    row = _met(40)
    MeetingFactory(engagement=row, starts_at=moment(10))
    return row


def _held_lately(row: Any) -> Any:
    MeetingFactory(engagement=row, held=True, starts_at=moment(-3))
    return row


def _to_do(due: int, **traits: Any) -> Any:
    return ActionItemFactory(engagement=_held_lately(_started(20)), due_date=day(due), **traits)


def _pulse(**facts: Any) -> Any:
    return PulseFactory(engagement=_held_lately(_started(20)), answered=True, **facts)


STALLED: list[tuple[str, Callable[[], Any], list[str]]] = [
    ("two weeks without applicants", lambda: OpeningFactory(open=True, published_at=moment(-15)), ["S1"]),
    ("thirteen days", lambda: OpeningFactory(open=True, published_at=moment(-13)), []),
    (
        "one applicant",
        lambda: ApplicationFactory(
            opening=OpeningFactory(open=True, published_at=moment(-15)), submitted=True
        ),
        [],
    ),
    (
        "a draft is no application",
        lambda: ApplicationFactory(opening=OpeningFactory(open=True, published_at=moment(-15))),
        ["S1"],
    ),
    (
        "a broken promise",
        lambda: OpeningFactory(selecting=True, deadline_date=day(-30), answer_date=day(-1)),
        ["S2"],
    ),
    ("a promise for today", lambda: OpeningFactory(selecting=True, answer_date=day(0)), []),
    (
        "interview unsettled",
        lambda: InterviewFactory(application__submitted=True, asked_at=moment(-20)),
        ["S3"],
    ),
    ("interview asked", lambda: InterviewFactory(application__submitted=True, asked_at=moment(-7)), []),
    ("interview fixed", lambda: InterviewFactory(fixed=True, asked_at=moment(-20)), []),
    ("past its end", lambda: _held_lately(EngagementFactory(active=True, end_date=day(-1))), ["S6"]),
    ("long overdue item", lambda: _to_do(-14), ["S6"]),
    ("overdue item", lambda: _to_do(-13), []),
    ("finished item", lambda: _to_do(-14, done=True), []),
    ("a low score", lambda: _pulse(progress=2), ["P1"]),
    ("a middling score", lambda: _pulse(progress=3), []),
    ("an old low score", lambda: _pulse(progress=1, answered_at=moment(-31)), []),
    ("late start", lambda: EngagementFactory(start_date=day(-1)), ["S4"]),
    ("start today", lambda: EngagementFactory(start_date=day(0)), []),
    ("no meeting since the start", lambda: _started(31), ["S5"]),
    ("fresh start", lambda: _started(29), []),
    ("no meeting for a month", lambda: _met(31), ["S5"]),
    ("met last week", lambda: _met(7), []),
    ("next one planned", _met_and_planned, []),
    ("no report", lambda: EngagementFactory(completed=True, ended_at=moment(-15)), ["S7"]),
    ("ended yesterday", lambda: EngagementFactory(completed=True, ended_at=moment(-1)), []),
    (
        "advisor silent for a week",
        lambda: OutcomeReportFactory(commenting=True, comment_requested_at=moment(-8)),
        ["S8"],
    ),
    ("asked yesterday", lambda: OutcomeReportFactory(commenting=True, comment_requested_at=moment(-1)), []),
    (
        "approver silent for a week",
        lambda: OutcomeReportFactory(in_review=True, approval=ApprovalFactory(requested_at=moment(-8))),
        ["S8"],
    ),
    ("submitted yesterday", lambda: OutcomeReportFactory(in_review=True), []),
    ("agreement to sign", lambda: PartnershipAgreementFactory(approved=True), ["A1"]),
    (
        "agreement has run out",
        lambda: PartnershipAgreementFactory(concluded=True, end_date=day(-1)),
        ["A2"],
    ),
    ("agreement in force", lambda: PartnershipAgreementFactory(concluded=True, end_date=day(0)), []),
]


@pytest.mark.parametrize(
    ("build", "codes"), [rule[1:] for rule in STALLED], ids=[rule[0] for rule in STALLED]
)
def test_stall_rule(build: Callable[[], Any], codes: list[str]) -> None:
    build()
    assert _codes() == codes


def test_a_stalled_thing_says_where_why_and_since_when() -> None:
    row = _met(40)
    [item] = attention_for_coordinator(timezone.now())
    assert item.place == row.municipality.full_name
    assert "30日以上" in str(item.reason)
    assert item.since == day(-40)
    assert item.url == row.coord_url


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(3):
        for _name, stall, _expected in STALLED:
            stall()
    expected = sum(len(codes) for _name, _stall, codes in STALLED)
    with django_assert_max_num_queries(18):
        assert len(attention_for_coordinator(timezone.now())) == 3 * expected

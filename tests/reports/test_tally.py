"""The tally is what the rows say, whatever was done to them; and the numbers and lists built on it."""

import random
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from municipalities.models import Field
from projects.models import Application, Engagement, Interview, Meeting, Opening, Recommendation
from reports.figures import FIGURES, Scope
from reports.models import OutcomeReport, Tally
from reports.operations.tally import recount_tally, true_counts
from reports.queries import tally
from tests.factories.base import day, moment
from tests.factories.municipalities import FieldFactory, MunicipalityFactory
from tests.factories.projects import (
    ApplicationFactory,
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory
from tests.factories.selection import InterviewFactory
from tests.factories.work import PulseFactory

pytestmark = pytest.mark.django_db


def _tallied() -> dict[Any, dict[str, int]]:
    """As `true_counts` tells it."""
    found = {}
    for row in Tally.objects.all():
        numbers = {key: getattr(row, key) for key in FIGURES if getattr(row, key)}
        if numbers:
            found[row.municipality_id, row.fiscal_year, row.field_id] = numbers
    return found


def _a_bit_of_everything() -> None:
    OpeningFactory(open=True)
    OpeningFactory()
    ApplicationFactory(submitted=True, opening=OpeningFactory(selecting=True))
    InterviewFactory(application__submitted=True, held=True)
    work = EngagementFactory(completed=True)
    MeetingFactory(engagement=work, held=True)
    MeetingFactory(engagement=work, cancelled=True)
    RecommendationFactory(engagement=work)
    RecommendationFactory(engagement=work, adopted=True)
    OutcomeReportFactory(published=True)


CHANGES: list[tuple[type[Any], dict[str, Any]]] = [
    (Opening, {"released_at": moment(-1)}),
    (Opening, {"released_at": None}),
    (Opening, {"answer_date": day(200)}),
    (Application, {"submitted_at": moment(-3)}),
    (Interview, {"record": "話した"}),
    (Engagement, {"expectation": "書き直した"}),
    (Meeting, {"status": "cancelled", "cancel_reason": "都合"}),
    (Meeting, {"status": "held", "summary": "話した"}),
    (Recommendation, {"status": "trial", "decided_at": moment(-1)}),
    (Recommendation, {"status": "studying", "decided_at": moment(-1)}),
    (OutcomeReport, {"status": "withdrawn", "withdraw_reason": "誤り"}),
]


def test_everything_is_counted_as_it_arrives() -> None:
    _a_bit_of_everything()
    assert _tallied() == true_counts()
    assert set().union(*_tallied().values()) >= {
        *("openings", "applications", "interviews", "hired", "started", "completed", "reported"),
        *("meetings_held", "meetings_cancelled", "advice", "advice_adopted"),
    }


@pytest.mark.parametrize("seed", range(12))
def test_random_changes_leave_no_drift(seed: int) -> None:
    """Whole tables and single rows, some of it rolled back or refused by a constraint."""
    chance = random.Random(seed)
    _a_bit_of_everything()
    for _ in range(12):
        model, fields = chance.choice(CHANGES)
        rows = model.objects.all()
        if chance.random() < 0.5:
            rows = rows.filter(pk__in=list(rows.order_by("?").values_list("pk", flat=True)[:1]))
        with suppress(IntegrityError), transaction.atomic():
            if chance.random() < 0.2:
                Meeting.objects.all().delete()
            else:
                rows.update(**fields)
            transaction.set_rollback(chance.random() < 0.3)
        if chance.random() < 0.3:
            _a_bit_of_everything()
    assert _tallied() == true_counts()
    assert recount_tally() == 0


def test_a_project_that_changes_its_field_takes_its_counts_along() -> None:
    work = EngagementFactory(completed=True)
    MeetingFactory(engagement=work, held=True)
    other = FieldFactory()
    work.project.field = other
    work.project.save()
    assert _tallied() == true_counts()
    assert tally.counts(Scope(field=other.slug))["meetings_held"] == 1


def test_the_recount_mends_and_says_how_much_was_wrong() -> None:
    _a_bit_of_everything()
    true = true_counts()
    Tally.objects.filter(openings__gt=0).update(openings=99)
    lost = Tally.objects.filter(reported__gt=0).get()
    gone = len(true[lost.municipality_id, lost.fiscal_year, lost.field_id])
    touched = Tally.objects.exclude(pk=lost.pk).filter(openings=99).count()
    lost.delete()
    assert recount_tally() == touched + gone
    assert _tallied() == true
    assert recount_tally() == 0


def test_every_number_has_its_list() -> None:
    """For the whole country, one year, one prefecture, one city, one field."""
    _a_bit_of_everything()
    field = Field.objects.filter(projects__openings__published_at__isnull=False).first()
    place = Opening.objects.filter(published_at__isnull=False).first().municipality  # type: ignore[union-attr]
    [year, *_rest] = tally.years_counted()
    scopes = [
        *(Scope(), Scope(fiscal_year=year), Scope(fiscal_year=year - 1), Scope(municipality=place.code)),
        *(Scope(prefecture=place.prefecture.code), Scope(field=field.slug)),  # type: ignore[union-attr]
    ]
    for scope in scopes:
        assert {key: figure.rows(scope).count() for key, figure in FIGURES.items()} == tally.counts(scope)


def test_an_erased_application_still_counts() -> None:
    application = ApplicationFactory(submitted=True)
    Application.objects.filter(pk=application.pk).update(
        **dict.fromkeys(("motivation", "approach", "availability", "internal_note", "message"), ""),
        conflict_note="",
        advisor=None,
        erased_at=moment(0),
        status="declined",
        answered_at=moment(0),
    )
    assert tally.counts(Scope())["applications"] == 1


def test_a_year_begins_on_the_first_of_april_in_japan() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reports_fiscal_year('2026-03-31 14:59:59+00'), reports_fiscal_year('2026-03-31 15:00+00')"
        )
        assert cursor.fetchone() == (2025, 2026)


def test_spans_are_whole_days_and_a_quarter_took_longer_than_the_third_quartile() -> None:
    for spent in (1, 2, 3, 10):
        OpeningFactory(decided=True, published_at=moment(-20), released_at=moment(-20 + spent))
    assert tally.days_to_fill(Scope()) == tally.Span(4, 3, 5)
    assert tally.days_to_answer(Scope(field="nothing")) == tally.Span(0, None, None)


def test_few_answers_are_no_mean() -> None:
    for _ in range(4):
        PulseFactory(moment="end", answered=True, progress=4)
    assert tally.satisfaction(Scope()) == (None, 4)
    PulseFactory(moment="end", answered=True, progress=5)
    assert tally.satisfaction(Scope()) == (4.2, 5)


def test_a_prefecture_has_what_its_members_have_and_its_own() -> None:
    place = OpeningFactory(open=True).municipality
    OpeningFactory(open=True, municipality=place.prefecture)
    other = MunicipalityFactory(prefecture=place.prefecture)
    OpeningFactory(open=True, municipality=other)
    found = tally.counts_by_place(Scope(), by_prefecture=True)
    assert found[place.prefecture.pk]["openings"] == 3
    assert tally.counts_by_place(Scope())[place.pk]["openings"] == 1

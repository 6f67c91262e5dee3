"""A database that is away or too slow: a page that says so and when to come back, not a fault."""

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from config import env
from tests.factories.reports import OutcomeReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@pytest.fixture
def slow(monkeypatch):
    """Every list of reports takes a second, and statements may take a twentieth."""

    def sleep():
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '50ms'")
            cursor.execute("SELECT pg_sleep(1)")

    for place in ("reports.filters", "reports.api"):
        monkeypatch.setattr(f"{place}.published_reports", sleep)
    yield
    connection.close()


@pytest.mark.parametrize(
    ("address", "words"), [("/reports/", "ただいま利用できません"), ("/en/reports/", "has a deadline soon")]
)
def test_a_page_that_takes_too_long(browser, slow, address, words):
    answer = browser.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert words in answer.content.decode()


def test_programs_get_a_problem(browser, slow):
    answer = browser.get("/api/v1/reports/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("/unavailable/")


def test_a_database_that_is_away(browser, monkeypatch):
    OutcomeReportFactory(published=True)

    def refuse(*_args, **_options):
        raise psycopg2.OperationalError("connection refused")

    connection.close()
    with monkeypatch.context() as away:
        away.setattr("django.db.backends.postgresql.base.Database.connect", refuse)
        assert browser.get("/reports/").status_code == 503
    assert browser.get("/reports/").status_code == 200


def test_other_faults_stay_faults(browser, monkeypatch):
    monkeypatch.setattr("reports.filters.published_reports", lambda: 1 / 0)
    assert browser.get("/reports/").status_code == 500


def test_the_limit_is_the_databases_own():
    entry = env.database("postgresql://u:p@h/d", statement_seconds=10)
    assert "statement_timeout=10s" in entry["OPTIONS"]["options"]

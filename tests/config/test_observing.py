"""What monitors and collectors read: metrics behind a token, logs as JSON, faults without people."""

import json
import logging
import logging.config

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config import env
from config.faults import without_people
from core.middleware import request_id
from notifications.models import TaskRun
from tests.factories.base import moment
from tests.factories.projects import OpeningFactory

pytestmark = pytest.mark.django_db
BEARER = {"Authorization": "Bearer secret-of-the-monitor"}


@pytest.fixture
def watched(settings):
    settings.METRICS_TOKEN = "secret-of-the-monitor"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}, {"Authorization": "secret"}])
def test_without_the_token_there_is_no_such_page(watched, client, headers):
    assert client.get("/metrics", headers=headers).status_code == 404


def test_without_a_token_set_nobody_gets_in(settings, client):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_and_work_are_measured_without_addresses(watched, client, sanuki):
    opening = OpeningFactory(municipality=sanuki, open=True)
    client.get(opening.get_absolute_url())
    TaskRun.objects.create(name="projects.tasks.close_due_openings", started_at=moment(), duration_ms=250)
    text = client.get("/metrics", headers=BEARER).content.decode()
    assert 'portal_request_seconds_count{method="GET",status="200",view="opening"}' in text
    assert 'portal_task_last_seconds{task="projects.tasks.close_due_openings"} 0.25' in text
    assert "portal_outbox_lag_seconds 0.0" in text
    assert opening.code not in text


def test_scraping_costs_few_queries(watched, client, django_assert_max_num_queries):
    client.get("/metrics", headers=BEARER)
    with django_assert_max_num_queries(8):
        client.get("/metrics", headers=BEARER)


def test_a_log_line_can_be_an_object(capsys):
    handler = logging.StreamHandler()
    configured = django_settings.LOGGING["formatters"]["json"]
    formatter = logging.config.DictConfigurator({"version": 1}).configure_custom({**configured})
    handler.setFormatter(formatter)
    record = logging.LogRecord("portal", logging.ERROR, "x.py", 1, "%s は失敗しました", ("送信",), None)
    record.request_id = "abcdef12"
    told = json.loads(handler.format(record))
    assert (told["message"], told["request_id"], told["levelname"]) == (
        "送信 は失敗しました",
        "abcdef12",
        "ERROR",
    )


def test_an_unknown_choice_stops_the_start(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT='xml'"):
        env.choice("LOG_FORMAT", ("line", "json"))
    monkeypatch.delenv("LOG_FORMAT")
    assert env.choice("LOG_FORMAT", ("line", "json")) == "line"


def test_a_fault_says_where_and_not_who():
    event = {
        "exception": {"values": [{"type": "ValueError"}]},
        "user": {"email": "taro@example.jp"},
        "breadcrumbs": [{"message": "SELECT … 'taro@example.jp'"}],
        "request": {
            "url": "https://portal.example.jp/desk/",
            "method": "POST",
            "data": {"motivation": "内緒"},
            "cookies": {"sessionid": "x"},
            "headers": {"Authorization": "Bearer x"},
            "query_string": "q=taro",
        },
    }
    sent = json.dumps(without_people(event, {}))
    assert "ValueError" in sent
    assert "portal.example.jp/desk/" in sent
    for secret in ("taro", "内緒", "sessionid", "Bearer"):
        assert secret not in sent


def test_ids_of_requests_reach_the_answer():
    answer = Client().get("/healthz", headers={"X-Request-ID": "from-the-proxy"})
    assert answer["X-Request-ID"] == "from-the-proxy"
    assert request_id.get() == "-"

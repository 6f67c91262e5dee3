"""Open data: whatever is public, nothing that is not, and readable by a program."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from projects.models import Opening
from reports.open_data import DATA_SETS
from tests.factories.base import moment
from tests.factories.projects import (
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    OpeningFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory


@pytest.fixture
def published(sanuki, advisor):
    OpeningFactory(
        municipality=sanuki,
        open=True,
        title='=1+1 "窓口"\n改革',
        summary="待ち時間を、\r\n半分にする。",
    )
    OpeningFactory(municipality=sanuki, title="下書きの募集")
    work = EngagementFactory(municipality=sanuki, advisor=advisor, completed=True)
    MeetingFactory(engagement=work, held=True)
    GoalFactory(engagement=work, achieved=True, verdict_note="できた")
    RecommendationFactory(engagement=work, adopted=True)
    RecommendationFactory(engagement=work, declined=True)
    other = EngagementFactory(municipality=sanuki, completed=True)
    OutcomeReportFactory(engagement=other, title="下書きの報告")
    return OutcomeReportFactory(engagement=work, published=True)


def _csv(client, name) -> list[list[str]]:
    body = b"".join(client.get(reverse("open_data_table", args=[name])).streaming_content).decode("utf-8")
    assert body.startswith("\ufeff")
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"), newline="")))


def _json(client, name) -> list[dict]:
    body = b"".join(client.get(reverse("open_data_json", args=[name])).streaming_content)
    return json.loads(body)["rows"]


class TestRules:
    """機械可読性: those of the government's rules that concern a CSV file."""

    @pytest.mark.parametrize("name", DATA_SETS)
    def test_a_program_can_read_it(self, client, published, name):
        response = client.get(reverse("open_data_table", args=[name]))
        body = b"".join(response.streaming_content)
        assert body.startswith(b"\xef\xbb\xbf")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        lines = body.decode().removeprefix("\ufeff").split("\r\n")
        assert lines.pop() == ""
        assert not any("\n" in line or "\r" in line for line in lines)  # a record is a line
        head, *rows = csv.reader(lines)
        assert len(set(head)) == len(head)  # no column twice
        assert all(head)
        assert rows
        for row in rows:
            assert len(row) == len(head)  # no merged and no missing cells
            assert any(row)  # no empty line
            assert not any(value.startswith(("=", "+", "-", "@")) for value in row)
            assert not any(value != value.strip() for value in row)
        for label, values in zip(head, zip(*rows, strict=True), strict=True):
            if label.endswith("日"):
                assert all(not each or re.fullmatch(r"\d{4}-\d\d-\d\d", each) for each in values)
            if label.endswith(("（円）", "（人）", "（件）", "（時間）")):
                assert all(not each or each.isdigit() for each in values)  # no separators, no units
            if label == "全国地方公共団体コード":
                assert all(re.fullmatch(r"\d{6}", each) for each in values)

    @pytest.mark.parametrize("name", DATA_SETS)
    def test_both_files_hold_the_same(self, client, published, name):
        _head, *rows = _csv(client, name)
        found = [[str(value) for value in record.values()] for record in _json(client, name)]
        assert [[value.removeprefix("'") for value in row] for row in rows] == found

    @pytest.mark.parametrize("name", DATA_SETS)
    def test_every_column_is_explained_on_the_page(self, client, name):
        page = client.get(reverse("open_data")).content.decode()
        for column in DATA_SETS[name].columns:
            assert f"<code>{column.key}</code>" in page
            assert str(column.meaning) in page


class TestContent:
    def test_what_is_not_public_is_not_there(self, client, published):
        text = str([_csv(client, name) for name in DATA_SETS])
        assert "下書き" not in text
        assert str(published.engagement.advisor.user) not in text

    def test_figures_of_a_report(self, client, published):
        found = {row["indicator"]: row["value"] for row in _json(client, "outcomes")}
        assert found["実施した会議"] == 1
        assert found["達成した目標"] == 1
        assert (found["提案"], found["提案のうち実施"], found["提案のうち見送り"]) == (2, 1, 1)
        assert {row["report_id"] for row in _json(client, "outcomes")} == {published.code}

    def test_every_municipality_with_what_it_did(self, client, published, sanuki):
        rows = {row["code"]: row for row in _json(client, "municipalities")}
        assert len(rows) == 1741
        calls = Opening.objects.filter(municipality=sanuki, published_at__isnull=False).count()
        assert (rows[sanuki.code]["openings"], rows[sanuki.code]["reports"]) == (calls, 1)

    def test_a_sealed_result_does_not_show(self, client, sanuki):
        OpeningFactory(municipality=sanuki, result_approved=True)
        OpeningFactory(municipality=sanuki, selecting=True)
        states = {row["state"] for row in _json(client, "openings")}
        assert len(states) == 1

    def test_in_japanese_also_for_english_readers(self, client, published):
        page = client.get("/en/opendata/").content.decode()
        assert "Open data" in page
        client.cookies["django_language"] = "en"
        assert _csv(client, "reports")[0][0] == "ID"
        assert _csv(client, "reports")[0][3] == "地方公共団体名"

    def test_unknown_ones(self, client):
        for name in ("open_data_table", "open_data_json"):
            assert client.get(reverse(name, args=["nothing"])).status_code == 404

    def test_queries_do_not_grow(self, client, published, django_assert_num_queries, sanuki):
        with django_assert_num_queries(6) as first:
            _json(client, "outcomes")
        for _number in range(3):
            work = EngagementFactory(municipality=sanuki, completed=True, ended_at=moment())
            OutcomeReportFactory(engagement=work, published=True)
        with django_assert_num_queries(len(first)):
            _json(client, "outcomes")

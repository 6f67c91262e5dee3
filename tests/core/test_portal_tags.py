"""Template tags: dates in the reader's calendar, states, paging addresses, permissions, buttons."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from accounts.models import User
from municipalities.models import Municipality
from tests.factories.accounts import UserFactory
from tests.factories.projects import OpeningFactory, ProgramFactory

EVENING = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)  # 23 November, 01:05 in Japan


def render(source: str, user: Any = None, path: str = "/", **context: Any) -> str:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    request.resolver_match = None
    return Template("{% load portal %}" + source).render(Context({"request": request, **context}))


def test_day_in_the_readers_calendar() -> None:
    gregorian = UserFactory.build(gregorian=True)
    source = "{% day on %}"
    day = date(2026, 11, 23)
    assert render(source, on=day) == '<time datetime="2026-11-23">令和8年11月23日</time>'
    assert render(source, UserFactory.build(), on=day).endswith(">令和8年11月23日</time>")
    assert render(source, gregorian, on=day).endswith(">2026年11月23日</time>")
    with translation.override("en"):
        assert render(source, gregorian, on=day).endswith(">23 Nov 2026</time>")


def test_day_with_weekday() -> None:
    source = "{% day on weekday=True %}"
    assert ">令和8年11月23日（月）<" in render(source, on=date(2026, 11, 23))
    with translation.override("en"):
        assert ">23 Nov 2026 (Mon)<" in render(source, on=date(2026, 11, 23))


def test_day_of_a_moment_is_the_day_in_japan() -> None:
    assert render("{% day at %}", at=EVENING) == '<time datetime="2026-11-23">令和8年11月23日</time>'


def test_moment_is_japanese_time() -> None:
    assert render("{% moment at %}", at=EVENING) == (
        '<time datetime="2026-11-23T01:05+09:00">令和8年11月23日 01:05</time>'
    )


def test_nothing_is_shown_as_nothing() -> None:
    assert render("[{% day on %}{% moment on %}]", on=None) == "[]"


def test_dates_without_a_request_as_in_mail() -> None:
    text = Template("{% load portal %}{% day on %}").render(Context({"on": date(2026, 11, 23)}))
    assert "令和8年11月23日" in text


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (2021, "令和3年度"),
        (date(2022, 3, 31), "令和3年度"),
        (date(2022, 4, 1), "令和4年度"),
        (2019, "令和元年度"),
    ],
)
def test_fiscal_year(value: object, label: str) -> None:
    assert render("{{ value|fiscal_year }}", value=value) == label


def test_fiscal_year_in_english() -> None:
    with translation.override("en"):
        assert render("{{ value|fiscal_year }}", value=date(2022, 3, 31)) == "FY2021"


def test_fiscal_year_of_a_moment_is_the_one_in_japan() -> None:
    """New Year's Eve of the fiscal year in UTC is already April in Japan."""
    at = datetime(2022, 3, 31, 15, 0, tzinfo=UTC)
    assert render("{{ value|fiscal_year }}", value=at) == "令和4年度"


@pytest.mark.django_db
def test_state_of_a_row() -> None:
    opening = OpeningFactory(result_review=True)
    source = "{% with row|state as now %}{{ now.label }}/{{ now.tone }}{% endwith %}"
    assert render(source, row=opening) == "結果の承認待ち/warning"


@pytest.mark.parametrize(
    ("path", "tag", "expected"),
    [
        ("/?q=dx", "{% query_with page=2 %}", "?q=dx&amp;page=2"),
        ("/?q=dx&page=2", "{% query_with page=3 %}", "?q=dx&amp;page=3"),
        ("/?q=dx&page=2", '{% query_with page="" %}', "?q=dx"),
        ("/?field=dx&field=pr", "{% query_with page=2 %}", "?field=dx&amp;field=pr&amp;page=2"),
        ("/", "{% query_with page=None %}", "?"),
        ("/", '{% query_with q="<b>" %}', "?q=%3Cb%3E"),
    ],
)
def test_query_with(path: str, tag: str, expected: str) -> None:
    assert render(tag, path=path) == expected


def test_query_with_leaves_the_request_alone() -> None:
    assert render("{% query_with page=2 %} {{ request.GET.urlencode }}", path="/?q=dx").endswith(" q=dx")


@pytest.mark.django_db
def test_may(clerk: User, viewer: User, sanuki: Municipality) -> None:
    program = ProgramFactory(municipality=sanuki)
    source = '{% may "projects.edit_program" program as it %}{{ it }}'
    assert render(source, clerk, program=program) == "True"
    assert render(source, viewer, program=program) == "False"
    assert render(source, program=program) == "False"


@pytest.mark.django_db
@pytest.mark.urls("tests.core.pages")
def test_actions(clerk: User, viewer: User, sanuki: Municipality) -> None:
    program = ProgramFactory(municipality=sanuki)
    source = (
        '{% actions program "program_action" as links %}'
        "{% for link in links %}{{ link.transition.label }}={{ link.url }};{% endfor %}"
    )
    assert render(source, clerk, program=program) == (
        f"事業を始める=/programs/{program.code}/start/;中止する=/programs/{program.code}/cancel/;"
    )
    assert render(source, viewer, program=program) == ""


def test_an_unknown_reader_has_the_era_calendar() -> None:
    assert "令和" in render("{% day on %}", SimpleNamespace(), on=date(2026, 11, 23))

"""Openings for other programs: feed, calendar file, JSON-LD."""

import json
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from icalendar import Calendar

from advisors.enums import WorkStyle
from core.linked_data import ld_json
from projects.enums import PayUnit
from tests.factories.base import day
from tests.factories.dialogue import AmendmentFactory
from tests.factories.projects import OpeningFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def _feed(client, **query):
    response = client.get(reverse("openings_feed"), query)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def _titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def test_the_feed_has_what_the_list_has(client, sanuki):
    OpeningFactory(open=True, municipality=sanuki, title="出る募集")
    OpeningFactory(approved=True, municipality=sanuki, title="まだ公開前")
    OpeningFactory(decided=True, municipality=sanuki, title="終わった募集")
    assert _titles(_feed(client)) == ["出る募集（香川県さぬき市）"]
    assert len(_titles(_feed(client, state="all"))) == 2
    assert _titles(_feed(client, q="存在しない言葉")) == []


def test_an_entry_has_what_the_standard_asks_for(client, sanuki):
    opening = OpeningFactory(open=True, municipality=sanuki)
    feed = _feed(client)
    entry = feed.find(f"{ATOM}entry")
    for node in (feed, entry):
        assert node.findtext(f"{ATOM}id").startswith("tag:localhost,2026:")
        assert node.findtext(f"{ATOM}updated")
        assert node.findtext(f"{ATOM}author/{ATOM}name")
    assert entry.findtext(f"{ATOM}id").endswith(f"opening:{opening.code}")


def test_text_for_browsers_and_control_characters_do_no_harm(client, sanuki):
    OpeningFactory(open=True, municipality=sanuki, title="<b>&\x08題", summary="<script>\x1b")
    feed = _feed(client)
    assert _titles(feed) == ["<b>&題（香川県さぬき市）"]
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == "&lt;script&gt;"


def test_the_calendar_has_both_days(client, sanuki):
    opening = OpeningFactory(open=True, municipality=sanuki, title="長い題名" * 15)
    AmendmentFactory.create_batch(2, opening=opening)
    response = client.get(reverse("opening_dates", args=[opening.code]))
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    calendar = Calendar.from_ical(response.content)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Tokyo"
    deadline, answer = calendar.walk("VEVENT")
    assert deadline["DTSTART"].dt == opening.closes_at.replace(microsecond=0)
    assert answer["DTSTART"].dt == opening.answer_date
    assert {deadline["SEQUENCE"], answer["SEQUENCE"]} == {3}
    assert deadline["UID"] == f"opening-{opening.code}-deadline@localhost"


@pytest.mark.parametrize("trait", ["approved", "withdrawn"])
def test_a_call_the_public_does_not_see_has_no_calendar(client, sanuki, trait):
    opening = OpeningFactory(municipality=sanuki, **{trait: True})
    assert client.get(reverse("opening_dates", args=[opening.code])).status_code == 404


def _posting(client, opening):
    page = BeautifulSoup(client.get(opening.get_absolute_url()).content, "html.parser")
    block = page.find("script", type="application/ld+json")
    return json.loads(block.string) if block else None


def test_an_open_call_is_a_job_posting(client, sanuki):
    opening = OpeningFactory(open=True, municipality=sanuki, pay_unit=PayUnit.HOUR, pay_amount=5000, seats=2)
    posting = _posting(client, opening)
    assert posting["@type"] == "JobPosting"
    assert posting["validThrough"] == f"{opening.deadline_date}T23:59:59+09:00"
    assert posting["hiringOrganization"]["name"] == "香川県さぬき市"
    assert (posting["employmentType"], posting["totalJobOpenings"]) == ("CONTRACTOR", 2)
    assert posting["jobLocationType"] == "TELECOMMUTE"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "value": 5000,
        "unitText": "HOUR",
    }


def test_a_call_with_visits_and_no_pay_says_so(client, sanuki):
    opening = OpeningFactory(open=True, municipality=sanuki, work_style=WorkStyle.HYBRID)
    posting = _posting(client, opening)
    assert posting["employmentType"] == "VOLUNTEER"
    assert posting["jobLocation"]["address"]["addressLocality"] == "さぬき市"
    assert "baseSalary" not in posting


@pytest.mark.parametrize("traits", [{"decided": True}, {"open": True, "deadline_date": day(-1)}])
def test_a_closed_call_is_no_job_posting(client, sanuki, traits):
    assert _posting(client, OpeningFactory(municipality=sanuki, **traits)) is None


def test_a_title_cannot_end_the_block(client, sanuki):
    title = "</script><script>alert(1)</script><!--"
    opening = OpeningFactory(open=True, municipality=sanuki, title=title)
    assert _posting(client, opening)["title"] == title
    assert "<script>" not in ld_json({"a": title}).removeprefix("<script")

"""Sitemap, robots.txt, security.txt, the feeds of reports and places, and the pages that are only text."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from reports.views import machines
from reports.views.public import DOCUMENTS
from tests.factories.projects import EngagementFactory, OpeningFactory
from tests.factories.reports import OutcomeReportFactory

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ATOM = "{http://www.w3.org/2005/Atom}"


def _report(place, **facts):
    engagement = EngagementFactory(completed=True, municipality=place)
    return OutcomeReportFactory(published=True, engagement=engagement, **facts)


def _locations(client, address):
    root = ElementTree.fromstring(client.get(address).content)
    return [node.text for node in root.iter(f"{MAP}loc")]


def test_every_file_of_the_index_opens(client, sanuki):
    opening, report = OpeningFactory(open=True, municipality=sanuki), _report(sanuki)
    hidden = OpeningFactory(approved=True, municipality=sanuki)
    files = _locations(client, reverse("sitemap"))
    pages = [page for file in files for page in _locations(client, file)]
    assert f"http://testserver{opening.get_absolute_url()}" in pages
    assert f"http://testserver/en{report.get_absolute_url()}" in pages
    assert not [page for page in pages if hidden.code in page]
    assert all(client.get(page).status_code == 200 for page in pages[:20])


def test_a_page_names_its_other_language(client):
    root = ElementTree.fromstring(client.get(reverse("sitemap_part", args=["pages-1"])).content)
    links = [(node.get("hreflang"), node.get("href")) for node in root.find(f"{MAP}url").iter(LINK)]
    assert links == [("ja", "http://testserver/"), ("en", "http://testserver/en/")]


def test_long_sections_are_cut(client, sanuki, monkeypatch):
    monkeypatch.setattr(machines, "ENTRIES", 1000)
    files = _locations(client, reverse("sitemap"))
    assert [file for file in files if "municipalities" in file] == [
        "http://testserver/sitemap-municipalities-1.xml",
        "http://testserver/sitemap-municipalities-2.xml",
    ]


@pytest.mark.parametrize("part", ["none-1", "openings-0", "openings-x", "openings"])
def test_files_that_are_not_in_the_index_are_missing(client, part):
    assert client.get(reverse("sitemap_part", args=[part])).status_code == 404


def test_robots_stay_out_of_peoples_areas(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/\n" in text
    assert "Disallow: /en/my/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_security_text_says_whom_to_tell_and_until_when(client, settings):
    text = client.get("/.well-known/security.txt").content.decode()
    assert f"Contact: mailto:{settings.SUPPORT_EMAIL}\n" in text
    assert "\nExpires: 20" in text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_page_links_to_the_obligatory_pages(client, name):
    footer = BeautifulSoup(client.get(reverse("home")).content, "html.parser").select_one("footer")
    assert footer.find("a", href=reverse(name))
    page = BeautifulSoup(client.get(reverse(name)).content, "html.parser")
    assert page.h1


def test_the_feed_of_reports_follows_the_criteria(client, sanuki, takamatsu):
    _report(sanuki, title="さぬきの報告")
    _report(takamatsu, title="高松の報告")
    root = ElementTree.fromstring(client.get(reverse("reports_feed"), {"q": "さぬき"}).content)
    assert [node.findtext(f"{ATOM}title") for node in root.findall(f"{ATOM}entry")] == [
        "さぬきの報告（香川県さぬき市）"
    ]


def test_the_feed_of_a_place_mixes_calls_and_reports(client, sanuki, takamatsu):
    opening, report = OpeningFactory(open=True, municipality=sanuki), _report(sanuki)
    OpeningFactory(open=True, municipality=takamatsu)
    root = ElementTree.fromstring(client.get(reverse("municipality_feed", args=["372064"])).content)
    tags = {node.findtext(f"{ATOM}id").split(":", 2)[2] for node in root.findall(f"{ATOM}entry")}
    hired = report.engagement.application.opening
    assert tags == {f"opening:{opening.code}", f"opening:{hired.code}", f"report:{report.code}"}


def test_a_report_is_data_too(client, sanuki):
    html = client.get(_report(sanuki).get_absolute_url()).content.decode()
    assert '"@type": "Report"' in html

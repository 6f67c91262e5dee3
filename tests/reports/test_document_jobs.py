"""Documents made in the background: asked once, made once, fetched by the right people only."""

import csv
import io
from contextlib import suppress
from datetime import timedelta
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OperatorRole
from core.errors import DomainError
from core.locks import only_here
from notifications.models import Notice
from reports.documents import yearly
from reports.enums import Ending
from reports.figures import FIGURES, Scope
from reports.models import DocumentJob
from reports.operations import document_job as operations
from reports.queries import tally
from reports.tasks import forget, make, sweep
from tests.factories.accounts import UserFactory
from tests.factories.base import moment
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import ApplicationFactory, EngagementFactory, OpeningFactory
from tests.factories.reports import DocumentJobFactory


def _ask(coordinator: Any, ending: Ending = Ending.CSV, year: int = 2026) -> DocumentJob:
    return operations.ask_for_yearly(by=coordinator, at=moment(), fiscal_year=year, ending=ending)


def test_asking_twice_gives_the_first(coordinator):
    first = _ask(coordinator)
    assert _ask(coordinator) == first
    assert _ask(coordinator, Ending.PDF) != first
    make(pk=first.pk)
    assert _ask(coordinator) != first


def test_made_once_and_told_once(coordinator):
    job = _ask(coordinator)
    make(pk=job.pk)
    make(pk=job.pk)
    assert sweep() == 0
    job.refresh_from_db()
    assert (job.status, job.progress, job.attempts, job.size) == ("done", 100, 1, len(job.content))
    [notice] = Notice.objects.filter(recipient=coordinator)
    assert notice.path == job.get_absolute_url()


@pytest.mark.django_db(transaction=True)
def test_nobody_makes_what_somebody_else_is_making():
    job = DocumentJobFactory(ending="csv")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('reports.document_job'), %s)", [job.pk])
        assert sweep() == 0
        assert DocumentJob.objects.get().attempts == 0
    finally:
        other.close()  # as the connection of a killed worker
    assert sweep() == 1


def test_a_lock_is_given_back_after_a_fault(db):
    with suppress(ZeroDivisionError), only_here("test", 1) as held:
        assert held
        raise ZeroDivisionError
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('test'), 1)")
        assert cursor.fetchone() == (True,)
    other.close()


def test_a_fault_is_tried_again_and_in_the_end_told(coordinator, monkeypatch):
    job = _ask(coordinator)
    monkeypatch.setitem(operations.MAKERS, "yearly", lambda _job, _step: 1 / 0)
    for _ in range(DocumentJob.MOST_ATTEMPTS):
        assert sweep() == 0
        assert DocumentJob.objects.get().status == "waiting"
    sweep()
    job.refresh_from_db()
    assert (job.status, job.content) == ("failed", None)
    assert "運営へ問い合わせ" in job.error
    assert Notice.objects.filter(recipient=coordinator, kind="reports.document_failed").count() == 1
    monkeypatch.undo()
    operations.retry_document(job, by=coordinator, at=moment())
    assert sweep() == 1


def test_what_cannot_be_made_says_why_at_once(coordinator, monkeypatch):
    def refuse(_job, _step):
        raise DomainError("PDFを作れませんでした。")

    job = _ask(coordinator)
    monkeypatch.setitem(operations.MAKERS, "yearly", refuse)
    sweep()
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "PDFを作れませんでした。")


def test_documents_go_after_a_month(coordinator):
    DocumentJobFactory(done=True, asked_at=timezone.now() - timedelta(days=31))
    kept = DocumentJobFactory(done=True, asked_at=timezone.now() - timedelta(days=29))
    assert forget() == 1
    assert DocumentJob.objects.get() == kept


def test_the_page_says_how_far_it_is_and_gives_the_file(coordinator, client):
    client.force_login(coordinator)
    answer = client.post(reverse("coord_yearly_new"), {"fiscal_year": "2026", "ending": "csv"})
    job = DocumentJob.objects.get()
    assert answer.url == job.get_absolute_url()
    assert client.get(reverse("document_file", args=[job.code])).status_code == 404
    waiting = client.get(job.get_absolute_url()).content.decode()
    assert "hx-get" in waiting
    assert "作成中" in waiting
    make(pk=job.pk)
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-get" not in part
    file = client.get(reverse("document_file", args=[job.code]))
    assert file["Content-Type"].startswith("text/csv")
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert job.title in client.get(reverse("documents")).content.decode()


def test_only_whoever_asked_and_only_while_they_could_ask(coordinator, client):
    job = DocumentJobFactory(person=coordinator, done=True)
    urls = [job.get_absolute_url(), reverse("document_file", args=[job.code])]
    client.force_login(UserFactory(coordinator=True))
    assert {client.get(url).status_code for url in urls} == {404}
    client.force_login(coordinator)
    assert {client.get(url).status_code for url in urls} == {200}
    coordinator.operator_role = OperatorRole.NONE
    coordinator.save()
    assert {client.get(url).status_code for url in urls} == {403}


def test_a_council_pack_is_for_the_staff_of_its_city(client, clerk, coordinator, sanuki):
    job = DocumentJobFactory(council=True, done=True, person=clerk, program__municipality=sanuki)
    address = reverse("desk_council_new", args=[job.program.code])
    client.force_login(clerk)
    assert client.get(job.get_absolute_url()).status_code == 200
    assert client.get(address).status_code == 200
    client.force_login(coordinator)
    assert client.get(address).status_code == 403
    client.force_login(StaffMembershipFactory().user)
    assert client.get(address).status_code == 404


@pytest.fixture
def year(sanuki):
    """Two calls of this year and what came of them."""
    for _ in range(2):
        work = EngagementFactory(completed=True, municipality=sanuki)
        ApplicationFactory(opening=work.application.opening, submitted=True)
    OpeningFactory(open=True)
    [found] = tally.years_counted()
    return found


def _sums(rows: list[list[Any]]) -> dict[str, int]:
    return {
        key: sum(int(row[4 + place]) for row in rows[1:] if row[4 + place] is not None)
        for place, key in enumerate(FIGURES)
    }


def test_totals_are_equal_everywhere(year, coordinator, client):
    """Dashboard, its lists, CSV, Excel and PDF."""
    shown = tally.counts(Scope(fiscal_year=year))
    made = {}
    for ending in yearly.ENDINGS:
        job = _ask(coordinator, ending, year)
        make(pk=job.pk)
        made[ending] = bytes(DocumentJob.objects.get(pk=job.pk).content)
    table = list(csv.reader(io.StringIO(made[Ending.CSV].decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(made[Ending.XLSX])).active
    assert _sums(table) == shown
    assert _sums([list(row) for row in sheet.iter_rows(values_only=True)]) == shown
    pdf = pypdfium2.PdfDocument(io.BytesIO(made[Ending.PDF]))
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    assert "合計" + "".join(map(str, shown.values())) in text
    client.force_login(coordinator)
    page = client.get(reverse("coord_figures") + f"?fiscal_year={year}").content.decode()
    for key, figure in FIGURES.items():
        assert f"{shown[key]}{figure.unit}" in page
        listed = client.get(reverse("coord_figure", args=[key]) + f"?fiscal_year={year}&export=csv")
        assert len(b"".join(listed).splitlines()) - 1 == shown[key]


def test_a_municipality_without_calls_has_its_line(sanuki, coordinator):
    [line] = [line for line in yearly.lines(2026) if line.place == sanuki]
    assert set(line.counts.values()) == {0}

"""The pages of 取込: who reaches what, and what a reader sees."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from accounts.operations import issue_token
from municipalities.models import StaffMembership
from projects.enums import ImportKind
from projects.models import ImportJob
from projects.operations.import_job import work_on
from tests.factories.imports import ImportJobFactory
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import OpeningFactory, ProgramFactory, ProjectFactory

pytestmark = pytest.mark.django_db

CAST = ("clerk", "approver", "viewer", "outsider", "coordinator", "advisor_user", "stranger")
FILE = "番号,氏名,肩書,好きな色\nA-1,花子,編集者,青\nA-2,一郎,,赤\n"


def _file(text=FILE, name="専門家.csv"):
    return SimpleUploadedFile(name, text.encode())


def _text(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


@pytest.fixture
def browser(signed_in, coordinator):
    return signed_in(coordinator)


@pytest.fixture
def checked(browser):
    browser.post("/imports/new/advisors/", {"file": _file()})
    job = ImportJob.objects.get()
    assert work_on(job.pk, clock=timezone.now)
    job.refresh_from_db()
    return job


NEW = {
    ImportKind.ADVISORS: {"coordinator"},
    ImportKind.MUNICIPALITIES: {"coordinator"},
    ImportKind.OPENINGS: {"clerk", "outsider", "coordinator"},
    ImportKind.STAFF: {"clerk"},
    ImportKind.PROGRAMS: {"clerk", "outsider", "coordinator"},
}


class TestWhoGetsIn:
    @pytest.mark.parametrize("kind", ImportKind.values)
    def test_kinds(self, kind, signed_in, request):
        met = set()
        for name in CAST:
            browser = signed_in(request.getfixturevalue(name))
            statuses = {
                browser.get(f"/imports/new/{kind}/{part}").status_code for part in ("", "template.csv")
            }
            assert len(statuses) == 1
            if statuses == {200}:
                met.add(name)
        assert met == NEW[ImportKind(kind)]

    @pytest.mark.parametrize(
        ("kind", "of_city", "readers"),
        [
            ("advisors", False, {"coordinator"}),
            ("openings", False, {"coordinator"}),
            ("openings", True, {"clerk"}),
            ("staff", True, {"clerk"}),
        ],
    )
    def test_jobs(self, kind, of_city, readers, signed_in, request, sanuki):
        job = ImportJobFactory(kind=kind, checked=True, municipality=sanuki if of_city else None)
        for name in CAST:
            browser = signed_in(request.getfixturevalue(name))
            for part in ("", "match/", "errors.csv", "write/", "discard/"):
                status = browser.get(f"/imports/{job.code}/{part}").status_code
                assert status == (200 if name in readers else 404), (name, part)

    def test_a_drafter_who_is_no_administrator_does_not_see_the_staff(self, signed_in, sanuki):
        user = StaffMembershipFactory(municipality=sanuki, roles=["drafter"]).user
        job = ImportJobFactory(kind="staff", municipality=sanuki)
        browser = signed_in(user)
        assert browser.get(f"/imports/{job.code}/").status_code == 404
        assert browser.get("/imports/new/staff/").status_code == 404
        assert browser.get("/imports/new/openings/").status_code == 200

    def test_a_program_of_another_city_cannot_be_chosen(self, signed_in, clerk, takamatsu):
        foreign = ProjectFactory(municipality=takamatsu).program
        refused = signed_in(clerk).post(
            "/imports/new/openings/", {"program": foreign.pk, "file": _file("番号,課題\nB-1,困る\n")}
        )
        assert refused.status_code == 422
        assert not ImportJob.objects.exists()


class TestThePages:
    def test_from_choosing_to_looking(self, browser, checked):
        page = browser.get(f"/imports/{checked.code}/")
        text = _text(page)
        assert "取り込める行 1" in text
        assert "誤りのある行 1" in text
        assert "読まない列：好きな色" in text
        assert "編集者" in text

    def test_every_button_leads_somewhere(self, browser, checked):
        page = BeautifulSoup(browser.get(f"/imports/{checked.code}/").content, "html.parser")
        buttons = [each["href"] for each in page.select("main a.button")]
        assert len(buttons) == 4
        assert [browser.get(each).status_code for each in buttons] == [200] * 4

    def test_while_it_is_tried_the_page_asks_again(self, browser):
        browser.post("/imports/new/advisors/", {"file": _file()})
        job = ImportJob.objects.get()
        page = browser.get(f"/imports/{job.code}/")
        assert 'hx-trigger="load delay:2s"' in page.content.decode()
        assert "順番を待っています" in _text(page)
        part = browser.get(f"/imports/{job.code}/", headers={"HX-Request": "true"})
        assert b"<h1" not in part.content
        work_on(job.pk, clock=timezone.now)
        after = browser.get(f"/imports/{job.code}/", headers={"HX-Request": "true"})
        assert after["HX-Refresh"] == "true"

    def test_leaving_out_wrong_lines_is_said_outright(self, browser, checked):
        address = f"/imports/{checked.code}/write/"
        refused = browser.post(address, {})
        assert refused.status_code == 422
        assert "誤りのある行を飛ばすことを確かめて" in _text(refused)
        assert browser.post(address, {"is_partial": "on"}).status_code == 302
        checked.refresh_from_db()
        assert (checked.status, checked.is_partial) == ("writing", True)

    def test_the_file_of_errors_can_be_mended_and_read_in(self, browser, checked):
        body = b"".join(browser.get(f"/imports/{checked.code}/errors.csv").streaming_content).decode(
            "utf-8-sig"
        )
        heads, line = csv.reader(io.StringIO(body))
        assert heads == ["番号", "氏名", "肩書", "好きな色", "誤り"]
        assert line[:4] == ["A-2", "一郎", "", "赤"]
        mended = body.replace("一郎,,", "一郎,業務改革の相談役,")
        browser.post("/imports/new/advisors/", {"file": _file(mended)})
        job = ImportJob.objects.latest("pk")
        work_on(job.pk, clock=timezone.now)
        job.refresh_from_db()
        assert (job.writable, job.findings) == (1, [])

    def test_columns_can_be_told(self, browser, checked):
        address = f"/imports/{checked.code}/match/"
        assert "好きな色" in _text(browser.get(address))
        names = {f"column_{number}": name for number, name in enumerate(("id", "name", "", "headline"))}
        assert browser.post(address, {**names, "version": checked.version}).status_code == 302
        work_on(checked.pk, clock=timezone.now)
        checked.refresh_from_db()
        assert (checked.status, checked.writable, checked.findings) == ("checked", 2, [])

    def test_no_column_at_all_is_refused(self, browser, checked):
        names = {f"column_{number}": "" for number in range(4)}
        refused = browser.post(f"/imports/{checked.code}/match/", {**names, "version": checked.version})
        assert (refused.status_code, "読む列を1つ以上" in _text(refused)) == (422, True)

    def test_two_people_telling_the_columns(self, browser, checked):
        names = {f"column_{number}": name for number, name in enumerate(("id", "name", "headline", ""))}
        answer = browser.post(f"/imports/{checked.code}/match/", {**names, "version": checked.version - 1})
        assert answer.status_code == 409

    def test_a_wrong_file_says_so_beside_the_field(self, browser):
        refused = browser.post("/imports/new/advisors/", {"file": _file("", "a.csv")})
        assert (refused.status_code, "空です" in _text(refused)) == (422, True)
        missing = browser.post("/imports/new/advisors/", {})
        assert "ファイルを選んでください" in _text(missing)

    @pytest.mark.parametrize("kind", ["advisors", "places", "openings", "programs"])
    def test_the_template_can_be_read_in_as_it_is(self, kind, browser, sanuki):
        body = browser.get(f"/imports/new/{kind}/template.xlsx").content
        sheet = load_workbook(io.BytesIO(body)).active
        assert sheet.max_row == 2
        browser.post(f"/imports/new/{kind}/", {"file": SimpleUploadedFile("a.xlsx", body)})
        job = ImportJob.objects.get()
        work_on(job.pk, clock=timezone.now)
        job.refresh_from_db()
        assert "" not in job.columns
        assert [each["message"] for each in job.findings if "部署" not in each["message"]] == []

    def test_the_list_asks_as_much_for_many(self, browser, django_assert_max_num_queries):
        ImportJobFactory.create_batch(12)
        with django_assert_max_num_queries(8):
            browser.get("/imports/")


class TestExportsAreReadAgain:
    """Whatever a list gives out may be read in again; it changes nothing."""

    def _again(self, browser, list_url, kind, form="csv", **where):
        answer = browser.get(list_url, {"export": form, "anyway": "1"})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        name = "a.xlsx" if form == "xlsx" else "a.csv"
        sent = browser.post(f"/imports/new/{kind}/", {"file": SimpleUploadedFile(name, body), **where})
        assert sent.status_code == 302, _text(sent)
        job = ImportJob.objects.latest("pk")
        work_on(job.pk, clock=timezone.now)
        job.refresh_from_db()
        return job

    @pytest.mark.parametrize("form", ["csv", "xlsx", "sjis"])
    def test_staff(self, form, signed_in, clerk, approver, viewer, sanuki):
        StaffMembership.objects.filter(user=viewer).update(title="=主任")
        job = self._again(signed_in(clerk), "/desk/staff/", "staff", form)
        assert (job.total, job.writable, len(job.of_kind("known"))) == (3, 0, 3)

    def test_openings(self, signed_in, clerk, sanuki):
        project = ProjectFactory(municipality=sanuki)
        OpeningFactory.create_batch(2, project=project)
        job = self._again(
            signed_in(clerk), "/desk/openings/?state=preparing", "openings", program=project.program.pk
        )
        assert (job.total, job.writable, len(job.of_kind("known"))) == (2, 0, 2)

    def test_programs(self, signed_in, clerk, sanuki):
        ProgramFactory.create_batch(2, municipality=sanuki)
        job = self._again(signed_in(clerk), "/desk/programs/", "programs")
        assert (job.total, job.writable, len(job.of_kind("known"))) == (2, 0, 2)


class TestApi:
    """The same file sent by a program. The page's own tests say what becomes of it."""

    @pytest.fixture
    def send(self, client):
        def sent(user, **fields):
            granted = ["imports:read", "imports:write"]
            _token, secret = issue_token(by=user, at=timezone.now(), name="試験", scopes=granted, days=1)
            return client.post("/api/v1/imports/", fields, headers={"Authorization": f"Bearer {secret}"})

        return sent

    def test_a_file_is_taken_and_tried(self, send, clerk, sanuki):
        program = ProjectFactory(municipality=sanuki).program
        made = send(clerk, kind="openings", program=program.code, file=_file("番号,課題\nB-1,困る\n"))
        assert made.status_code == 201, made.json()
        assert (made.json()["state"]["code"], made.json()["program"]["code"]) == ("checking", program.code)
        job = ImportJob.objects.get()
        assert made["Location"] == f"/api/v1/imports/{job.code}/"
        assert job.program == program

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({}, "kind"),
            ({"kind": "advisors"}, "kind"),  # the operator's
            ({"kind": "staff"}, "file"),
            ({"kind": "staff", "color": "red"}, "color"),
        ],
    )
    def test_what_is_missing_is_named(self, send, clerk, fields, name):
        refused = send(clerk, **fields)
        assert refused.status_code == 422
        assert name in [each["field"] for each in refused.json()["errors"]]
        assert not ImportJob.objects.exists()

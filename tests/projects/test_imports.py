"""取込: chosen, tried, looked at, written, taken back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from advisors.models import AdvisorProfile, AdvisorSearch
from core.errors import DomainError
from municipalities.models import Invitation, Municipality, PartnershipAgreement
from notifications.models import Delivery
from projects.models import ImportedRow, ImportJob, MatchPerson, Opening, OpeningTrait, Program, Project
from projects.operations import import_job as operations
from projects.operations.import_job import ask_import, undo_import, work_on, write_import
from tests.factories.imports import ImportJobFactory
from tests.factories.municipalities import DepartmentFactory
from tests.factories.projects import ProjectFactory
from tests.factories.selection import ScoutFactory

pytestmark = pytest.mark.django_db

ADVISORS = """番号,氏名,肩書,スキル,得意な分野,使える時間（月）
A-1,讃岐 花子,自治体の広報を6年担当した編集者,SNSの運用:4:5年,広報,10
A-2,高松 一郎,業務改革の相談役,業務改革（BPR）,DX,8
"""
PLACES = """団体コード,公式メールのドメイン,最初の管理者のメールアドレス
372064,city.sanuki.example.jp,kanri@city.sanuki.example.jp
372013,city.takamatsu.example.jp,
"""
PROGRAMS = """団体コード,事業名,開始日,終了日,分野,プロジェクト名,課題,成果,協定の名称
372064,令和3年度 複業人材活用事業,令和3年10月1日,2022/3/31,広報,広報マニュアル,手順が人ごとに違った。,研修をした。,連携協定
372064,令和3年度 複業人材活用事業,令和3年10月1日,2022/3/31,DX,DX計画の案,計画がなかった。,案を作った。,連携協定
"""


def _openings(project):
    return f"番号,募集名,分野,困っていること,お願いしたいこと\nB-1,広報の相談,{project.field.name},SNSが続かない。,手順を作る。\n"


def _ask(kind, text, *, by, **where):
    file = SimpleUploadedFile("一覧.csv", text.encode("cp932"))
    return ask_import(by=by, at=timezone.now(), kind=kind, file=file, **where)


def _worked(job):
    assert work_on(job.pk, clock=timezone.now)
    return ImportJob.objects.get(pk=job.pk)


def _written(job, *, by, **how):
    return _worked(write_import(_worked(job), by=by, at=timezone.now(), **how))


def _taken_back(job, *, by):
    return _worked(undo_import(job, by=by, at=timezone.now()))


@pytest.fixture
def project(sanuki):
    return ProjectFactory(municipality=sanuki)


@pytest.fixture
def chosen(clerk, coordinator, sanuki, project):
    """kind → (who, the text of a good file, where its rows belong)."""
    return {
        "advisors": (coordinator, ADVISORS, {}),
        "places": (coordinator, PLACES, {}),
        "openings": (clerk, _openings(project), {"program": project.program}),
        "staff": (clerk, "メール,役割\nhanako@example.net,担当者、承認者\n", {"municipality": sanuki}),
        "programs": (clerk, PROGRAMS, {"municipality": sanuki}),
    }


COUNTED = (User, AdvisorProfile, AdvisorSearch, MatchPerson, Opening, OpeningTrait, Project, Program)
COUNTED += (PartnershipAgreement, ImportedRow, Delivery)


def _counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


KINDS = ["advisors", "places", "openings", "staff", "programs"]


@pytest.fixture(autouse=True)
def known_domains(sanuki):
    Municipality.objects.filter(pk=sanuki.pk).update(mail_domains=["example.net", "sanuki.example.jp"])


class TestFromFileToRows:
    @pytest.mark.parametrize("kind", KINDS)
    def test_trying_writes_nothing_and_writing_writes_all(self, kind, chosen):
        by, text, where = chosen[kind]
        before = _counts()
        job = _worked(_ask(kind, text, by=by, **where))
        assert (job.status, job.findings, job.writable) == ("checked", [], job.total)
        assert {**_counts(), "Delivery": 0} == {**before, "Delivery": 0}
        done = _worked(write_import(job, by=by, at=timezone.now()))
        assert (done.status, done.findings, done.writable) == ("done", [], done.total)
        assert done.rows.exists()

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_same_file_again_changes_nothing(self, kind, chosen):
        by, text, where = chosen[kind]
        _written(_ask(kind, text, by=by, **where), by=by)
        before = _counts()
        again = _worked(_ask(kind, text, by=by, **where))
        assert (again.writable, len(again.of_kind("known"))) == (0, again.total)
        with pytest.raises(DomainError, match="取り込める行がありません"):
            write_import(again, by=by, at=timezone.now())
        assert {**_counts(), "Delivery": 0} == {**before, "Delivery": 0}

    @pytest.mark.parametrize("kind", KINDS)
    def test_undoing_leaves_nothing(self, kind, chosen):
        by, text, where = chosen[kind]
        before, domains = _counts(), _domains()
        done = _written(_ask(kind, text, by=by, **where), by=by)
        undone = _taken_back(done, by=by)
        assert (undone.status, undone.findings) == ("undone", [])
        ignored = {"Delivery": 0, "User": 0}  # an invited person keeps the account nobody can sign in to
        assert {**_counts(), **ignored} == {**before, **ignored}
        assert _domains() == domains
        assert not Invitation.objects.filter(status="sent").exists()

    def test_what_stands_in_the_rows(self, chosen, sanuki, project):
        for kind in reversed(KINDS):  # with the places, the staff's addresses are official no more
            by, text, where = chosen[kind]
            _written(_ask(kind, text, by=by, **where), by=by)
        person = AdvisorProfile.objects.get(imported__external_id="A-1")
        assert (str(person.user), person.hours_per_month, person.status) == ("讃岐 花子", 10, "active")
        assert MatchPerson.objects.filter(advisor=person).exists()
        opening = Opening.objects.get(imported__external_id="B-1")
        assert (opening.project, opening.status, opening.title) == (project, "draft", "広報の相談")
        program = Program.objects.get(title="令和3年度 複業人材活用事業")
        assert (program.status, program.fiscal_year, program.projects.count()) == ("completed", 2021, 2)
        assert program.agreement.status == "expired"
        sanuki.refresh_from_db()
        assert sanuki.mail_domains == ["city.sanuki.example.jp"]
        assert sorted(sanuki.invitations.values_list("email", "roles")) == [
            ("hanako@example.net", ["approver", "drafter"]),
            ("kanri@city.sanuki.example.jp", ["administrator"]),
        ]


def _domains():
    return list(Municipality.objects.exclude(mail_domains=[]).values_list("code", "mail_domains"))


WRONG = [
    ("advisors", "番号,氏名\nA-1,花子\n", "肩書、経歴、スキル"),
    ("staff", "メール,役割\nhanako,担当者\n", "メールアドレス"),
    ("staff", "メール,役割\nh@example.net,市長\n", "管理者、担当者、承認者"),
    ("staff", "メール,役割\nh@gmail.com,担当者\n", "公式のドメイン"),
    ("staff", "メール,役割,部署\nh@example.net,担当者,ない課\n", "先に部署を"),
    ("places", "団体コード,ドメイン\n999999,city.x.example.jp\n", "999999"),
    ("places", "団体コード,ドメイン\n372064,lg.jp\n", "lg.jp"),
    ("openings", "番号,募集名,分野\nB-1,広報,DX\n", "困っていること"),
    ("openings", "番号,団体コード,分野,課題\nB-1,372013,DX,困る\n", "ほかの自治体"),
    ("openings", "番号,分野,課題\nB-1,観光,困る\n", "観光"),
    ("openings", "番号,分野,課題,開始日\nB-1,DX,困る,2027/2/30\n", "2027/2/30"),
    ("programs", "事業名,開始日,終了日,分野,課題\n事業,2021/4/1,,DX,困る\n", "開始日と終了日"),
    ("programs", "事業名,開始日,終了日,分野,課題\n事業,2021/4/1,2199/3/31,DX,困る\n", "まだ終わっていない"),
    ("programs", "事業名,開始日,終了日,分野,課題\n事業,2021/4/1,2020/3/31,DX,困る\n", "終了日は、開始日"),
    ("programs", "事業名,開始日,終了日,分野,課題\n事業,2021/4/1,2022/3/31,魔法,困る\n", "魔法"),
    ("programs", "事業名,開始日,終了日,分野,課題\n事業,2021/4/1,2022/3/31,DX,\n", "課題"),
]


class TestWrongLines:
    @pytest.mark.parametrize(("kind", "text", "words"), WRONG)
    def test_each_says_what_is_wrong(self, kind, text, words, chosen):
        by, _text, where = chosen[kind]
        job = _worked(_ask(kind, text, by=by, **where))
        (finding,) = job.of_kind("wrong")
        assert (finding["line"], job.writable) == (2, 0)
        assert words in finding["message"]

    def test_all_or_nothing_unless_they_are_left_out_outright(self, coordinator):
        job = _worked(_ask("advisors", f"{ADVISORS}A-3,,,,,\n", by=coordinator))
        assert (job.writable, len(job.of_kind("wrong"))) == (2, 1)
        with pytest.raises(DomainError, match="誤りのある行があります"):
            write_import(job, by=coordinator, at=timezone.now())
        done = _worked(write_import(job, by=coordinator, at=timezone.now(), is_partial=True))
        assert (done.status, done.writable, done.rows.count()) == ("done", 2, 2)

    def test_what_went_wrong_meanwhile_stops_the_whole_file(self, clerk, sanuki):
        section = DepartmentFactory(municipality=sanuki, name="政策課")
        text = "メール,役割,部署\na@example.net,担当者,政策課\nb@example.net,担当者,\n"
        job = write_import(
            _worked(_ask("staff", text, by=clerk, municipality=sanuki)), by=clerk, at=timezone.now()
        )
        section.name = "企画課"
        section.save()
        back = _worked(job)
        assert (back.status, len(back.of_kind("wrong")), back.rows.count()) == ("checked", 1, 0)
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize(
        ("name", "body", "words"),
        [
            ("a.csv", b"", "空です"),
            ("a.csv", "番号,氏名\n".encode(), "2行目から先"),
            ("a.csv", ("氏名\n" + "花子\n" * 5001).encode(), "5,000行まで"),
            ("a.pdf", b"%PDF-1.7\n%%EOF", "CSVかExcel"),
            ("a.exe", b"MZ", "種類のファイル"),
        ],
    )
    def test_what_is_no_list_is_refused_at_once(self, coordinator, name, body, words):
        with pytest.raises(DomainError, match=words):
            ask_import(
                by=coordinator, at=timezone.now(), kind="advisors", file=SimpleUploadedFile(name, body)
            )
        assert not ImportJob.objects.exists()


class TestUndo:
    def test_only_for_a_day(self, coordinator):
        done = _written(_ask("advisors", ADVISORS, by=coordinator), by=coordinator)
        with pytest.raises(DomainError, match="24時間"):
            undo_import(done, by=coordinator, at=done.written_at + timedelta(hours=24, seconds=1))

    def test_what_somebody_went_on_with_stays(self, chosen):
        by, text, where = chosen["openings"]
        done = _written(_ask("openings", text, by=by, **where), by=by)
        opening = Opening.objects.get(imported__job=done)
        Opening.objects.filter(pk=opening.pk).update(title="直した募集", version=opening.version + 1)
        undone = _taken_back(done, by=by)
        assert Opening.objects.filter(pk=opening.pk).exists()
        assert "直した募集" in undone.of_kind("kept")[0]["message"]

    def test_what_others_refer_to_stays(self, coordinator, sanuki, clerk):
        done = _written(_ask("advisors", ADVISORS, by=coordinator), by=coordinator)
        person = AdvisorProfile.objects.get(imported__external_id="A-1")
        ScoutFactory(advisor=person)
        undone = _taken_back(done, by=coordinator)
        assert [each.imported.external_id for each in AdvisorProfile.objects.filter(imported__job=done)] == [
            "A-1"
        ]
        assert "A-1" in undone.of_kind("kept")[0]["message"]
        assert person.skills.exists()

    def test_who_joined_stays(self, chosen):
        by, text, where = chosen["staff"]
        done = _written(_ask("staff", text, by=by, **where), by=by)
        Invitation.objects.update(status="accepted", accepted_at=timezone.now())
        assert len(_taken_back(done, by=by).of_kind("kept")) == 1


class TestWorkers:
    def test_a_killed_worker_leaves_nothing_and_the_next_one_writes_once(self, coordinator, monkeypatch):
        job = write_import(
            _worked(_ask("advisors", ADVISORS, by=coordinator)), by=coordinator, at=timezone.now()
        )
        before, report = _counts(), operations._report

        def die(*_args, **_options):
            raise SystemExit

        monkeypatch.setattr(operations, "_report", die)
        with pytest.raises(SystemExit):
            work_on(job.pk, clock=timezone.now)
        assert _counts() == before
        monkeypatch.setattr(operations, "_report", report)
        assert operations.work_on_waiting(clock=timezone.now) == 1
        assert operations.work_on_waiting(clock=timezone.now) == 0
        assert ImportedRow.objects.filter(job=job).count() == 2

    def test_after_three_attempts_it_is_given_up_and_can_be_tried_again(self, coordinator, monkeypatch):
        job = _ask("advisors", ADVISORS, by=coordinator)
        monkeypatch.setitem(operations._STEPS, "checking", lambda *_args: 1 / 0)
        for _attempt in range(ImportJob.MOST_ATTEMPTS + 1):
            assert not work_on(job.pk, clock=timezone.now)
        job.refresh_from_db()
        assert job.status == "failed"
        monkeypatch.undo()
        assert _worked(operations.retry_import(job, by=coordinator, at=timezone.now())).status == "checked"

    def test_files_are_emptied_after_a_month(self, coordinator):
        old = ImportJobFactory(done=True, asked_at=timezone.now() - timedelta(days=31))
        new = ImportJobFactory(done=True)
        assert operations.forget_imports(timezone.now()) == 1
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.content, bool(new.content)) == (None, True)

"""事業 and projects on the desk."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import fiscal_year, fiscal_year_label
from municipalities.models import StaffMembership
from projects.models import Program, Project
from projects.workflow import PROGRAM
from tests.factories.base import day
from tests.factories.municipalities import (
    DepartmentFactory,
    FieldFactory,
    PartnershipAgreementFactory,
    StaffMembershipFactory,
)
from tests.factories.projects import EngagementFactory, OpeningFactory, ProgramFactory, ProjectFactory

LIST = "/desk/programs/"


def _url(program: Program, tail: str = "") -> str:
    return f"/desk/programs/{program.code}/{tail}"


class TestList:
    def test_groups_by_fiscal_year(self, signed_in, clerk, sanuki) -> None:
        ProgramFactory(municipality=sanuki, title="今年の事業")
        ProgramFactory(municipality=sanuki, title="昔の事業", start_date=day(-800), end_date=day(-500))
        page = signed_in(clerk).get(LIST).content.decode()
        years = [fiscal_year_label(fiscal_year(day(offset))) for offset in (-30, -800)]
        assert page.index(years[0]) < page.index("今年の事業") < page.index(years[1]) < page.index("昔の事業")

    def test_shows_only_the_own_city(self, signed_in, outsider, coordinator, sanuki) -> None:
        ProgramFactory(municipality=sanuki, title="さぬきの事業")
        assert "さぬきの事業" not in signed_in(outsider).get(LIST).content.decode()
        assert "さぬきの事業" in signed_in(coordinator).get(LIST).content.decode()

    def test_says_what_to_do_while_empty(self, signed_in, clerk, viewer) -> None:
        assert "事業を登録する" in signed_in(clerk).get(LIST).content.decode()
        assert "事業を登録する" not in signed_in(viewer).get(LIST).content.decode()

    def test_advisors_have_no_desk(self, signed_in, advisor) -> None:
        assert signed_in(advisor.user).get(LIST).status_code == 403

    @pytest.mark.parametrize("name", ["clerk", "coordinator"])
    def test_query_count_does_not_grow(self, request, signed_in, sanuki, name) -> None:
        client = signed_in(request.getfixturevalue(name))
        counts = []
        for more in (1, 2):
            for program in ProgramFactory.create_batch(more, municipality=sanuki):
                ProjectFactory(program=program)
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestPage:
    @pytest.mark.parametrize("state", [state.code for state in PROGRAM.states])
    @pytest.mark.parametrize("name", ["clerk", "viewer", "coordinator"])
    def test_opens_in_every_state(self, request, signed_in, sanuki, state, name) -> None:
        program = ProgramFactory(municipality=sanuki, status=state)
        project = ProjectFactory(program=program)
        page = signed_in(request.getfixturevalue(name)).get(_url(program)).content.decode()
        assert str(PROGRAM.state(state).label) in page
        assert f'id="project-{project.code}"' in page
        assert "⟦" not in page.split("<main")[1]

    def test_shows_the_projects_with_their_work(self, signed_in, clerk, sanuki) -> None:
        project = ProjectFactory(
            municipality=sanuki, team=[StaffMembership.objects.get(user=clerk, municipality=sanuki)]
        )
        opening = OpeningFactory(project=project, open=True, title="進行中の募集")
        engagement = EngagementFactory(
            active=True, application__opening=OpeningFactory(project=project, decided=True, seats_taken=1)
        )
        page = signed_in(clerk).get(_url(project.program)).content.decode()
        for text in (
            str(project.department),
            str(clerk),
            opening.title,
            opening.desk_url,
            str(engagement.advisor),
            engagement.get_absolute_url(),
            f"/desk/projects/{project.code}/openings/new/",
        ):
            assert text in page

    def test_the_viewer_has_no_buttons(self, signed_in, viewer, sanuki) -> None:
        project = ProjectFactory(municipality=sanuki, program__running=True)
        client = signed_in(viewer)
        page = client.get(_url(project.program)).content.decode()
        for part in ("/do/", "/edit/", "/new/", "joint-report/"):
            assert part not in page
        assert client.get(_url(project.program, "edit/")).status_code == 403
        assert client.get(_url(project.program, "projects/new/")).status_code == 403
        assert client.get(f"/desk/projects/{project.code}/edit/").status_code == 403

    def test_offers_the_joint_report_once_it_runs(self, signed_in, clerk, sanuki) -> None:
        client = signed_in(clerk)
        running = ProgramFactory(municipality=sanuki, running=True)
        assert _url(running, "joint-report/") in client.get(_url(running)).content.decode()
        planned = ProgramFactory(municipality=sanuki)
        assert _url(planned, "joint-report/") not in client.get(_url(planned)).content.decode()

    @pytest.mark.parametrize("name", ["outsider", "stranger"])
    def test_strangers_get_404(self, request, signed_in, sanuki, name) -> None:
        project = ProjectFactory(municipality=sanuki)
        client = signed_in(request.getfixturevalue(name))
        for tail in ("", "edit/", "projects/new/", "do/start/"):
            assert client.get(_url(project.program, tail)).status_code == 404
        assert client.get(f"/desk/projects/{project.code}/edit/").status_code == 404
        assert client.get(f"/desk/projects/{project.code}/do/cancel/").status_code == 404

    def test_query_count_does_not_grow(self, signed_in, clerk, sanuki) -> None:
        program = ProgramFactory(municipality=sanuki, running=True)
        client = signed_in(clerk)
        counts = []
        for more in (1, 2):
            for _number in range(more):
                project = ProjectFactory(program=program, team=[StaffMembershipFactory(municipality=sanuki)])
                opening = OpeningFactory(project=project, decided=True, seats_taken=1)
                EngagementFactory(active=True, application__opening=opening)
            with CaptureQueriesContext(connection) as queries:
                client.get(_url(program))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestProgramForms:
    def _typed(self, agreement: Any, **changes: Any) -> dict[str, Any]:
        return {
            "agreement": agreement.pk,
            "title": "複業人材活用事業",
            "purpose": "",
            "start_date": day(10).isoformat(),
            "end_date": day(200).isoformat(),
            **changes,
        }

    def test_registers_a_program_under_an_agreement_in_force(self, signed_in, clerk, sanuki) -> None:
        agreement = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
        response = signed_in(clerk).post("/desk/programs/new/", self._typed(agreement))
        program = Program.objects.get()
        assert response["Location"] == _url(program)
        assert (program.municipality, program.agreement) == (sanuki, agreement)

    def test_offers_only_agreements_of_the_city_in_force(self, signed_in, clerk, sanuki, takamatsu) -> None:
        good = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki, takamatsu])
        PartnershipAgreementFactory(concluded=True, municipalities=[takamatsu])
        PartnershipAgreementFactory(municipalities=[sanuki])
        PartnershipAgreementFactory(expired=True, municipalities=[sanuki])
        PartnershipAgreementFactory(concluded=True, municipalities=[sanuki], end_date=day(-1))
        form = signed_in(clerk).get("/desk/programs/new/").context["form"]
        assert list(form.fields["agreement"].queryset) == [good]

    def test_says_that_an_agreement_is_missing(self, signed_in, clerk) -> None:
        assert "有効な連携協定がありません" in signed_in(clerk).get("/desk/programs/new/").content.decode()

    def test_asks_for_the_city_when_there_are_several(self, signed_in, clerk, sanuki, takamatsu) -> None:
        StaffMembershipFactory(user=clerk, municipality=takamatsu)
        both = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki, takamatsu])
        client = signed_in(clerk)
        response = client.post("/desk/programs/new/", self._typed(both))
        assert list(response.context["form"].errors) == ["municipality"]
        client.post("/desk/programs/new/", self._typed(both, municipality=takamatsu.pk))
        assert Program.objects.get().municipality == takamatsu

    def test_keeps_what_was_typed(self, signed_in, clerk, sanuki) -> None:
        agreement = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
        typed = self._typed(agreement, end_date=day(5).isoformat())
        response = signed_in(clerk).post("/desk/programs/new/", typed)
        assert response.status_code == 422
        assert "開始日以降の日付にしてください。" in response.content.decode()
        assert "複業人材活用事業" in response.content.decode()

    @pytest.mark.parametrize("name", ["viewer", "approver", "coordinator", "stranger"])
    def test_who_may_not_register(self, request, signed_in, name) -> None:
        assert signed_in(request.getfixturevalue(name)).get("/desk/programs/new/").status_code == 403

    def test_edits_within_the_term_of_the_agreement(self, signed_in, clerk, sanuki) -> None:
        program = ProgramFactory(municipality=sanuki)
        client = signed_in(clerk)
        typed = {
            "title": "新しい事業名",
            "start_date": program.start_date.isoformat(),
            "end_date": program.end_date.isoformat(),
            "version": program.version,
        }
        too_early = {**typed, "start_date": day(-400).isoformat()}
        refused = client.post(_url(program, "edit/"), too_early)
        assert refused.status_code == 422
        assert "この日に有効な協定がありません" in refused.content.decode()
        assert client.post(_url(program, "edit/"), typed)["Location"] == _url(program)
        program.refresh_from_db()
        assert program.title == "新しい事業名"

    def test_starts_completes_and_cancels(self, signed_in, clerk, sanuki) -> None:
        client = signed_in(clerk)
        program = ProgramFactory(municipality=sanuki)
        assert client.post(_url(program, "do/start/")).status_code == 422
        project = ProjectFactory(program=program)
        assert client.post(_url(program, "do/start/"))["Location"] == _url(program)
        assert client.post(_url(program, "do/complete/")).status_code == 422
        cancel = f"/desk/projects/{project.code}/do/cancel/"
        assert client.get(cancel).status_code == 200
        client.post(cancel, {"reason": "担当課の異動のため"})
        assert client.post(_url(program, "do/complete/")).status_code == 302
        program.refresh_from_db()
        assert program.status == "completed"
        other = ProgramFactory(municipality=sanuki)
        client.post(_url(other, "do/cancel/"), {"reason": "予算が付かなかったため"})
        other.refresh_from_db()
        assert other.status == "cancelled"


class TestProjectForms:
    def test_registers_a_project_with_its_team(self, signed_in, clerk, sanuki) -> None:
        program = ProgramFactory(municipality=sanuki)
        department = DepartmentFactory(municipality=sanuki, name="総務部 政策課")
        member = StaffMembershipFactory(municipality=sanuki)
        typed = {
            "title": "書かない窓口",
            "field": FieldFactory().pk,
            "department": department.pk,
            "challenge": "待ち時間が長い",
            "team": [member.pk],
        }
        response = signed_in(clerk).post(_url(program, "projects/new/"), typed)
        project = Project.objects.get()
        assert response["Location"] == _url(program) + f"#project-{project.code}"
        assert (project.department, list(project.team.all())) == (department, [member])

    def test_offers_sections_and_colleagues_of_the_city(self, signed_in, clerk, sanuki, takamatsu) -> None:
        program = ProgramFactory(municipality=sanuki)
        own = DepartmentFactory(municipality=sanuki)
        DepartmentFactory(municipality=takamatsu)
        DepartmentFactory(municipality=sanuki, closed_date=day(-1))
        gone = StaffMembershipFactory(municipality=sanuki, ended=True)
        form = signed_in(clerk).get(_url(program, "projects/new/")).context["form"]
        assert list(form.fields["department"].queryset) == [own]
        assert gone not in form.fields["team"].queryset
        assert {row.municipality for row in form.fields["team"].queryset} == {sanuki}

    def test_says_that_sections_are_missing(self, signed_in, clerk, sanuki) -> None:
        program = ProgramFactory(municipality=sanuki)
        page = signed_in(clerk).get(_url(program, "projects/new/")).content.decode()
        assert "部署が登録されていません" in page
        assert "/desk/staff/" in page

    def test_keeps_what_was_typed(self, signed_in, clerk, sanuki) -> None:
        program = ProgramFactory(municipality=sanuki)
        response = signed_in(clerk).post(_url(program, "projects/new/"), {"challenge": "書きかけの課題"})
        assert response.status_code == 422
        assert "書きかけの課題" in response.content.decode()
        assert "プロジェクト名を入力してください。" in response.content.decode()

    def test_nothing_is_added_to_a_program_that_ended(self, signed_in, clerk, sanuki) -> None:
        program = ProgramFactory(municipality=sanuki, completed=True)
        client = signed_in(clerk)
        assert client.get(_url(program, "projects/new/")).status_code == 403
        assert "projects/new/" not in client.get(_url(program)).content.decode()

    def test_edits_and_reports_a_second_writer(self, signed_in, clerk, sanuki) -> None:
        project = ProjectFactory(municipality=sanuki, title="先の題名")
        client = signed_in(clerk)
        url = f"/desk/projects/{project.code}/edit/"
        typed = {
            "title": "後の題名",
            "field": project.field_id,
            "department": project.department_id,
            "challenge": project.challenge,
            "version": project.version,
        }
        assert client.post(url, {**typed, "version": project.version - 1}).status_code == 409
        assert client.post(url, typed).status_code == 302
        project.refresh_from_db()
        assert project.title == "後の題名"

    def test_a_closed_section_stays_choosable_where_it_is_named(self, signed_in, clerk, sanuki) -> None:
        project = ProjectFactory(municipality=sanuki)
        project.department.closed_date = day(-1)
        project.department.save()
        form = signed_in(clerk).get(f"/desk/projects/{project.code}/edit/").context["form"]
        assert project.department in form.fields["department"].queryset

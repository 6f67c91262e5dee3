"""The city's reports: started from the record, commented, approved, published, and put together."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisors.models import AdvisorProfile
from core.dates import wareki
from municipalities.models import Municipality
from projects.models import Engagement
from reports.models import JointReport, OutcomeReport
from reports.operations.outcome import add_comment
from reports.queries.prefill import VOICES
from reports.workflow import EDITABLE
from tests.factories.base import day, moment
from tests.factories.projects import (
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    OpeningFactory,
    ProgramFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import JointReportFactory, OutcomeReportFactory

LIST = "/desk/reports/"
STAFF = ("clerk", "approver", "reviewer", "viewer")
OTHERS = ("outsider", "advisor_user", "other_advisor_user", "stranger")
DECISION = {"decision_date": "令和8年11月20日", "decider_title": "総務部長", "document_number": "7さ政第5号"}
TEXTS = {
    "title": "書かない窓口への第一歩",
    "summary": "記入項目を半分にしました。",
    "problem": "記入に時間がかかっていました。",
    "activities": "月2回、手続を見直しました。",
    "outcomes": "待ち時間が5分短くなりました。",
    "next_steps": "ほかの課に広げます。",
    "staff_comment": "当たり前を疑えました。",
}


def edit_url(report: OutcomeReport) -> str:
    return reverse("desk_report_edit", args=[report.code])


def action_url(report: OutcomeReport, action: str) -> str:
    return reverse("desk_report_action", args=[report.code, action])


@pytest.fixture
def finished(sanuki: Municipality, advisor: AdvisorProfile) -> Engagement:
    """Completed, with a record that leaves nothing open."""
    engagement = EngagementFactory(municipality=sanuki, advisor=advisor, completed=True)
    GoalFactory(engagement=engagement, achieved=True, text="計画をまとめる")
    MeetingFactory(engagement=engagement, held=True, decisions="転入届から見直す。")
    DeliverableFactory(engagement=engagement, accepted=True, title="手続の一覧")
    RecommendationFactory(engagement=engagement, adopted=True, text="記入項目を減らす")
    return engagement


@pytest.fixture
def browser(request: Any, signed_in: Callable[..., Client]) -> Callable[[str], Client]:
    return lambda name: signed_in(request.getfixturevalue(name))


class TestList:
    @pytest.mark.parametrize("person", [*STAFF, "outsider", "advisor_user", "coordinator", "stranger"])
    def test_is_for_staff(self, person, browser) -> None:
        expected = 200 if person in {*STAFF, "outsider"} else 403
        assert browser(person).get(LIST).status_code == expected

    def test_shows_the_own_reports_and_what_has_none_yet(self, sanuki, finished, browser) -> None:
        own = OutcomeReportFactory(municipality=sanuki, title="さぬきの報告")
        OutcomeReportFactory(title="よその報告", published=True)
        joint = JointReportFactory(municipality=sanuki)
        program = ProgramFactory(municipality=sanuki, running=True)
        page = browser("clerk").get(LIST).content.decode()
        for address in (
            own.desk_url,
            joint.desk_url,
            reverse("desk_report_new", args=[finished.code]),
            reverse("desk_joint_report_new", args=[program.code]),
        ):
            assert f'href="{address}"' in page
        assert "よその報告" not in page

    def test_filters_by_state(self, sanuki, browser) -> None:
        draft = OutcomeReportFactory(municipality=sanuki)
        OutcomeReportFactory(municipality=sanuki, approved=True)
        client = browser("clerk")
        assert list(client.get(LIST + "?state=draft").context["reports"]) == [draft]
        assert len(client.get(LIST + "?state=nonsense").context["reports"]) == 2

    def test_readers_are_offered_nothing_to_write(self, finished, browser) -> None:
        page = browser("viewer").get(LIST).content.decode()
        assert reverse("desk_report_new", args=[finished.code]) not in page

    def test_query_count_does_not_grow(self, sanuki, browser) -> None:
        client, counts = browser("clerk"), []
        for _more in range(2):
            OutcomeReportFactory.create_batch(2, municipality=sanuki)
            JointReportFactory.create_batch(2, municipality=sanuki)
            EngagementFactory.create_batch(2, municipality=sanuki, completed=True)
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestPage:
    @pytest.mark.parametrize("state", [state.code for state in OutcomeReport.workflow.states])
    @pytest.mark.parametrize("person", ["clerk", "viewer", "coordinator"])
    @pytest.mark.usefixtures("approver")  # without one, the administrator would decide
    def test_opens_in_every_state(self, state, person, sanuki, browser) -> None:
        traits = {} if state == "draft" else {state: True}
        report = OutcomeReportFactory(municipality=sanuki, **traits)
        response = browser(person).get(report.desk_url)
        assert response.status_code == 200
        page = response.content.decode()
        assert str(OutcomeReport.workflow.state(state).label) in page
        assert "⟦" not in page.split("<main")[1]
        offered = {name for name in report.workflow.actions if action_url(report, name) in page}
        usual = {each.action for each in report.workflow.transitions_from(state)} - {"comment"}
        assert offered == (usual - {"approve", "return"} if person == "clerk" else set())
        assert (edit_url(report) in page) == (person == "clerk" and state in EDITABLE)

    @pytest.mark.parametrize("person", OTHERS)
    @pytest.mark.parametrize("trait", ["commenting", "published"])
    def test_the_desk_page_is_the_citys_alone(self, person, trait, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, **{trait: True})
        assert browser(person).get(report.desk_url).status_code == 404
        assert browser(person).get(edit_url(report)).status_code == 404
        assert browser(person).post(action_url(report, "publish")).status_code == 404

    def test_lists_what_is_missing(self, sanuki, browser) -> None:
        report = OutcomeReportFactory(municipality=sanuki, summary="", staff_comment="")
        GoalFactory(engagement=report.engagement)
        RecommendationFactory.create_batch(2, engagement=report.engagement)
        response = browser("clerk").get(report.desk_url)
        page = response.content.decode()
        assert "まだ書いていない項目：ひとことで言うと、担当者のコメント" in page
        assert [task["status"] for task in response.context["tasks"]] == [
            "2項目が未入力",
            "残り1件",
            "残り2件",
            "まだ依頼していません",
        ]
        assert report.engagement.get_absolute_url() + "#recommendations" in page

    def test_reads_like_the_public_page_once_it_is_written(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, commented=True)
        page = browser("clerk").get(report.desk_url).content.decode()
        for text in ("計画をまとめる", "手続の一覧", "記入項目を減らす", report.advisor_comment):
            assert text in page

    def test_shows_the_decision(self, sanuki, browser) -> None:
        report = OutcomeReportFactory(municipality=sanuki, approved=True)
        page = browser("viewer").get(report.desk_url).content.decode()
        assert "7さ政第123号" in page
        assert "政策課長" in page

    def test_query_count_does_not_grow(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, commented=True)
        client, counts = browser("clerk"), []
        for _more in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(report.desk_url)
            counts.append(len(queries))
            MeetingFactory.create_batch(2, engagement=finished, held=True)
            DeliverableFactory.create_batch(2, engagement=finished, accepted=True)
            RecommendationFactory.create_batch(2, engagement=finished)
        assert counts[0] == counts[1]


class TestWriting:
    def test_starts_from_the_record(self, finished, browser) -> None:
        client = browser("clerk")
        response = client.post(reverse("desk_report_new", args=[finished.code]))
        report = OutcomeReport.objects.get(engagement=finished)
        assert response.url == edit_url(report)
        page = client.get(response.url).content.decode()
        assert "転入届から見直す。" in page
        again = client.get(reverse("desk_report_new", args=[finished.code]))
        assert again.url == report.desk_url

    def test_waits_until_the_work_began(self, sanuki, browser) -> None:
        engagement = EngagementFactory(municipality=sanuki)
        response = browser("clerk").post(reverse("desk_report_new", args=[engagement.code]))
        assert response.status_code == 422
        assert "活動が始まってから" in response.content.decode()

    @pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("coordinator", 403), ("outsider", 404)])
    def test_only_the_citys_drafters_start_it(self, person, status, finished, browser) -> None:
        assert browser(person).post(reverse("desk_report_new", args=[finished.code])).status_code == status

    def test_can_be_saved_half_written(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished)
        sent = {**TEXTS, "summary": "", "staff_comment": "", "version": "1"}
        assert browser("clerk").post(edit_url(report), sent).url == report.desk_url
        report.refresh_from_db()
        assert (report.summary, report.outcomes) == ("", "待ち時間が5分短くなりました。")

    def test_needs_a_title_and_keeps_the_rest(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished)
        response = browser("clerk").post(edit_url(report), {**TEXTS, "title": "", "version": "1"})
        assert response.status_code == 422
        assert "題名を入力してください。" in response.content.decode()
        assert "当たり前を疑えました。" in response.content.decode()

    def test_a_save_in_between_is_a_conflict(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, version=2, outcomes="先に書いた成果")
        response = browser("clerk").post(edit_url(report), {**TEXTS, "version": "1"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "先に書いた成果" in page
        assert "待ち時間が5分短くなりました。" in page

    @pytest.mark.parametrize("state", ["commenting", "in_review", "published"])
    def test_is_closed_while_others_read_it(self, state, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, **{state: True})
        assert browser("clerk").get(edit_url(report)).status_code == 403


class TestPublishing:
    def test_from_draft_to_publication(self, finished, browser, advisor_user) -> None:
        report = OutcomeReportFactory(engagement=finished)
        clerk, approver = browser("clerk"), browser("approver")
        clerk.post(action_url(report, "request_comment"), {"due_date": wareki(day(7))})
        report.refresh_from_db()
        assert (report.status, report.comment_due_date) == ("commenting", day(7))
        add_comment(
            report, by=advisor_user, at=moment(), advisor_comment="学びがありました。", name_display="full"
        )
        clerk.post(action_url(report, "submit"))
        approver.post(action_url(report, "return"), {"reason": "数字の出典を書いてください。"})
        assert "数字の出典を書いてください。" in clerk.get(report.desk_url).content.decode()
        clerk.post(action_url(report, "submit"))
        approver.post(action_url(report, "approve"), DECISION)
        assert clerk.post(action_url(report, "publish")).url == report.desk_url
        report.refresh_from_db()
        assert (report.status, report.approval.document_number) == ("published", "7さ政第5号")
        assert report.get_absolute_url() in clerk.get(report.desk_url).content.decode()

    def test_the_comment_is_asked_for_within_a_week(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished)
        page = browser("clerk").get(action_url(report, "request_comment")).content.decode()
        assert f'value="{wareki(day(7))}"' in page

    @pytest.mark.parametrize("part", VOICES)
    def test_an_empty_part_is_named(self, part, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, **{part: ""})
        sent = {"due_date": wareki(day(7))}
        response = browser("clerk").post(action_url(report, "request_comment"), sent)
        assert response.status_code == 422
        label = OutcomeReport._meta.get_field(part).verbose_name
        assert f"まだ書いていない項目があります：{label}" in response.content.decode()

    def test_unanswered_advice_stops_it(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, commented=True)
        RecommendationFactory(engagement=finished)
        response = browser("clerk").post(action_url(report, "submit"))
        assert response.status_code == 422
        assert "対応が決まっていない提案があります" in response.content.decode()

    def test_approving_asks_for_the_decision(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, in_review=True)
        sent = {**DECISION, "decider_title": ""}
        response = browser("approver").post(action_url(report, "approve"), sent)
        assert response.status_code == 422
        assert 'value="7さ政第5号"' in response.content.decode()
        assert browser("clerk").get(action_url(report, "approve")).status_code == 403

    def test_withdrawing_shows_its_reason(self, finished, browser) -> None:
        report = OutcomeReportFactory(engagement=finished, published=True)
        client = browser("clerk")
        assert client.post(action_url(report, "withdraw"), {}).status_code == 422
        client.post(action_url(report, "withdraw"), {"reason": "個人名が載っていたため"})
        assert "個人名が載っていたため" in client.get(report.desk_url).content.decode()


class TestJointReport:
    def test_from_start_to_publication(self, finished, browser) -> None:
        part = OutcomeReportFactory(engagement=finished, published=True)
        clerk, approver = browser("clerk"), browser("approver")
        program = finished.project.program
        start = reverse("desk_joint_report_new", args=[program.code])
        assert part.desk_url in clerk.get(start).content.decode()
        response = clerk.post(start)
        report = JointReport.objects.get(program=program)
        assert response.url == reverse("desk_joint_report_edit", args=[report.code])
        texts = {
            "title": "合同報告",
            "introduction": "三つの課題に取り組みました。",
            "meeting_date": "令和4年2月25日",
            "meeting_note": "市長と職員30人が参加しました。",
            "closing": "続けます。",
            "version": "1",
        }
        assert clerk.post(response.url, texts).url == report.desk_url
        for client, action, sent in (
            (clerk, "submit", {}),
            (approver, "approve", DECISION),
            (clerk, "publish", {}),
        ):
            client.post(reverse("desk_joint_report_action", args=[report.code, action]), sent)
        report.refresh_from_db()
        assert (report.status, report.meeting_date.isoformat()) == ("published", "2022-02-25")
        assert clerk.get(start).url == report.desk_url

    def test_shows_which_parts_are_published(self, sanuki, finished, browser) -> None:
        program = finished.project.program
        OutcomeReportFactory(engagement=finished, published=True)
        without = ProjectFactory(program=program, title="広報の見直し")
        opening = OpeningFactory(project=without, decided=True, seats_taken=1)
        EngagementFactory(application__opening=opening, active=True)
        ProjectFactory(program=program, title="デザインの見直し")
        report = JointReportFactory(program=program)
        response = browser("viewer").get(report.desk_url)
        page = response.content.decode()
        assert [part.project.title for part in response.context["parts"]] == [
            finished.project.title,
            "広報の見直し",
            "デザインの見直し",
        ]
        for chip in ("公開中", "報告なし", "アドバイザー未定"):
            assert chip in page
        submit = reverse("desk_joint_report_action", args=[report.code, "submit"])
        refused = browser("clerk").post(submit)
        assert refused.status_code == 422
        assert "まだ公開していない活動報告があります" in refused.content.decode()

    @pytest.mark.parametrize("state", [state.code for state in JointReport.workflow.states])
    def test_opens_in_every_state(self, state, sanuki, browser, clerk) -> None:
        traits = {} if state == "draft" else {state: True}
        report = JointReportFactory(municipality=sanuki, **traits)
        page = browser("clerk").get(report.desk_url).content.decode()
        assert str(JointReport.workflow.state(state).label) in page

    @pytest.mark.parametrize(
        ("person", "seen", "written"),
        [("viewer", 200, 403), ("coordinator", 200, 403), *((other, 404, 404) for other in OTHERS)],
    )
    def test_who_reads_and_who_writes(self, person, seen, written, sanuki, browser) -> None:
        report = JointReportFactory(municipality=sanuki)
        client = browser(person)
        assert client.get(report.desk_url).status_code == seen
        assert client.get(reverse("desk_joint_report_edit", args=[report.code])).status_code == written
        program = ProgramFactory(municipality=sanuki)
        assert client.post(reverse("desk_joint_report_new", args=[program.code])).status_code == written

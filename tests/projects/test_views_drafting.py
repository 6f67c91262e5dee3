"""Writing a 募集: how it begins, one section at a time, autosave, the check, 起案文案, the next round."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import dates
from projects.data import opening_templates
from projects.models import Opening
from projects.queries import missing_parts
from projects.sections import SECTIONS
from tests.factories.base import day, moment
from tests.factories.municipalities import FieldFactory
from tests.factories.projects import (
    OpeningFactory,
    PositionFactory,
    ProgramFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory


def _url(opening: Opening, tail: str = "edit/") -> str:
    return f"/desk/openings/{opening.code}/{tail}"


def _new(project: Any) -> str:
    return f"/desk/projects/{project.code}/openings/new/"


def _lines(prefix: str, *rows: dict[str, Any], stored: int = 0) -> dict[str, Any]:
    total = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": stored}
    cells = {f"{prefix}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return {**total, **cells}


TYPED: dict[str, dict[str, Any]] = {
    "purpose": {"title": "書かない窓口", "summary": "一緒に", "challenge": "待ち時間", "goals": "半分に"},
    "request": {"request": "手続を調べてください。"},
    "requirements": {"requirements": "窓口の経験"},
    "terms": {
        "legal_form": "commissioned",
        "start_date": dates.wareki(day(60)),
        "end_date": dates.wareki(day(200)),
        "hours_per_month": "８",
        "work_style": "online",
    },
    "pay": {"pay_unit": "hour", "pay_amount": "１,５００円", "pay_travel": "actual"},
    "positions": {"seats": "2", **_lines("positions")},
    "selection": {"selection_note": "面談", **_lines("criteria", {"name": "理解", "weight": "100"})},
    "schedule": {"deadline_date": dates.wareki(day(20)), "answer_date": dates.wareki(day(40))},
    "hosting": {"host_note": "政策課の係長", "contact_note": "メール"},
}


def _save(client: Any, opening: Opening, section: str, **changes: Any) -> Any:
    opening.refresh_from_db()
    typed = {**TYPED[section], "version": opening.version, **changes}
    return client.post(_url(opening, f"edit/{section}/"), typed)


class TestBegin:
    def test_offers_the_template_of_the_field_first(self, signed_in, clerk, sanuki) -> None:
        project = ProjectFactory(municipality=sanuki, field__slug="kanko-x")
        assert signed_in(clerk).get(_new(project)).context["form"]["start"].value() == "template:general"

    @pytest.mark.parametrize("slug", sorted(opening_templates()))
    def test_every_template_begins_a_draft_with_a_full_rubric(self, signed_in, clerk, sanuki, slug) -> None:
        project = ProjectFactory(municipality=sanuki, challenge="待ち時間が長い")
        response = signed_in(clerk).post(_new(project), {"start": f"template:{slug}"})
        opening = Opening.objects.get()
        assert response["Location"] == _url(opening)
        assert (opening.status, opening.drafted_by, opening.municipality) == ("draft", clerk, sanuki)
        assert opening.challenge.startswith("待ち時間が長い")
        assert "○○" in opening.challenge
        assert sum(opening.criteria.values_list("weight", flat=True)) == 100

    def test_without_a_template_only_the_projects_words_stand(self, signed_in, clerk, sanuki) -> None:
        project = ProjectFactory(municipality=sanuki, challenge="待ち時間が長い")
        signed_in(clerk).post(_new(project), {"start": "blank"})
        opening = Opening.objects.get()
        assert (opening.title, opening.challenge, opening.request) == (project.title, "待ち時間が長い", "")
        assert (opening.deadline_date, opening.answer_date) == (day(28), day(42))
        assert opening.start_date > opening.answer_date
        assert opening.end_date == project.program.end_date

    def test_a_program_that_ends_soon_still_gets_days_in_order(self, signed_in, clerk, sanuki) -> None:
        project = ProjectFactory(program=ProgramFactory(municipality=sanuki, end_date=day(10)))
        signed_in(clerk).post(_new(project), {"start": "blank"})
        opening = Opening.objects.get()
        assert opening.answer_date < opening.start_date == opening.end_date

    def test_copies_a_past_call_but_not_its_days(self, signed_in, clerk, sanuki) -> None:
        past = OpeningFactory(municipality=sanuki, title="去年の募集", pay_unit="hour", pay_amount=1500)
        PositionFactory(opening=past, title="SNS")
        Opening.objects.filter(pk=past.pk).update(
            status="withdrawn", withdrawn_at=moment(), withdrawal_reason="見直し"
        )
        project = ProjectFactory(municipality=sanuki)
        client = signed_in(clerk)
        page = client.get(_new(project), {"from": past.code})
        assert page.context["form"]["start"].value() == f"copy:{past.code}"
        client.post(_new(project), {"start": f"copy:{past.code}"})
        copy = Opening.objects.exclude(pk=past.pk).get()
        assert (copy.title, copy.pay_amount, copy.project) == ("去年の募集", 1500, project)
        assert copy.deadline_date == day(28)
        assert [each.title for each in copy.positions.all()] == ["SNS"]
        assert [each.weight for each in copy.criteria.all()] == [100]

    def test_a_call_of_another_city_cannot_be_copied(self, signed_in, clerk, sanuki, takamatsu) -> None:
        foreign = OpeningFactory(municipality=takamatsu, open=True)
        project = ProjectFactory(municipality=sanuki)
        response = signed_in(clerk).post(_new(project), {"start": f"copy:{foreign.code}"})
        assert response.status_code == 422
        assert list(Opening.objects.all()) == [foreign]

    @pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("reviewer", 403), ("outsider", 404)])
    def test_who_may_not_draft(self, request, signed_in, sanuki, name, status) -> None:
        project = ProjectFactory(municipality=sanuki)
        client = signed_in(request.getfixturevalue(name))
        assert client.post(_new(project), {"start": "blank"}).status_code == status

    @pytest.mark.parametrize("ended", [{"cancelled": True}, {"program__completed": True}])
    def test_nobody_is_looked_for_once_the_work_has_ended(self, signed_in, clerk, sanuki, ended) -> None:
        project = ProjectFactory(municipality=sanuki, **ended)
        client = signed_in(clerk)
        assert client.get(_new(project)).status_code == 403
        assert _new(project) not in client.get(f"/desk/programs/{project.program.code}/").content.decode()


class TestSections:
    def test_filling_every_section_completes_an_empty_draft(self, signed_in, clerk, sanuki) -> None:
        client = signed_in(clerk)
        client.post(_new(ProjectFactory(municipality=sanuki)), {"start": "blank"})
        opening = Opening.objects.get()
        for section in SECTIONS:
            response = _save(client, opening, section)
            assert response.status_code == 302, response.context["form"].errors
        opening.refresh_from_db()
        assert missing_parts(opening) == []
        assert (opening.pay_amount, opening.hours_per_month, opening.seats) == (1500, 8, 2)
        page = client.get(_url(opening))
        assert (page.context["done"], page.context["total"]) == (9, 9)

    @pytest.mark.parametrize("section", ["request", "requirements", "hosting"])
    def test_gaps_are_kept_for_later(self, signed_in, clerk, sanuki, section) -> None:
        opening = OpeningFactory(municipality=sanuki)
        emptied = dict.fromkeys(SECTIONS[section].fields, "")
        assert _save(signed_in(clerk), opening, section, **emptied).status_code == 302
        opening.refresh_from_db()
        assert {gap.section.code for gap in missing_parts(opening)} == {section}

    def test_goes_on_to_the_next_unfinished_section_and_at_last_to_the_check(
        self, signed_in, clerk, sanuki
    ) -> None:
        opening = OpeningFactory(municipality=sanuki, requirements="", host_note="")
        client = signed_in(clerk)
        assert _save(client, opening, "purpose", next="1")["Location"] == _url(opening, "edit/requirements/")
        assert _save(client, opening, "requirements", next="1")["Location"] == _url(opening, "edit/hosting/")
        assert _save(client, opening, "hosting", next="1")["Location"] == _url(opening, "check/")
        assert _save(client, opening, "hosting")["Location"] == _url(opening)

    @pytest.mark.parametrize(
        ("section", "changes", "field", "words"),
        [
            ("purpose", {"title": ""}, "title", "募集名を入力してください。"),
            ("schedule", {"deadline_date": dates.wareki(day(-1))}, "deadline_date", "今日以降の日付"),
            ("schedule", {"answer_date": dates.wareki(day(19))}, "answer_date", "応募の締切日以降"),
            ("schedule", {"answer_date": dates.wareki(day(45))}, "answer_date", "活動の開始日より前"),
            ("terms", {"start_date": dates.wareki(day(30))}, "start_date", "結果をお知らせする日より後"),
            ("terms", {"end_date": dates.wareki(day(59))}, "end_date", "活動の開始日以降"),
            ("pay", {"pay_amount": "0"}, "pay_amount", "1"),
            ("pay", {"pay_unit": "unpaid"}, "pay_amount", "額を空欄にしてください。"),
            ("pay", {"pay_unit": "goods"}, "pay_amount", "額を空欄にしてください。"),
            (
                "pay",
                {"pay_unit": "month", "pay_onsite_amount": "9"},
                "pay_onsite_amount",
                "空欄にしてください",
            ),
            ("pay", {"pay_round_minutes": "30"}, "pay_round_rule", "両方選んでください"),
        ],
    )
    def test_says_what_to_correct_and_keeps_what_was_typed(
        self, signed_in, clerk, sanuki, section, changes, field, words
    ) -> None:
        opening = OpeningFactory(municipality=sanuki)
        response = _save(signed_in(clerk), opening, section, **changes)
        assert response.status_code == 422
        form = response.context["form"]
        assert list(form.errors) == [field]
        assert words in str(form.errors[field])

    def test_posts_make_the_seats_and_an_emptied_line_goes(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(clerk)
        rows = (
            {"title": "SNS", "seats": "2"},
            {"title": "広報紙", "seats": "1"},
            {"title": "", "seats": "1"},
        )
        assert _save(client, opening, "positions", **_lines("positions", *rows)).status_code == 302
        opening.refresh_from_db()
        assert opening.seats == 3
        rows = ({"title": "", "seats": "2"}, {"title": "広報紙", "seats": "1"})
        assert _save(client, opening, "positions", **_lines("positions", *rows, stored=2)).status_code == 302
        opening.refresh_from_db()
        assert (opening.seats, [each.title for each in opening.positions.all()]) == (1, ["広報紙"])

    def test_weights_that_do_not_add_up_are_kept_and_pointed_out(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(clerk)
        typed = _lines("criteria", {"name": "理解", "weight": "60"})
        assert _save(client, opening, "selection", **typed).status_code == 302
        assert "今の合計は60%です" in client.get(_url(opening, "edit/selection/")).content.decode()
        assert "合計を100%にします" in client.get(_url(opening, "check/")).content.decode()

    def test_a_line_without_its_weight_is_refused(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        typed = _lines("criteria", {"name": "理解", "weight": ""})
        response = _save(signed_in(clerk), opening, "selection", **typed)
        assert response.status_code == 422
        assert "重みを入力してください。" in response.content.decode()

    def test_a_second_writer_sees_both_versions(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, title="先に保存された募集名")
        typed = {**TYPED["purpose"], "title": "後から来た募集名", "version": opening.version - 1}
        response = signed_in(clerk).post(_url(opening, "edit/purpose/"), typed)
        assert response.status_code == 409
        page = response.content.decode()
        assert "先に保存された募集名" in page
        assert "後から来た募集名" in page

    def test_a_term_across_fiscal_years_is_a_warning_only(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, start_date=day(60), end_date=day(60 + 366))
        page = signed_in(clerk).get(_url(opening, "edit/terms/")).content.decode()
        assert "年度をまたいでいます" in page
        assert "債務負担行為" in page

    @pytest.mark.parametrize("tail", ["edit/", "edit/purpose/", "check/"])
    def test_nothing_can_be_changed_once_approval_was_asked_for(self, signed_in, clerk, sanuki, tail) -> None:
        waiting = OpeningFactory(municipality=sanuki, in_review=True)
        assert signed_in(clerk).get(_url(waiting, tail)).status_code == 403

    def test_an_unknown_section_is_missing(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        assert signed_in(clerk).get(_url(opening, "edit/nothing/")).status_code == 404


class TestAutosave:
    def _settle(self, client: Any, opening: Opening, **changes: Any) -> Any:
        typed = {**TYPED["purpose"], "version": opening.version, "autosave": "1", **changes}
        return client.post(_url(opening, "edit/purpose/"), typed, headers={"HX-Request": "true"})

    def test_keeps_the_draft_and_hands_out_the_next_version(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(clerk)
        page = self._settle(client, opening, challenge="書きかけの").content.decode()
        opening.refresh_from_db()
        assert opening.challenge == "書きかけの"
        assert "に下書きを保存しました" in page
        assert f'name="version" value="{opening.version}"' in page
        assert self._settle(client, opening, challenge="書きかけの文").status_code == 200

    def test_a_stale_version_is_told_and_never_overwritten(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, challenge="先の文")
        response = self._settle(signed_in(clerk), opening, version=opening.version - 1)
        assert response.status_code == 422
        assert "ほかの人が先に保存した" in response.content.decode()
        opening.refresh_from_db()
        assert opening.challenge == "先の文"

    def test_what_is_wrong_is_not_kept(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, title="先の名")
        response = self._settle(signed_in(clerk), opening, title="")
        assert (response.status_code, "直すところがある" in response.content.decode()) == (422, True)
        opening.refresh_from_db()
        assert opening.title == "先の名"

    def test_lines_that_were_saved_meanwhile_stay_when_the_button_is_pressed(
        self, signed_in, clerk, sanuki
    ) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(clerk)
        typed = _lines("positions", {"title": "SNS", "seats": "1"})
        assert _save(client, opening, "positions", autosave="1", **typed).status_code == 200
        assert _save(client, opening, "positions", **typed).status_code == 302
        assert [each.title for each in opening.positions.all()] == ["SNS"]

    def test_stays_out_of_the_history_people_read(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(clerk)
        self._settle(client, opening)
        actions = [event.action for event in client.get(_url(opening, "")).context["history"]]
        assert "autosave" not in actions


class TestCheck:
    def test_lists_what_is_missing_with_its_place(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, request="", title="○○の募集")
        client = signed_in(clerk)
        page = client.get(_url(opening, "check/")).content.decode()
        assert "申請の前に決めること" in page
        assert _url(opening, "edit/request/") in page
        assert "ひな形の「○○」が残っています" in page
        assert _url(opening, "do/submit/") not in page
        assert client.get(_url(opening, "do/submit/"))["Location"] == _url(opening, "check/")
        refused = client.post(_url(opening, "do/submit/"))
        assert refused.status_code == 422
        assert "まだ決まっていない項目があります：お願いしたいこと" in refused.content.decode()

    def test_leads_to_the_request_for_approval(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        page = signed_in(clerk).get(_url(opening, "check/")).content.decode()
        assert "申請の前に決めること" not in page
        assert _url(opening, "do/submit/") in page

    def test_points_out_a_passed_deadline(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, overdue=True)
        assert "応募の締切日が過ぎています" in signed_in(clerk).get(_url(opening, "check/")).content.decode()


class TestBeside:
    def test_shows_near_calls_and_followed_advice_of_published_reports(
        self, signed_in, clerk, sanuki, takamatsu
    ) -> None:
        opening = OpeningFactory(municipality=sanuki, title="窓口の待ち時間を減らす")
        field = opening.project.field
        far, near = (
            OpeningFactory(municipality=takamatsu, open=True, project__field=field, title=title)
            for title in ("観光案内を新しくする", "窓口の待ち時間を減らす")
        )
        OpeningFactory(municipality=takamatsu, open=True, project__field=FieldFactory(slug="other"))
        context = signed_in(clerk).get(_url(opening, "edit/request/")).context
        assert context["similar"] == [near, far]

    def test_shows_followed_advice_of_published_reports_elsewhere(
        self, signed_in, clerk, sanuki, takamatsu
    ) -> None:
        opening = OpeningFactory(municipality=sanuki)
        field = opening.project.field

        def advise(report: dict[str, bool], city: Any, text: str, **advice: bool) -> None:
            made = OutcomeReportFactory(municipality=city, engagement__project__field=field, **report)
            RecommendationFactory(engagement=made.engagement, text=text, **advice)

        advise({"published": True}, takamatsu, "記入を半分に減らす", adopted=True)
        advise({"published": True}, takamatsu, "見送った提案", declined=True)
        advise({"approved": True}, takamatsu, "まだ公開していない提案", adopted=True)
        advise({"published": True}, sanuki, "自分の市の提案", adopted=True)
        context = signed_in(clerk).get(_url(opening, "edit/request/")).context
        assert [item.text for item in context["advice"]] == ["記入を半分に減らす"]

    def test_query_count_does_not_grow(self, signed_in, clerk, sanuki, takamatsu) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(clerk)
        client.get(_url(opening, "edit/request/"))
        counts = []
        for _more in range(2):
            OpeningFactory(municipality=takamatsu, open=True, project__field=opening.project.field)
            with CaptureQueriesContext(connection) as queries:
                client.get(_url(opening, "edit/request/"))
            counts.append(len(queries))
        assert counts[0] == counts[1]

"""応募 on the desk: sealed notes, the outcome form with its sample texts, promoting a reserve."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.enums import Outcome
from projects.models import Application
from tests.factories.clearing import clear
from tests.factories.projects import ApplicationFactory, OpeningFactory


@pytest.fixture
def application(sanuki, advisor) -> Application:
    opening = OpeningFactory(municipality=sanuki, selecting=True, title="DX推進アドバイザー")
    return ApplicationFactory(
        opening=opening, submitted=True, advisor=advisor, internal_note="経験は十分", has_conflict=False
    )


def _url(application: Application, tail: str = "") -> str:
    return f"/desk/applications/{application.code}/{tail}"


class TestPage:
    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("clerk", 200),
            ("approver", 200),
            ("reviewer", 200),
            ("viewer", 200),
            ("outsider", 404),
            ("coordinator", 404),
            ("stranger", 404),
            ("advisor_user", 404),
            ("other_advisor_user", 404),
        ],
    )
    def test_who_may_read_it(self, request, signed_in, application, name, status) -> None:
        """The applicant too gets 404: the page holds what the city notes about them."""
        user = request.getfixturevalue(name)
        clear(application)
        assert signed_in(user).get(_url(application)).status_code == status

    def test_shows_the_answers_and_the_profile(self, signed_in, viewer, application) -> None:
        page = signed_in(viewer).get(_url(application)).content.decode()
        for text in (
            application.motivation,
            application.approach,
            application.availability,
            application.advisor.headline,
            application.advisor.summary,
            "許可を得ている",
            "経験は十分",
        ):
            assert text in page
        assert "⟦" not in page.split("<main")[1]

    @pytest.mark.parametrize("sent", [None, "withdrawn"])
    def test_drafts_stay_with_the_applicant(self, signed_in, clerk, sanuki, sent) -> None:
        opening = OpeningFactory(municipality=sanuki, open=True)
        draft = ApplicationFactory(opening=opening, status=sent or "draft", submitted_at=None)
        assert signed_in(clerk).get(_url(draft)).status_code == 404

    def test_a_declared_conflict_stands_out(self, signed_in, reviewer, application) -> None:
        application.has_conflict, application.conflict_note = True, "勤務先が市の窓口を受託"
        application.save()
        client = signed_in(reviewer)
        for tail in ("", "assess/"):
            page = client.get(_url(application, tail)).content.decode()
            assert "取引があります" in page
            assert "勤務先が市の窓口を受託" in page

    def test_leads_to_the_applications_beside_it(self, signed_in, clerk, application) -> None:
        second, third = ApplicationFactory.create_batch(2, opening=application.opening, submitted=True)
        page = signed_in(clerk).get(_url(second))
        assert {page.context["previous_code"], page.context["next_code"]} == {application.code, third.code}
        assert _url(third) in page.content.decode()

    def test_query_count_does_not_grow(self, signed_in, clerk, application) -> None:
        client = signed_in(clerk)
        ApplicationFactory(opening=application.opening, submitted=True)
        counts = []
        for more in (0, 2):
            ApplicationFactory.create_batch(more, opening=application.opening, submitted=True)
            with CaptureQueriesContext(connection) as queries:
                client.get(_url(application))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestAssess:
    def test_the_reviewer_notes_the_outcome(self, signed_in, reviewer, application) -> None:
        data = {
            "outcome": "hire",
            "internal_note": "面談で確認済み",
            "message": "内定です。",
            "version": application.version,
        }
        response = signed_in(reviewer).post(_url(application, "assess/"), data)
        assert response["Location"] == _url(application)
        application.refresh_from_db()
        assert (application.outcome, application.internal_note) == ("hire", "面談で確認済み")
        assert application.status == "submitted"

    @pytest.mark.parametrize("name", ["viewer", "approver"])
    def test_others_have_no_form(self, request, signed_in, application, name) -> None:
        client = signed_in(request.getfixturevalue(name))
        clear(application)
        assert client.get(_url(application, "assess/")).status_code == 403
        assert "assess/" not in client.get(_url(application)).content.decode()

    def test_is_closed_while_the_result_is_decided(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, result_review=True)
        waiting = ApplicationFactory(opening=opening, submitted=True, outcome="hire")
        client = signed_in(clerk)
        assert client.get(_url(waiting, "assess/")).status_code == 403
        assert "assess/" not in client.get(_url(waiting)).content.decode()

    def test_an_outcome_needs_a_message(self, signed_in, reviewer, application) -> None:
        data = {
            "outcome": "decline",
            "feedback_reason": "others",
            "internal_note": "残すメモ",
            "message": "",
            "version": application.version,
        }
        response = signed_in(reviewer).post(_url(application, "assess/"), data)
        assert response.status_code == 422
        assert "応募者に届く文面も入力してください" in response.content.decode()
        assert "残すメモ" in response.content.decode()

    def test_a_note_can_be_kept_before_deciding(self, signed_in, reviewer, application) -> None:
        data = {"outcome": "", "internal_note": "面談を待つ", "message": "", "version": application.version}
        assert signed_in(reviewer).post(_url(application, "assess/"), data).status_code == 302

    @pytest.mark.parametrize("outcome", Outcome.values)
    def test_offers_a_text_for_each_outcome(self, signed_in, reviewer, application, outcome) -> None:
        data = {
            "outcome": outcome,
            "internal_note": "書きかけのメモ",
            "message": "",
            "version": application.version,
            "sample": "1",
        }
        response = signed_in(reviewer).post(_url(application, "assess/"), data)
        assert response.status_code == 200
        page = response.content.decode()
        assert "「DX推進アドバイザー」にご応募いただき、ありがとうございました。" in page
        assert "書きかけのメモ" in page
        assert "誤りがあります" not in page
        before = application.version
        application.refresh_from_db()
        assert application.version == before

    def test_a_second_writer_sees_both_versions(self, signed_in, reviewer, application) -> None:
        data = {
            "outcome": "decline",
            "feedback_reason": "others",
            "internal_note": "後から来たメモ",
            "message": "見送りです。",
            "version": application.version - 1,
        }
        response = signed_in(reviewer).post(_url(application, "assess/"), data)
        assert response.status_code == 409
        assert "後から来たメモ" in response.content.decode()
        assert "経験は十分" in response.content.decode()


class TestPromote:
    def test_the_approver_promotes_a_reserve(self, signed_in, approver, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, decided=True)
        reserve = ApplicationFactory(
            opening=opening, status="reserved", sent=True, answered_at=opening.released_at, outcome="reserve"
        )
        action = _url(reserve, "do/promote/")
        assert signed_in(clerk).post(action).status_code == 403
        client = signed_in(approver)
        assert action in client.get(_url(reserve)).content.decode()
        assert client.get(action).status_code == 200
        assert client.post(action)["Location"] == _url(reserve)
        reserve.refresh_from_db()
        assert reserve.status == "offered"

    def test_not_while_the_seat_is_on_offer(self, signed_in, approver, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, decided=True)
        answered = {"sent": True, "answered_at": opening.released_at}
        ApplicationFactory(opening=opening, status="offered", outcome="hire", **answered)
        reserve = ApplicationFactory(opening=opening, status="reserved", outcome="reserve", **answered)
        response = signed_in(approver).post(_url(reserve, "do/promote/"))
        assert response.status_code == 422
        assert "空いている席がありません" in response.content.decode()

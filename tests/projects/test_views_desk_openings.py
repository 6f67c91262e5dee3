"""募集 on the desk: who sees what, the form's rules, the way from draft to result."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import today
from projects.models import Opening
from projects.operations.opening import close_opening
from projects.operations.release import release_result
from projects.views.desk_openings import TABS
from projects.workflow import OPENING
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory

LIST = "/desk/openings/"


def _url(opening: Opening, tail: str = "") -> str:
    return f"/desk/openings/{opening.code}/{tail}"


class TestList:
    def test_every_state_stands_under_exactly_one_tab(self) -> None:
        listed = [state for tab in TABS for state in tab.states]
        assert sorted(listed) == sorted(state.code for state in OPENING.states)

    @pytest.mark.parametrize(
        ("name", "status"),
        [("clerk", 200), ("viewer", 200), ("coordinator", 200), ("outsider", 200), ("stranger", 403)],
    )
    def test_who_may_open_it(self, request, signed_in, name, status) -> None:
        assert signed_in(request.getfixturevalue(name)).get(LIST).status_code == status

    def test_advisors_have_no_desk(self, signed_in, advisor) -> None:
        assert signed_in(advisor.user).get(LIST).status_code == 403

    def test_anonymous_readers_are_asked_to_sign_in(self, client, db) -> None:
        response = client.get(LIST)
        assert response.status_code == 302
        assert "login" in response["Location"]

    def test_shows_only_the_own_city(self, signed_in, clerk, outsider, sanuki) -> None:
        OpeningFactory(municipality=sanuki, title="さぬきの募集")
        assert "さぬきの募集" in signed_in(clerk).get(LIST).content.decode()
        assert "さぬきの募集" not in signed_in(outsider).get(LIST).content.decode()

    def test_counts_each_tab_and_opens_the_first_that_holds_something(self, signed_in, clerk, sanuki) -> None:
        OpeningFactory(municipality=sanuki, open=True, title="受付中の募集")
        OpeningFactory(municipality=sanuki, selecting=True)
        response = signed_in(clerk).get(LIST)
        assert [(tab["count"], tab["current"]) for tab in response.context["tabs"]] == [
            (0, False),
            (1, True),
            (1, False),
            (0, False),
        ]
        assert "受付中の募集" in response.content.decode()
        assert "あと14日" in response.content.decode()

    def test_an_empty_tab_says_what_to_do(self, signed_in, clerk) -> None:
        page = signed_in(clerk).get(LIST, {"state": "preparing"}).content.decode()
        assert "プロジェクトから作成します" in page

    def test_counts_sent_applications_only(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, open=True)
        ApplicationFactory(opening=opening)
        ApplicationFactory(opening=opening, submitted=True)
        ApplicationFactory(opening=opening, status="withdrawn", submitted_at=None)
        (row,) = signed_in(clerk).get(LIST).context["rows"]
        assert row[0].received == 1

    def test_points_out_a_draft_whose_deadline_has_passed(self, signed_in, clerk, sanuki) -> None:
        OpeningFactory(municipality=sanuki, overdue=True)
        assert "締切日を過ぎています" in signed_in(clerk).get(LIST).content.decode()

    @pytest.mark.parametrize("name", ["clerk", "coordinator"])
    def test_query_count_does_not_grow(self, request, signed_in, sanuki, name) -> None:
        client = signed_in(request.getfixturevalue(name))
        OpeningFactory(municipality=sanuki)
        client.get(LIST)
        counts = []
        for more in (0, 2):
            OpeningFactory.create_batch(more, municipality=sanuki)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(LIST).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestPage:
    @pytest.mark.parametrize("state", [state.code for state in OPENING.states])
    @pytest.mark.parametrize("name", ["clerk", "approver", "viewer", "coordinator"])
    def test_opens_in_every_state(self, request, signed_in, sanuki, state, name) -> None:
        opening = OpeningFactory(municipality=sanuki, **({} if state == "draft" else {state: True}))
        client = signed_in(request.getfixturevalue(name))
        page = client.get(_url(opening)).content.decode()
        assert str(OPENING.state(state).label) in page
        assert str(OPENING.state(state).next_step) in page
        assert "⟦" not in page.split("<main")[1]
        assert client.get(_url(opening, "preview/")).status_code == 200

    @pytest.mark.parametrize("name", ["outsider", "stranger"])
    def test_strangers_get_404(self, request, signed_in, sanuki, name) -> None:
        opening = OpeningFactory(municipality=sanuki, open=True)
        client = signed_in(request.getfixturevalue(name))
        paths = ("", "edit/", "preview/", "do/withdraw/")
        assert {client.get(_url(opening, tail)).status_code for tail in paths} == {404}

    def test_the_viewer_has_no_buttons(self, signed_in, viewer, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(viewer)
        page = client.get(_url(opening)).content.decode()
        assert "/do/" not in page
        assert "edit/" not in page
        assert client.get(_url(opening, "edit/")).status_code == 403
        assert client.post(_url(opening, "do/submit/")).status_code == 403

    def test_the_clerk_cannot_approve(self, signed_in, clerk, approver, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, in_review=True)
        assert signed_in(clerk).get(_url(opening, "do/approve/")).status_code == 403

    def test_shows_the_decision(self, signed_in, viewer, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, approved=True)
        page = signed_in(viewer).get(_url(opening)).content.decode()
        for fact in ("募集の公開の決裁", opening.approval.document_number, "政策課長"):
            assert fact in page

    def test_shows_why_it_came_back(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, returned=True)
        page = signed_in(clerk).get(_url(opening)).content.decode()
        assert "差し戻しの理由" in page
        assert opening.approval.reason in page

    def test_lists_applications_with_the_progress(self, signed_in, reviewer, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, selecting=True)
        first = ApplicationFactory(
            opening=opening, submitted=True, outcome="hire", has_conflict=True, conflict_note="取引先"
        )
        ApplicationFactory(opening=opening, submitted=True)
        page = signed_in(reviewer).get(_url(opening)).content.decode()
        assert "2件中1件の結果の案が決まっています。" in page
        page = signed_in(reviewer).get(f"{_url(opening)}applicants/").content.decode()
        for word in (first.code, str(first.advisor), "取引あり", "採用候補"):
            assert word in page

    def test_operators_see_counts_only(self, signed_in, coordinator, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, selecting=True)
        application = ApplicationFactory(opening=opening, submitted=True, outcome="hire")
        page = signed_in(coordinator).get(_url(opening)).content.decode()
        assert "1件の応募が届いています。" in page
        assert application.code not in page
        assert str(application.advisor) not in page
        assert "採用候補" not in page

    def test_staff_who_applied_do_not_see_their_own_row(self, signed_in, reviewer, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, selecting=True)
        own = ApplicationFactory(
            opening=opening, submitted=True, advisor=AdvisorProfileFactory(user=reviewer, active=True)
        )
        client = signed_in(reviewer)
        assert own.code not in client.get(_url(opening)).content.decode()
        assert client.get(f"/desk/applications/{own.code}/").status_code == 404

    def test_query_count_does_not_grow(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, selecting=True)
        client = signed_in(clerk)
        counts = []
        for more in (1, 2):
            ApplicationFactory.create_batch(more, opening=opening, submitted=True)
            with CaptureQueriesContext(connection) as queries:
                client.get(_url(opening))
            counts.append(len(queries))
        assert counts[0] == counts[1]


DECISION = {"decision_date": today().isoformat(), "decider_title": "総務部長", "document_number": "7政第1号"}


class TestActions:
    def test_from_draft_to_the_published_result(self, signed_in, clerk, approver, sanuki, advisor) -> None:
        """Every button of the table, pressed by who may press it."""
        opening = OpeningFactory(municipality=sanuki)
        desk, decider = signed_in(clerk), signed_in(approver)

        def press(client: Any, action: str, **data: Any) -> str:
            url = _url(opening, f"do/{action}/")
            assert client.get(url).status_code == 200
            assert client.post(url, data)["Location"] == _url(opening)
            opening.refresh_from_db()
            return str(opening.status)

        assert press(desk, "submit") == "in_review"
        assert press(desk, "recall") == "draft"
        press(desk, "submit")
        assert press(decider, "return", reason="謝礼の根拠を書いてください。") == "returned"
        press(desk, "submit")
        assert press(decider, "approve", **DECISION) == "approved"
        assert press(desk, "publish") == "open"
        application = ApplicationFactory(opening=opening, submitted=True, advisor=advisor, outcome="hire")
        close_opening(opening, by=None, at=moment())
        assert press(desk, "submit_result") == "result_review"
        assert press(decider, "return_result", reason="もう一人にも面談を") == "selecting"
        press(desk, "submit_result")
        assert press(decider, "approve_result", **DECISION) == "result_approved"
        assert press(desk, "reselect", reason="面談の記録が漏れていたため") == "selecting"
        press(desk, "submit_result")
        press(decider, "approve_result", **DECISION)
        assert press(desk, "announce") == "releasing"
        assert press(desk, "hold") == "result_approved"
        press(desk, "announce")
        release_result(opening, at=moment())
        opening.refresh_from_db()
        assert opening.status == "decided"
        application.refresh_from_db()
        assert application.status == "offered"
        assert opening.result_approval.decider_title == "総務部長"

    def test_the_result_cannot_be_asked_for_while_one_is_open(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, selecting=True)
        ApplicationFactory(opening=opening, submitted=True)
        response = signed_in(clerk).post(_url(opening, "do/submit_result/"))
        assert response.status_code == 422
        assert "結果の案が決まっていない応募があります" in response.content.decode()

    def test_withdrawing_needs_a_reason(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, open=True)
        client = signed_in(clerk)
        assert client.post(_url(opening, "do/withdraw/"), {"reason": ""}).status_code == 422
        client.post(_url(opening, "do/withdraw/"), {"reason": "予算が変わったため"})
        opening.refresh_from_db()
        assert opening.status == "withdrawn"

    def test_a_stale_button_leads_back_with_a_word(self, signed_in, clerk, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, open=True)
        response = signed_in(clerk).post(_url(opening, "do/submit/"), follow=True)
        assert response.redirect_chain == [(_url(opening), 302)]
        assert "ほかの人が先に操作した" in response.content.decode()

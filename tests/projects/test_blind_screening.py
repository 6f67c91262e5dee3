"""Blind 書類選考: texts are read without names until everybody has scored."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from projects.models import Application
from projects.operations import release
from projects.operations import selection as op
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import ReviewFactory

NAME, EMPLOYER = "鶴見", "鶴見総合商事"
# Pages of the selection, by the row whose code is in the address.
OF_CALL = ("desk_applicants", "desk_compare", "desk_assess_many", "opening_result_text", "desk_opening")
OF_APPLICATION = ("desk_application", "desk_review", "desk_application_assess", "desk_recuse", "desk_note")


@pytest.fixture
def opening(sanuki, clerk, reviewer, approver):
    return OpeningFactory(municipality=sanuki, selecting=True, is_blind=True)


@pytest.fixture
def application(opening) -> Application:
    person = AdvisorProfileFactory(
        user=UserFactory(family_name=NAME, given_name="千尋"),
        headline=f"{EMPLOYER}の広報",
        summary=f"{EMPLOYER}で十年、広報を担当しました。",
        employer=EMPLOYER,
    )
    return ApplicationFactory(
        opening=opening, advisor=person, submitted=True, has_conflict=True, conflict_note=f"{EMPLOYER}の取引"
    )


def _pages(client, application):
    for name in OF_CALL:
        yield name, client.get(reverse(name, args=[application.opening.code]), {"code": application.code})
    for name in OF_APPLICATION:
        yield name, client.get(reverse(name, args=[application.code]))


def _shows(client, application) -> set[str]:
    found = set()
    for name, response in _pages(client, application):
        assert response.status_code == 200, name
        text = response.content.decode()
        if NAME in text or EMPLOYER in text:
            found.add(name)
    return found


def _review(application, reviewer):
    return ReviewFactory(application=application, reviewer=reviewer)


class TestWhileBlind:
    def test_no_page_names_the_person(self, signed_in, clerk, application):
        application.notes.create(author=clerk, text="よく書けています。", written_at=moment())
        assert _shows(signed_in(clerk), application) == set()

    def test_with_names_shown_the_same_pages_do(self, signed_in, clerk, reviewer, application):
        """So that the test above cannot pass because a page shows nothing at all."""
        _review(application, reviewer)
        op.show_names(application.opening, by=clerk, at=moment())
        pages = {"desk_applicants", "desk_compare", "desk_application", "opening_result_text", "desk_recuse"}
        client = signed_in(clerk)
        shown = {
            name
            for name, response in _pages(client, application)
            if response.status_code == 200 and NAME in response.content.decode()
        }
        assert pages <= shown

    def test_conflicts_are_declared_by_name_without_the_receipt_number(self, signed_in, opening, clerk):
        first, second = ApplicationFactory.create_batch(2, opening=opening, submitted=True, cleared=False)
        response = signed_in(clerk).get(reverse("desk_declare", args=[opening.code]))
        text = response.content.decode()
        assert str(first.advisor) in text
        assert f"受付番号 {first.code}" not in text
        shown = [group[0] for group in response.context["form"].groups()]
        assert shown == sorted((first, second), key=lambda row: str(row.applicant))

    def test_nobody_meets_an_unknown_person(self, clerk, application):
        assert not clerk.has_perm("projects.interview_application", application)

    def test_the_result_waits_for_the_names(self, clerk, application):
        with pytest.raises(DomainError, match="氏名を伏せたまま"):
            release.submit_result(application.opening, by=clerk, at=moment())

    def test_applicants_are_told_before_they_write(self, signed_in, advisor, sanuki):
        call = OpeningFactory(municipality=sanuki, open=True, is_blind=True)
        page = signed_in(advisor.user).get(reverse("opening_apply_step", args=[call.code, "reason"]))
        assert "氏名や勤務先を書かないでください" in page.content.decode()


class TestShowingNames:
    def test_everybody_has_scored_or_there_is_a_reason(self, clerk, reviewer, application):
        with pytest.raises(DomainError, match="1件"):
            op.show_names(application.opening, by=clerk, at=moment())
        op.show_names(application.opening, by=clerk, at=moment(), reason="評価者が休みのため")
        application.opening.refresh_from_db()
        assert not application.opening.hides_names

    def test_scores_stay_as_they_are(self, clerk, reviewer, application):
        review = _review(application, reviewer)
        opening = op.show_names(application.opening, by=clerk, at=moment())
        application.opening = opening
        assert not reviewer.has_perm("projects.review_application", application)
        with pytest.raises(DomainError, match="評価を変えられません"):
            op.save_review(
                application, by=reviewer, at=moment(), comment="", scores=[], version=review.version
            )
        assert clerk.has_perm("projects.interview_application", application)

    def test_they_are_shown_once(self, clerk, reviewer, application):
        _review(application, reviewer)
        op.show_names(application.opening, by=clerk, at=moment())
        with pytest.raises(DomainError, match="すでに"):
            op.show_names(application.opening, by=clerk, at=moment())

    def test_the_button_stands_on_the_page_of_the_call(self, signed_in, clerk, reviewer, application):
        _review(application, reviewer)
        desk = signed_in(clerk)
        address = reverse("desk_opening_action", args=[application.opening.code, "show_names"])
        assert address in desk.get(application.opening.desk_url).content.decode()
        assert desk.post(address, {"reason": ""}).status_code == 302
        assert address not in desk.get(application.opening.desk_url).content.decode()

    def test_where_nothing_is_hidden_there_is_no_button(self, clerk, sanuki):
        call = OpeningFactory(municipality=sanuki, selecting=True)
        assert not clerk.has_perm("projects.show_names_opening", call)

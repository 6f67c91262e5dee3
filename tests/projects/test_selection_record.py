"""What is kept of a selection: notes, conflicts taken back, and the text for its 決裁."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import DomainError
from municipalities.enums import StaffRole
from projects.models import ConflictDeclaration
from projects.operations import selection as op
from projects.operations.retention import erase_application
from tests.factories.base import moment
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import ApplicationNoteFactory, ConflictDeclarationFactory


@pytest.fixture
def opening(sanuki, clerk, reviewer, approver):
    return OpeningFactory(municipality=sanuki, selecting=True)


@pytest.fixture
def application(opening):
    return ApplicationFactory(opening=opening, submitted=True)


@pytest.fixture
def administrator(sanuki):
    return StaffMembershipFactory(municipality=sanuki, roles=[StaffRole.ADMINISTRATOR]).user


class TestNotes:
    def test_colleagues_read_them_in_order(self, signed_in, clerk, reviewer, application):
        desk = signed_in(reviewer)
        for text in ("一つ目のメモ", "二つ目のメモ"):
            answer = desk.post(reverse("desk_note", args=[application.code]), {"text": text})
            assert answer["Location"] == f"{application.desk_url}#notes"
        page = signed_in(clerk).get(application.desk_url).content.decode()
        assert page.index("一つ目のメモ") < page.index("二つ目のメモ")
        assert str(reviewer) in page

    def test_the_applicant_never_does(self, signed_in, application):
        note = ApplicationNoteFactory(application=application)
        page = signed_in(application.advisor.user).get(application.get_absolute_url())
        assert note.text not in page.content.decode()

    def test_an_empty_one_comes_back_with_a_word(self, signed_in, clerk, application):
        answer = signed_in(clerk).post(reverse("desk_note", args=[application.code]), {"text": ""})
        assert answer.status_code == 422
        assert "メモを入力してください。" in answer.content.decode()

    def test_the_record_of_events_does_not_keep_what_is_erased(self, clerk, application):
        op.write_note(application, by=clerk, at=moment(), text="秘密の所見")
        erase_application(application, at=moment())
        assert not application.notes.exists()
        assert not Event.objects.filter(detail__icontains="秘密の所見").exists()


class TestTakingADeclarationBack:
    @pytest.fixture
    def declaration(self, application, reviewer):
        application.declarations.filter(reviewer=reviewer).delete()
        return ConflictDeclarationFactory(application=application, reviewer=reviewer, conflicted=True)

    def _post(self, client, declaration, **more):
        opening = declaration.application.opening
        post = opening.municipality.memberships.get(user=declaration.reviewer)
        value = f"{declaration.application.code}-{post.code}"
        data = {"declaration": value, "reason": "別の方と間違えていました。", **more}
        return client.post(reverse("desk_clear_conflict", args=[opening.code]), data)

    def test_the_person_declares_anew(self, signed_in, administrator, reviewer, declaration):
        assert self._post(signed_in(administrator), declaration).status_code == 302
        assert not ConflictDeclaration.objects.filter(pk=declaration.pk).exists()
        page = signed_in(reviewer).get(declaration.application.desk_url)
        assert page["Location"] == reverse("desk_declare", args=[declaration.application.opening.code])
        event = Event.objects.get(action="clear_conflict")
        assert event.detail["note"] == "別の方と間違えていました。"

    def test_only_administrators_may(self, signed_in, approver, declaration):
        assert self._post(signed_in(approver), declaration).status_code == 403

    def test_nobody_takes_back_what_was_said_of_oneself(self, administrator, application):
        application.declarations.filter(reviewer=administrator).delete()
        own = ConflictDeclarationFactory(application=application, reviewer=administrator, conflicted=True)
        with pytest.raises(DomainError, match="ほかの管理者"):
            op.clear_conflict(own, by=administrator, at=moment(), reason="間違い")

    def test_there_is_always_a_reason(self, signed_in, administrator, declaration):
        assert self._post(signed_in(administrator), declaration, reason="").status_code == 422
        assert ConflictDeclaration.objects.filter(pk=declaration.pk).exists()


class TestApproversWithAConflict:
    def test_they_do_not_decide(self, sanuki, approver, application):
        StaffMembershipFactory(municipality=sanuki, roles=[StaffRole.APPROVER])
        op.recuse_from(application, by=approver, at=moment(), note="親族です。")
        opening = OpeningFactory(municipality=sanuki, result_review=True)
        assert approver.has_perm("projects.approve_result_opening", opening)
        application.opening = opening
        application.save(update_fields=["opening"])
        assert not approver.has_perm("projects.approve_result_opening", opening)

    def test_the_last_one_cannot_step_aside(self, approver, application):
        with pytest.raises(DomainError, match="決裁できる職員がいなくなります"):
            op.recuse_from(application, by=approver, at=moment(), note="親族です。")


class TestTheTextForTheDecision:
    def test_says_who_and_why_with_every_conflict(self, signed_in, clerk, reviewer, opening, application):
        type(application).objects.filter(pk=application.pk).update(
            outcome="hire", internal_note="経験が豊富", has_conflict=True, conflict_note="保守の委託先"
        )
        other = ApplicationFactory(opening=opening, submitted=True)
        other.declarations.filter(reviewer=reviewer).update(has_conflict=True, note="同じ大学の後輩")
        text = signed_in(clerk).get(reverse("opening_result_text", args=[opening.code])).context["text"]
        for words in (
            f"{application.code}　{application.advisor}　採用候補",
            "経験が豊富",
            "保守の委託先",
            f"{reviewer}（{other.code}）　同じ大学の後輩",
            "課題の理解　100%",
        ):
            assert words in text

    def test_who_is_excluded_finds_the_number_only(self, signed_in, reviewer, opening, application):
        application.declarations.filter(reviewer=reviewer).update(has_conflict=True, note="後輩")
        text = signed_in(reviewer).get(reverse("opening_result_text", args=[opening.code])).context["text"]
        assert str(application.advisor) not in text
        assert "表示していない応募が1件あります" in text

"""Applying: nothing typed is lost, one application however often a button is pressed, and nothing
of what the city is minded to answer reaches the applicant.
"""

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from projects.models import Application, Engagement
from projects.operations.application import submit_application
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory, PositionFactory

pytestmark = pytest.mark.django_db

COMPLETE = {
    "motivation": "地元の役に立ちたい",
    "approach": "窓口で話を聞きます",
    "availability": "平日19時以降",
    "has_conflict": "False",
    "conflict_note": "",
}


@pytest.fixture
def applicant(signed_in, advisor) -> Client:
    return signed_in(advisor.user)


@pytest.fixture
def opening(db):
    return OpeningFactory(open=True)


def _form(opening):
    return reverse("opening_apply", args=[opening.code])


def _step(opening, code):
    return reverse("opening_apply_step", args=[opening.code, code])


def _action(application, action):
    return reverse("my_application_action", args=[application.code, action])


def test_form_asks_to_sign_in_and_comes_back(client, opening):
    response = client.get(_form(opening))
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={_form(opening)}")


def test_without_an_active_profile_the_profile_comes_first(signed_in, stranger, opening):
    response = signed_in(stranger).get(_form(opening))
    assert response.status_code == 302
    assert response["Location"] == reverse("my_profile")
    paused = AdvisorProfileFactory(paused=True)
    assert signed_in(paused.user).get(_form(opening))["Location"] == reverse("my_profile")


def test_text_typed_before_the_profile_was_paused_is_kept(signed_in, opening):
    paused = AdvisorProfileFactory(paused=True)
    signed_in(paused.user).post(_form(opening), COMPLETE)
    assert Application.objects.get(advisor=paused).motivation == COMPLETE["motivation"]


def test_an_unpublished_opening_is_missing(applicant):
    assert applicant.get(_form(OpeningFactory(approved=True))).status_code == 404


def test_complete_form_leads_to_the_page_to_check(applicant, opening):
    response = applicant.post(_form(opening), {**COMPLETE, "check": "1"})
    draft = Application.objects.get(opening=opening)
    assert draft.status == "draft"
    assert response["Location"] == draft.get_absolute_url()
    html = applicant.get(draft.get_absolute_url()).content.decode()
    for value in ("地元の役に立ちたい", "窓口で話を聞きます", "平日19時以降", "いいえ、ありません"):
        assert value in html
    assert f'href="{_step(opening, "reason")}#id_approach"' in html


def test_missing_parts_are_named_and_the_rest_is_stored(applicant, opening):
    response = applicant.post(_form(opening), {"motivation": "書きかけ", "check": "1"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "どのように進めたいかを入力してください" in html
    assert "取引があるかどうかを選んでください" in html
    assert "下書きとして保存しました" in html
    assert "<title>エラー：" in html.replace("\n", "")
    assert Application.objects.get(opening=opening).motivation == "書きかけ"


def test_a_draft_may_have_gaps_and_may_be_emptied_again(applicant, opening):
    applicant.post(_form(opening), {"motivation": "書きかけ", "save": "1"})
    response = applicant.post(_form(opening), {"motivation": "", "approach": "案", "save": "1"})
    draft = Application.objects.get(opening=opening)
    assert response.status_code == 302
    assert (draft.motivation, draft.approach, draft.has_conflict) == ("", "案", None)


def test_a_conflict_must_be_explained(applicant, opening):
    data = {**COMPLETE, "has_conflict": "True"}
    response = applicant.post(_form(opening), {**data, "check": "1"})
    assert response.status_code == 422
    assert "取引の内容を入力してください" in response.content.decode()
    assert Application.objects.get(opening=opening).has_conflict is True
    again = applicant.post(_form(opening), {**data, "conflict_note": "保守を受託", "check": "1"})
    assert again.status_code == 302


def test_too_long_a_part_keeps_the_others(applicant, opening):
    response = applicant.post(_form(opening), {**COMPLETE, "availability": "あ" * 201, "save": "1"})
    assert response.status_code == 422
    assert "あ" * 201 in response.content.decode()
    assert Application.objects.get(opening=opening).approach == COMPLETE["approach"]


@pytest.mark.parametrize("trait", ["selecting", "decided", "withdrawn"])
def test_after_the_end_the_text_is_still_stored_and_the_page_says_so(applicant, trait):
    extra = {"published_at": moment(-3)} if trait == "withdrawn" else {}
    closed = OpeningFactory(**{trait: True}, **extra)
    response = applicant.post(_form(closed), {**COMPLETE, "check": "1"}, follow=True)
    assert Application.objects.get(opening=closed).motivation == COMPLETE["motivation"]
    html = response.content.decode()
    assert "応募の受付は終わりました" in html
    assert "下書きとして残っています" in html
    assert ">応募する</button>" not in html


def test_sending_after_the_deadline_keeps_the_draft(applicant, advisor):
    draft = ApplicationFactory(opening=OpeningFactory(open=True, overdue=True), advisor=advisor)
    response = applicant.post(_action(draft, "submit"))
    assert response.status_code == 422
    assert "入力した内容は下書きとして残っています" in response.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_receipt_has_the_number_and_the_promised_date(applicant, advisor, opening):
    draft = ApplicationFactory(opening=opening, advisor=advisor)
    response = applicant.post(_action(draft, "submit"), follow=True)
    html = response.content.decode()
    assert "応募を受け付けました" in html
    assert draft.code in html
    assert opening.answer_date.isoformat() in html
    assert "次に起こること" in html


def test_pressing_twice_sends_one_application(applicant, advisor, opening):
    draft = ApplicationFactory(opening=opening, advisor=advisor)
    first = applicant.post(_action(draft, "submit"))
    second = applicant.post(_action(draft, "submit"))
    assert first["Location"] == second["Location"]
    assert Application.objects.filter(opening=opening).count() == 1
    assert advisor.user.notices.filter(kind="projects.application_received").count() == 1


def test_a_second_press_that_overtakes_the_first_leads_to_the_receipt(applicant, advisor, monkeypatch):
    draft = ApplicationFactory(advisor=advisor)

    def overtaken(row, *, by, at):
        submit_application(row, by=by, at=at)
        return submit_application(row, by=by, at=at)

    from projects.views.applications import MyApplicationAction

    act = MyApplicationAction.acts["submit"]
    monkeypatch.setitem(MyApplicationAction.acts, "submit", type(act)(overtaken))
    response = applicant.post(_action(draft, "submit"))
    assert response["Location"].endswith(f"{draft.get_absolute_url()}?received=1")


def test_form_of_a_sent_application_leads_to_its_state(applicant, advisor):
    sent = ApplicationFactory(submitted=True, advisor=advisor)
    assert applicant.get(_form(sent.opening))["Location"] == sent.get_absolute_url()
    late = applicant.post(_form(sent.opening), {**COMPLETE, "motivation": "あとから", "check": "1"})
    assert late.status_code == 422
    assert "すでに応募しています" in late.content.decode()
    assert "あとから" in late.content.decode()
    sent.refresh_from_db()
    assert sent.motivation != "あとから"


def test_an_incomplete_draft_cannot_be_sent(applicant, advisor):
    draft = ApplicationFactory(advisor=advisor, approach="")
    html = applicant.get(draft.get_absolute_url()).content.decode()
    assert "まだ入力していない項目があります" in html
    assert ">応募する</button>" not in html


class TestSteps:
    def test_each_leads_to_the_next_gap_and_the_last_to_the_page_to_check(self, applicant, opening):
        assert applicant.get(_form(opening))["Location"] == _step(opening, "reason")
        reason = {name: COMPLETE[name] for name in ("motivation", "approach")}
        first = applicant.post(_step(opening, "reason"), {**reason, "version": 0})
        assert first["Location"] == _step(opening, "terms")
        draft = Application.objects.get(opening=opening)
        page = applicant.get(_step(opening, "terms")).content.decode()
        assert "月8時間" in page  # what one agrees to
        terms = {"availability": "平日の夜", "version": draft.version}
        assert applicant.post(_step(opening, "terms"), terms)["Location"] == _step(opening, "ties")
        draft.refresh_from_db()
        ties = {"has_conflict": "False", "version": draft.version}
        assert applicant.post(_step(opening, "ties"), ties)["Location"] == draft.get_absolute_url()
        assert applicant.get(_form(opening))["Location"] == _step(opening, "reason")

    def test_after_a_gap_was_named_the_form_goes_on(self, applicant, opening):
        url = _step(opening, "reason")
        page = applicant.post(url, {"motivation": "理由", "approach": "", "version": 0}).content
        version = BeautifulSoup(page, "html.parser").find("input", {"name": "version"})["value"]
        again = applicant.post(url, {"motivation": "理由", "approach": "案", "version": version})
        assert again["Location"] == _step(opening, "terms")

    def test_a_step_asks_for_nothing_of_the_others(self, applicant, opening):
        page = applicant.get(_step(opening, "ties")).content.decode()
        assert 'name="has_conflict"' in page
        assert 'name="motivation"' not in page

    def test_an_unknown_step_is_missing(self, applicant, opening):
        assert applicant.get(_step(opening, "wishes")).status_code == 404

    def test_a_post_is_a_part_of_the_first_step(self, applicant, advisor):
        post = PositionFactory(opening=OpeningFactory(open=True))
        ApplicationFactory(opening=post.opening, advisor=advisor)
        assert applicant.get(_form(post.opening))["Location"] == _step(post.opening, "reason")


class TestTwoTabs:
    def test_the_second_to_save_sees_both_texts(self, applicant, opening):
        url = _step(opening, "reason")
        opened = {"version": 0}  # both before there was a draft
        applicant.post(url, {**opened, "motivation": "一つ目のタブ", "approach": "案", "save": "1"})
        response = applicant.post(
            url, {**opened, "motivation": "二つ目のタブ", "approach": "案", "save": "1"}
        )
        page = response.content.decode()
        assert response.status_code == 409
        assert "一つ目のタブ" in page
        assert "二つ目のタブ" in page
        assert Application.objects.get(opening=opening).motivation == "一つ目のタブ"

    def test_saving_again_is_then_a_choice(self, applicant, opening):
        url = _step(opening, "reason")
        sent = {"motivation": "一つ目", "approach": "案", "save": "1"}
        applicant.post(url, {**sent, "version": 0})
        page = applicant.post(url, {**sent, "motivation": "二つ目", "version": 0}).content
        version = BeautifulSoup(page, "html.parser").find("input", {"name": "version"})["value"]
        applicant.post(url, {**sent, "motivation": "二つ目", "version": version})
        assert Application.objects.get(opening=opening).motivation == "二つ目"


class TestEndedSession:
    @pytest.fixture
    def client_of_ended_session(self, client, advisor):
        client.force_login(advisor.user)
        Session.objects.update(expire_date=moment(-1))
        return client

    def test_what_was_typed_comes_back_after_signing_in_again(
        self, client_of_ended_session, advisor, opening
    ):
        client, url = client_of_ended_session, _step(opening, "reason")
        response = client.post(url, {"motivation": "長い文章", "approach": "", "version": 0})
        assert response["Location"].endswith(f"?next={url}")
        client.force_login(advisor.user)
        page = client.get(url).content.decode()
        assert "長い文章" in page
        assert "入力していた内容を戻しました" in page
        assert "長い文章" not in client.get(url).content.decode()

    def test_nobody_else_reads_it(self, client_of_ended_session, other_advisor, opening):
        client, url = client_of_ended_session, _step(opening, "reason")
        client.post(url, {"motivation": "長い文章", "approach": "", "version": 0})
        client.force_login(other_advisor.user)
        assert "長い文章" not in client.get(url).content.decode()


def test_who_takes_another_post_says_so_and_the_city_reads_it(applicant, advisor, signed_in, clerk, sanuki):
    application = ApplicationFactory(submitted=True, advisor=advisor, municipality=sanuki)
    applicant.post(_action(application, "withdraw"), {"cause": "elsewhere"})
    application.refresh_from_db()
    assert (application.status, application.withdrawal_cause) == ("withdrawn", "elsewhere")
    assert "他就任" in signed_in(clerk).get(application.desk_url).content.decode()


SEALED = {"outcome": "hire", "internal_note": "庁内だけの話", "message": "採用予定の文面"}


@pytest.mark.parametrize("call", ["open", "selecting", "result_review"])
def test_what_the_city_means_to_answer_stays_sealed(applicant, advisor, call):
    sealed = ApplicationFactory(
        submitted=True, advisor=advisor, opening=OpeningFactory(**{call: True}), **SEALED
    )
    for url in (sealed.get_absolute_url(), reverse("my_applications")):
        response = applicant.get(url)
        html = response.content.decode()
        assert "受付済み" in html
        for secret in ("庁内だけの話", "採用予定の文面", "採用候補"):
            assert secret not in html
    row = applicant.get(sealed.get_absolute_url()).context["application"]
    assert {"outcome", "internal_note"} <= row.get_deferred_fields()


def _main(response):
    """The page without its one-time tokens."""
    return str(BeautifulSoup(response.content, "html.parser").main)


def test_pages_before_and_after_assessment_are_the_same(applicant, advisor):
    application = ApplicationFactory(submitted=True, advisor=advisor)
    url = application.get_absolute_url()
    before = _main(applicant.get(url))
    Application.objects.filter(pk=application.pk).update(**SEALED, version=7)
    assert _main(applicant.get(url)) == before


def test_the_answer_comes_with_the_words_of_the_city_only(applicant, advisor):
    offered = ApplicationFactory(
        offered=True, advisor=advisor, message="ぜひお願いします。", internal_note="庁内だけの話"
    )
    html = applicant.get(offered.get_absolute_url()).content.decode()
    assert "内定" in html
    assert "ぜひお願いします。" in html
    assert "庁内だけの話" not in html


def test_accepting_leads_to_the_activity(applicant, advisor):
    offered = ApplicationFactory(offered=True, advisor=advisor)
    response = applicant.post(_action(offered, "accept"))
    engagement = Engagement.objects.get(application=offered)
    assert response["Location"] == engagement.advisor_url


def test_accepting_without_a_seat_says_why(applicant, advisor):
    full = OpeningFactory(decided=True, seats_taken=1)
    offered = ApplicationFactory(offered=True, advisor=advisor, opening=full)
    response = applicant.post(_action(offered, "accept"))
    assert response.status_code == 422
    assert "募集人数に達したため" in response.content.decode()
    offered.refresh_from_db()
    assert offered.status == "offered"


@pytest.mark.parametrize(
    ("trait", "action", "status"),
    [
        ("offered", "refuse", "refused"),
        ("submitted", "withdraw", "withdrawn"),
        ("reserved", "withdraw", "withdrawn"),
    ],
)
def test_stepping_back_needs_no_reason(applicant, advisor, trait, action, status):
    application = ApplicationFactory(**{trait: True}, advisor=advisor)
    response = applicant.post(_action(application, action), {"reason": ""})
    assert response["Location"] == application.get_absolute_url()
    application.refresh_from_db()
    assert application.status == status


def test_others_do_not_find_it(client, signed_in, advisor, other_advisor, clerk, coordinator, sanuki):
    application = ApplicationFactory(submitted=True, advisor=advisor, municipality=sanuki)
    for url in (application.get_absolute_url(), _action(application, "withdraw")):
        assert client.get(url).status_code == 302
        for user in (other_advisor.user, clerk, coordinator):
            assert signed_in(user).get(url).status_code == 404


def test_list_takes_a_constant_number_of_queries(applicant, advisor, django_assert_max_num_queries):
    ApplicationFactory(submitted=True, advisor=advisor)
    with django_assert_max_num_queries(12) as one:
        applicant.get(reverse("my_applications"))
    ApplicationFactory.create_batch(2, submitted=True, advisor=advisor)
    with django_assert_max_num_queries(len(one)):
        applicant.get(reverse("my_applications"))


def test_empty_list_says_what_to_do(applicant):
    html = applicant.get(reverse("my_applications")).content.decode()
    assert "まだ応募していません" in html
    assert f'href="{reverse("openings")}"' in html

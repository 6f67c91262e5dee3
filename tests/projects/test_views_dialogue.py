"""The pages of questions and amendments: the public's, the asker's, the desk's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import dates
from projects.models import Amendment, Question
from projects.models.amendment import TERMS, TEXTS
from reports.queries.attention import attention_for_staff
from tests.factories.base import day, moment
from tests.factories.dialogue import AddendumFactory, AmendmentFactory, InterestFactory, QuestionFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(sanuki):
    return OpeningFactory(
        open=True, asking=True, municipality=sanuki, title="書かない窓口", place_note="本庁で月1回"
    )


def desk(call, tail=""):
    return f"/desk/openings/{call.code}/{tail}"


def typed(call, **changes):
    """The correction form as it opens, with some fields written over."""
    names = (*TEXTS, *TERMS, "version")
    values = {name: getattr(call, name) for name in names if getattr(call, name) is not None}
    days = {name: dates.wareki(getattr(call, name)) for name in ("answer_date", "start_date", "end_date")}
    return {**values, **days, "reason": "誤りのため", **changes}


class TestPublicPage:
    def test_questions_stand_in_order_with_their_notes_and_nobodys_name(self, client, call):
        first = QuestionFactory(opening=call, published=True, text="夜でもよいですか。")
        AddendumFactory(question=first, text="初回は本庁です。")
        QuestionFactory(opening=call, published=True, text="録画は残りますか。")
        QuestionFactory(opening=call, drafted=True, text="まだ公開していない質問")
        QuestionFactory(opening=call, refused=True, text="公開しない質問")
        page = client.get(call.get_absolute_url()).content.decode()
        words = ["問1", "夜でもよいですか。", "初回は本庁です。", "問2", "録画は残りますか。"]
        places = [page.index(each) for each in words]
        assert places == sorted(places)
        assert "公開していない質問" not in page
        assert "公開しない質問" not in page
        for question in Question.objects.select_related("asked_by", "answered_by"):
            assert question.asked_by.given_name not in page
            assert question.answered_by is None or question.answered_by.given_name not in page

    def test_amendments_show_both_sides(self, client, call):
        AmendmentFactory(opening=call, before={"place_note": "本庁"}, after={"place_note": "オンライン"})
        AmendmentFactory(opening=call, extension=True)
        AmendmentFactory(opening=call, terms=True)
        page = client.get(call.get_absolute_url()).content.decode()
        assert "<del>本庁</del>" in page
        assert "<ins>オンライン</ins>" in page
        assert f'<ins><time datetime="{day(14).isoformat()}">' in page
        assert "総務部長決裁（7政第21号）" in page

    def test_takes_a_constant_number_of_queries(self, signed_in, advisor_user, call):
        client = signed_in(advisor_user)
        counts = []
        for _more in range(2):
            AddendumFactory(question=QuestionFactory(opening=call, published=True))
            AmendmentFactory(opening=call)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(call.get_absolute_url()).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_a_call_without_questions_says_nothing_of_them(self, client, sanuki):
        silent = OpeningFactory(open=True, municipality=sanuki)
        assert "質問と回答" not in client.get(silent.get_absolute_url()).content.decode()


class TestAsking:
    def test_a_guest_signs_in_first_and_comes_back(self, client, call):
        url = f"/openings/{call.code}/ask/"
        assert url in client.get(call.get_absolute_url()).content.decode()
        assert client.get(url)["Location"].endswith(f"?next={url}")

    def test_a_question_is_sent_and_listed_for_its_author_alone(
        self, signed_in, advisor_user, other_advisor_user, call
    ):
        url = f"/openings/{call.code}/ask/"
        author = signed_in(advisor_user)
        assert author.post(url, {"text": ""}).status_code == 422
        for _twice in range(2):
            assert author.post(url, {"text": "録画は残りますか。"})["Location"] == url
        assert Question.objects.count() == 1
        assert "録画は残りますか。" in author.get(url).content.decode()
        assert "録画は残りますか。" not in signed_in(other_advisor_user).get(url).content.decode()

    def test_the_reason_of_a_refusal_is_shown_to_the_author(self, signed_in, advisor_user, call):
        QuestionFactory(opening=call, refused=True, asked_by=advisor_user)
        page = signed_in(advisor_user).get(f"/openings/{call.code}/ask/").content.decode()
        assert "募集の内容に関わらない質問のため" in page

    @pytest.mark.parametrize(("name", "status"), [("clerk", 403), ("viewer", 403), ("coordinator", 403)])
    def test_who_knows_more_than_applicants_does_not_ask(self, request, signed_in, call, name, status):
        client = signed_in(request.getfixturevalue(name))
        assert client.get(f"/openings/{call.code}/ask/").status_code == status

    def test_after_the_last_day_the_words_are_kept(self, signed_in, advisor_user, sanuki):
        call = OpeningFactory(
            open=True, municipality=sanuki, question_deadline_date=day(-1), question_answer_date=day(1)
        )
        client = signed_in(advisor_user)
        page = client.get(f"/openings/{call.code}/ask/").content.decode()
        assert "質問の受付は終わりました" in page
        assert "質問を送る" not in page
        response = client.post(f"/openings/{call.code}/ask/", {"text": "遅れた質問"})
        assert response.status_code == 422
        assert "遅れた質問" in response.content.decode()


class TestDesk:
    @pytest.mark.parametrize("name", ["clerk", "approver", "viewer", "coordinator"])
    def test_nobody_learns_who_asked(self, request, signed_in, call, name):
        for trait in ({}, {"drafted": True}, {"published": True}, {"refused": True}):
            QuestionFactory(opening=call, asked_by__family_name="秘密", **trait)
        client = signed_in(request.getfixturevalue(name))
        for page in (client.get(desk(call, "questions/")), client.get(desk(call))):
            assert page.status_code == 200
            assert "秘密" not in page.content.decode()

    def test_strangers_get_404_and_readers_no_buttons(self, signed_in, outsider, viewer, call):
        question = QuestionFactory(opening=call, drafted=True)
        tails = ("questions/", "questions/publish/", "do/correct/", "do/extend/", "do/shorten/")
        outside, inside = signed_in(outsider), signed_in(viewer)
        assert {outside.get(desk(call, tail)).status_code for tail in tails} == {404}
        assert outside.get(f"/desk/questions/{question.code}/answer/").status_code == 404
        assert {inside.get(desk(call, tail)).status_code for tail in tails[1:]} == {403}
        assert "button-row" not in inside.get(desk(call, "questions/")).content.decode()

    def test_answers_are_written_then_published_together(self, signed_in, clerk, call):
        client = signed_in(clerk)
        questions = QuestionFactory.create_batch(2, opening=call)
        for question in questions:
            response = client.post(
                f"/desk/questions/{question.code}/answer/", {"answer": "はい、できます。", "version": 1}
            )
            assert response["Location"] == desk(call, "questions/")
        form = client.get(desk(call, "questions/publish/")).context["form"]
        response = client.post(desk(call, "questions/publish/"), {"chosen": form["chosen"].initial})
        assert response["Location"] == desk(call, "questions/")
        assert set(Question.objects.values_list("status", "number")) == {("published", 1), ("published", 2)}

    def test_a_stale_answer_shows_both_versions(self, signed_in, clerk, call):
        question = QuestionFactory(opening=call, drafted=True, version=2, answer="先の回答")
        response = signed_in(clerk).post(
            f"/desk/questions/{question.code}/answer/", {"answer": "後の回答", "version": 1}
        )
        assert response.status_code == 409
        assert "先の回答" in response.content.decode()
        assert "後の回答" in response.content.decode()

    def test_a_draft_rewritten_meanwhile_is_not_published_unread(self, signed_in, clerk, call):
        question = QuestionFactory(opening=call, drafted=True, version=3)
        response = signed_in(clerk).post(desk(call, "questions/publish/"), {"chosen": [f"{question.code}.2"]})
        assert response.status_code == 422
        assert "書き直したか" in response.content.decode()

    def test_refused_and_noted(self, signed_in, clerk, call):
        client = signed_in(clerk)
        asked = QuestionFactory(opening=call)
        public = QuestionFactory(opening=call, published=True)
        refuse, add = (
            f"/desk/questions/{asked.code}/do/refuse/",
            f"/desk/questions/{public.code}/do/add_note/",
        )
        assert "質問した方だけに届きます" in client.get(refuse).content.decode()
        assert client.post(refuse, {"reason": "関係がないため"}).status_code == 302
        assert client.post(add, {"text": "初回は本庁です。"}).status_code == 302
        asked.refresh_from_db()
        assert asked.status == "refused"
        assert public.addenda.get().text == "初回は本庁です。"

    def test_query_count_does_not_grow(self, signed_in, clerk, call):
        client = signed_in(clerk)
        counts = []
        for _more in range(2):
            for trait in ({}, {"drafted": True}, {"published": True}):
                QuestionFactory.create_batch(2, opening=call, **trait)
            with CaptureQueriesContext(connection) as queries:
                client.get(desk(call, "questions/"))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestAmendmentForms:
    def test_a_text_is_corrected(self, signed_in, clerk, call):
        InterestFactory(opening=call)
        client, url = signed_in(clerk), desk(call, "do/correct/")
        assert "関心のある1人" in client.get(url).content.decode()
        response = client.post(url, typed(call, place_note="オンラインで月1回"))
        assert response["Location"] == desk(call)
        assert Amendment.objects.get().after == {"place_note": "オンラインで月1回"}

    def test_terms_ask_for_the_decision(self, signed_in, clerk, call):
        client, url = signed_in(clerk), desk(call, "do/correct/")
        response = client.post(url, typed(call, hours_per_month="10"))
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {"document_number", "decision_date", "decider_title"}
        decision = {
            "document_number": "8政第1号",
            "decision_date": dates.wareki(day(0)),
            "decider_title": "部長",
        }
        assert client.post(url, typed(call, hours_per_month="10", **decision)).status_code == 302
        assert Amendment.objects.get().affects_terms

    def test_nothing_changed(self, signed_in, clerk, call):
        response = signed_in(clerk).post(desk(call, "do/correct/"), typed(call))
        assert response.status_code == 422
        assert "変わった項目がありません" in response.content.decode()

    def test_a_second_clerk_sees_both_versions(self, signed_in, clerk, call):
        stale = typed(call, place_note="本庁だけ", version=call.version - 1)
        assert signed_in(clerk).post(desk(call, "do/correct/"), stale).status_code == 409

    def test_the_deadline_moves_both_ways(self, signed_in, clerk, call):
        client = signed_in(clerk)
        later = {
            "deadline_date": dates.wareki(day(20)),
            "answer_date": dates.wareki(day(30)),
            "question_deadline_date": dates.wareki(day(7)),
            "question_answer_date": dates.wareki(day(10)),
            "reason": "応募が少ないため",
            "version": call.version,
        }
        assert client.post(desk(call, "do/extend/"), later).status_code == 302
        call.refresh_from_db()
        sooner = {"deadline_date": dates.wareki(day(5)), "reason": "急ぐため", "version": call.version}
        assert client.post(desk(call, "do/shorten/"), sooner).status_code == 302
        assert list(Amendment.objects.order_by("number").values_list("kind", flat=True)) == [
            "extension",
            "shortening",
        ]

    def test_an_extension_beyond_the_result_is_explained(self, signed_in, clerk, call):
        response = signed_in(clerk).post(
            desk(call, "do/extend/"),
            {
                "deadline_date": dates.wareki(day(40)),
                "answer_date": dates.wareki(call.start_date + timedelta(days=1)),
                "reason": "応募が少ないため",
                "version": call.version,
            },
        )
        assert response.status_code == 422
        assert "活動の開始日より前" in str(response.context["form"].errors["answer_date"])


def test_an_application_is_taken_back_and_sent_again(signed_in, advisor_user, advisor, call):
    application = ApplicationFactory(opening=call, submitted=True, advisor=advisor)
    client, url = signed_in(advisor_user), f"/my/applications/{application.code}/revise/"
    assert "送り直すまでは" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert client.post(f"/my/applications/{application.code}/submit/").status_code == 302
    application.refresh_from_db()
    assert application.status == "submitted"


class TestAttention:
    @pytest.mark.parametrize(
        ("asked", "promised", "listed"),
        [(-5, 3, True), (0, 3, False), (0, -1, True)],
        ids=["waits for more than two working days", "asked today", "promised for yesterday"],
    )
    def test_questions_that_wait_too_long(self, clerk, sanuki, asked, promised, listed):
        call = OpeningFactory(
            open=True,
            municipality=sanuki,
            question_deadline_date=day(min(promised, 1)),
            question_answer_date=day(promised),
        )
        QuestionFactory(opening=call, asked_at=moment(asked), drafted=True)
        QuestionFactory(opening=call, asked_at=moment(-9), published=True)
        items = attention_for_staff(clerk, moment())
        found = [item.url for item in items if "質問" in str(item.reason)]
        assert found == ([desk(call, "questions/")] if listed else [])

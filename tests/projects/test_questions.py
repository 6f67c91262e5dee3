"""質問: who may do what when, what can never change afterwards, and who hears of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from notifications.models import Notice
from projects import workflow
from projects.models import Addendum, Opening, Question
from projects.operations import question as operations
from projects.queries import people_following, public_questions, questions_in
from projects.workflow import QUESTION
from tests.factories.accounts import UserFactory
from tests.factories.base import day, moment
from tests.factories.dialogue import AddendumFactory, InterestFactory, QuestionFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.projects.test_permissions import CAST, build, expected, granted

pytestmark = pytest.mark.django_db

TABLE = {
    "answer": ({"clerk"}, {"received", "drafted"}),
    "publish": ({"clerk"}, {"drafted"}),
    "refuse": ({"clerk"}, {"received", "drafted"}),
    "add_note": ({"clerk"}, {"published"}),
}
STAFF = {"clerk", "approver", "reviewer", "viewer"}


@pytest.fixture
def call(sanuki):
    return OpeningFactory(open=True, asking=True, municipality=sanuki)


def told(kind):
    rows = Notice.objects.filter(kind=f"projects.{kind}").select_related("recipient")
    return sorted((row.recipient for row in rows), key=lambda user: user.pk)


def publish(opening, clerk, *questions, at=None):
    chosen = [(question.code, question.version) for question in questions]
    return operations.publish_answers(opening, by=clerk, at=at or moment(), chosen=chosen)


@pytest.mark.parametrize("state", [state.code for state in workflow.QUESTION.states])
@pytest.mark.parametrize("opening", ["open", "selecting", "decided", "withdrawn"])
def test_who_may_do_what(request, sanuki, advisor, other_advisor, state, opening):
    call = OpeningFactory(municipality=sanuki, published=True, **{opening: True})
    question = build(QuestionFactory, state, QUESTION.initial, opening=call)
    Opening.objects.filter(pk=call.pk).update(status=opening)
    wanted = expected(TABLE, state)
    if opening != "open":  # then nothing is answered any more, but nobody is left waiting
        wanted = {action: roles if action == "refuse" else set() for action, roles in wanted.items()}

    assert granted(request, question, TABLE) == wanted


@pytest.mark.parametrize("state", [state.code for state in workflow.QUESTION.states])
def test_who_may_read(request, sanuki, state):
    question = build(QuestionFactory, state, QUESTION.initial, municipality=sanuki)
    readers = granted(request, question, {"view": None})["view"]

    assert readers == (set(CAST) if state == "published" else STAFF | {"coordinator"})


class TestAsking:
    def test_the_city_hears_of_it_but_not_from_whom(self, call, clerk, approver, advisor_user):
        question = operations.ask_question(call, by=advisor_user, at=moment(), text="夜の会議は可能ですか。")

        assert (question.status, question.number, question.municipality) == (
            "received",
            None,
            call.municipality,
        )
        assert told("question_asked") == [clerk]
        notice = Notice.objects.get(kind="projects.question_asked")
        assert "夜の会議は可能ですか。" in notice.body
        assert advisor_user.family_name not in notice.title + notice.body

    def test_the_same_words_twice_are_one_question(self, call, clerk, advisor_user, other_advisor_user):
        first = operations.ask_question(call, by=advisor_user, at=moment(), text="夜の会議は可能ですか。")
        again = operations.ask_question(call, by=advisor_user, at=moment(), text="夜の会議は可能ですか。")
        other = operations.ask_question(
            call, by=other_advisor_user, at=moment(), text="夜の会議は可能ですか。"
        )

        assert again == first
        assert other != first
        assert len(told("question_asked")) == 2

    def test_the_database_refuses_the_same_words_twice(self, call, advisor_user):
        QuestionFactory(opening=call, asked_by=advisor_user, text="同じ質問")
        with pytest.raises(IntegrityError, match="question_once"), transaction.atomic():
            QuestionFactory(opening=call, asked_by=advisor_user, text="同じ質問")

    def test_five_may_wait_and_an_answer_makes_room(self, call, clerk, advisor_user):
        questions = QuestionFactory.create_batch(5, opening=call, asked_by=advisor_user, drafted=True)
        with pytest.raises(DomainError, match="5件"):
            operations.ask_question(call, by=advisor_user, at=moment(), text="六つ目")
        publish(call, clerk, questions[0])
        assert operations.ask_question(call, by=advisor_user, at=moment(), text="六つ目").status == "received"

    @pytest.mark.parametrize(("offset", "taken"), [(0, True), (-1, False)])
    def test_until_the_last_day_has_ended(self, call, advisor_user, offset, taken):
        Opening.objects.filter(pk=call.pk).update(question_deadline_date=day(offset))
        call.refresh_from_db()
        if taken:
            assert operations.ask_question(call, by=advisor_user, at=moment(), text="間に合う質問")
        else:
            with pytest.raises(DomainError, match="質問の受付は終わりました"):
                operations.ask_question(call, by=advisor_user, at=moment(), text="遅れた質問")

    def test_not_where_the_city_takes_none(self, sanuki, advisor_user):
        silent = OpeningFactory(open=True, municipality=sanuki)
        with pytest.raises(DomainError):
            operations.ask_question(silent, by=advisor_user, at=moment(), text="質問")
        assert not Question.objects.exists()


class TestAnswering:
    def test_two_clerks_do_not_overwrite_each_other(self, call, clerk, outsider):
        question = QuestionFactory(opening=call)
        seen = question.version
        operations.answer_question(question, by=clerk, at=moment(), version=seen, answer="先の回答")
        with pytest.raises(EditConflict):
            operations.answer_question(question, by=outsider, at=moment(), version=seen, answer="後の回答")
        question.refresh_from_db()
        assert (question.answer, question.answered_by) == ("先の回答", clerk)

    def test_an_answer_rewritten_since_it_was_read_stops_the_publication(self, call, clerk):
        first, second = QuestionFactory.create_batch(2, opening=call, drafted=True)
        operations.answer_question(second, by=clerk, at=moment(), version=second.version, answer="直した")
        with pytest.raises(EditConflict):
            publish(call, clerk, first, second)
        assert not public_questions(call).exists()
        assert told("answers_published") == []

    def test_numbers_follow_the_order_of_asking_and_go_on(self, call, clerk):
        late, early = (
            QuestionFactory(opening=call, drafted=True, asked_at=moment(offset)) for offset in (-1, -3)
        )
        assert [row.pk for row in publish(call, clerk, late, early)] == [early.pk, late.pk]
        third = QuestionFactory(opening=call, drafted=True, asked_at=moment(-9))
        (row,) = publish(call, clerk, third)
        assert row.number == 3

    def test_nothing_twice(self, call, clerk):
        question = QuestionFactory(opening=call, drafted=True)
        publish(call, clerk, question)
        question.refresh_from_db()
        with pytest.raises(IllegalTransition):
            publish(call, clerk, question)

    def test_drafts_of_another_call_are_not_published_along(self, call, clerk):
        other = QuestionFactory(drafted=True)
        with pytest.raises(DomainError, match="選んで"):
            publish(call, clerk, other)

    def test_nothing_after_the_deadline(self, call, clerk):
        draft = QuestionFactory(opening=call, drafted=True)
        public = QuestionFactory(opening=call, published=True)
        late = call.closes_at + timedelta(microseconds=1)
        with pytest.raises(DomainError, match="締切を過ぎた"):
            publish(call, clerk, draft, at=late)
        with pytest.raises(DomainError, match="締切を過ぎた"):
            operations.answer_question(draft, by=clerk, at=late, version=draft.version, answer="遅い")
        with pytest.raises(DomainError, match="締切を過ぎた"):
            operations.add_note(public, by=clerk, at=late, text="遅い追記")
        refused = operations.refuse_question(
            draft, by=clerk, at=late, reason="締切までに回答できませんでした。"
        )
        assert refused.status == "refused"

    def test_the_reason_reaches_the_asker_alone(self, call, clerk, advisor_user):
        InterestFactory(opening=call)
        question = QuestionFactory(opening=call, asked_by=advisor_user)
        operations.refuse_question(question, by=clerk, at=moment(), reason="募集と関係がないため")
        assert told("question_refused") == [advisor_user]
        assert "募集と関係がないため" in Notice.objects.get(kind="projects.question_refused").body
        assert Notice.objects.count() == 1

    def test_only_what_is_published_gets_notes(self, call, clerk):
        with pytest.raises(IllegalTransition):
            operations.add_note(
                QuestionFactory(opening=call, drafted=True), by=clerk, at=moment(), text="追記"
            )


class TestWhoHears:
    @pytest.fixture
    def crowd(self, call):
        """Somebody interested, somebody who applied, one who is both; and three who are out of it."""
        interested, both = (
            InterestFactory(opening=call).person,
            ApplicationFactory(opening=call, submitted=True),
        )
        InterestFactory(opening=call, person=both.advisor.user)
        writing = ApplicationFactory(opening=call)
        InterestFactory(opening=call, removed=True)
        InterestFactory()
        ApplicationFactory(opening=call, withdrawn=True)
        return [interested, both.advisor.user, writing.advisor.user]

    def test_followers_are_each_listed_once(self, call, crowd):
        assert list(people_following(call)) == sorted(crowd, key=lambda user: user.pk)

    def test_one_notice_a_publication_not_a_question(self, call, clerk, crowd, advisor_user):
        asker = crowd[0]
        mine = QuestionFactory.create_batch(2, opening=call, drafted=True, asked_by=asker)
        other = QuestionFactory(opening=call, drafted=True, asked_by=advisor_user)
        publish(call, clerk, *mine, other)
        assert told("question_answered") == sorted([asker, advisor_user], key=lambda user: user.pk)
        assert told("answers_published") == sorted(crowd[1:], key=lambda user: user.pk)
        publish(call, clerk, QuestionFactory(opening=call, drafted=True, asked_by=UserFactory()))
        assert len(told("answers_published")) == 5

    def test_a_note_reaches_followers_and_the_asker(self, call, clerk, crowd):
        question = QuestionFactory(opening=call, published=True)
        operations.add_note(question, by=clerk, at=moment(), text="初回だけ本庁です。")
        assert told("answer_noted") == sorted([*crowd, question.asked_by], key=lambda user: user.pk)


class TestTheDatabase:
    @pytest.mark.parametrize("change", [{"answer": "書き換え"}, {"text": "書き換え"}, {"number": 9}])
    def test_a_published_question_stays(self, change):
        question = QuestionFactory(published=True)
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(**change)

    def test_published_words_are_not_deleted(self):
        addendum = AddendumFactory()
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            Addendum.objects.filter(pk=addendum.pk)._raw_delete("default")
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            Addendum.objects.update(text="書き換え")

    def test_no_answer_is_published_after_the_deadline(self, call):
        question = QuestionFactory(opening=call, drafted=True)
        late = call.closes_at + timedelta(seconds=1)
        values = {"status": "published", "number": 1}
        with pytest.raises(DatabaseError, match="after the deadline"), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(published_at=late, **values)
        Question.objects.filter(pk=question.pk).update(published_at=call.closes_at, **values)

    def test_no_note_after_the_deadline_or_before_publication(self, call):
        public = QuestionFactory(opening=call, published=True)
        late = call.closes_at + timedelta(seconds=1)
        for values in ({"question": public, "added_at": late}, {"question": QuestionFactory(drafted=True)}):
            with pytest.raises(DatabaseError, match="before the deadline"), transaction.atomic():
                AddendumFactory(**values)

    def test_published_means_answered_and_numbered(self):
        with pytest.raises(IntegrityError, match="question_published_with_answer"), transaction.atomic():
            QuestionFactory(published=True, answer="")
        with pytest.raises(IntegrityError, match="question_refusal_has_reason"), transaction.atomic():
            QuestionFactory(refused=True, refusal_reason="")


def test_lists_take_a_constant_number_of_queries(call):
    counts = []
    for _more in range(2):
        AddendumFactory.create_batch(2, question=QuestionFactory(opening=call, published=True))
        with CaptureQueriesContext(connection) as queries:
            for rows in (public_questions(call), questions_in(call)):
                assert [len(row.addenda.all()) for row in rows]
        counts.append(len(queries))
    assert counts == [4, 4]

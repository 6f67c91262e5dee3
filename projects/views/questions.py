"""質問: asked on the public page, answered and published on the desk."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, EditConflict
from core.forms import ReasonForm
from core.views import Act, ActionPage, EditPage, RowFormPage, RowPage
from projects.forms.question import STALE, AnswerForm, NoteForm, PublishForm, QuestionForm
from projects.models import Opening, Question
from projects.operations import question as operations
from projects.queries import (
    openings_managed_by,
    people_following,
    public_openings,
    questions_in,
    questions_managed_by,
    questions_of,
)


class Ask(RowFormPage):
    """Also lists what the reader has asked so far, with what became of it."""

    permission = "projects.ask_opening"
    row_name = "opening"
    form_class = QuestionForm
    template_name = "projects/opening_ask.html"
    success_message = _("質問を受け付けました。回答が公開されると、お知らせが届きます。")

    def queryset(self) -> QuerySet[Opening]:
        return public_openings()

    def perform(self, form: QuestionForm, at: datetime) -> Question:
        return operations.ask_question(self.row, by=self.reader, at=at, **form.changes())

    def success_url(self, result: Any) -> str:
        return self.request.path

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            accepts=self.row.accepts_questions(timezone.now()),
            questions=questions_of(self.reader, self.row),
            **context,
        )


class DeskQuestions(RowPage):
    """Everything that was asked about one call. Who asked is shown to nobody."""

    permission = "projects.manage_opening"
    row_name = "opening"
    template_name = "projects/desk_questions.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        questions = list(questions_in(self.row))
        drafts = sum(question.status == "drafted" for question in questions)
        return super().get_context_data(questions=questions, drafts=drafts, **context)


class AnswersPublish(RowFormPage):
    """A last look at the drafts; those that are ticked are published together."""

    permission = "projects.answer_opening"
    row_name = "opening"
    form_class = PublishForm
    template_name = "projects/desk_answers_publish.html"
    success_message = _("回答を公開し、質問した方と関心のある方に知らせました。")

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def prepare(self) -> None:
        super().prepare()
        self.drafts = list(questions_in(self.row).filter(status="drafted"))

    def form_options(self) -> dict[str, Any]:
        return {"drafts": self.drafts}

    def perform(self, form: PublishForm, at: datetime) -> Opening:
        """A draft rewritten between the check of the form and here is no edit to compare: read and tick again."""
        try:
            operations.publish_answers(self.row, by=self.reader, at=at, chosen=form.versions())
        except EditConflict as conflict:
            raise DomainError(STALE) from conflict
        return self.row

    def success_url(self, result: Any) -> str:
        return reverse("desk_questions", args=[self.row.code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        followers = people_following(self.row).count()
        return super().get_context_data(drafts=self.drafts, followers=followers, **context)


class AnswerEdit(EditPage):
    permission = "projects.answer_question"
    operation = operations.answer_question
    row_name = "question"
    form_class = AnswerForm
    template_name = "projects/desk_answer.html"
    success_message = _("回答の下書きを保存しました。まだ公開していません。")

    def queryset(self) -> QuerySet[Question]:
        return questions_managed_by(self.reader)


class DeskQuestionAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "refuse": Act(
            operations.refuse_question, ReasonForm, _("公開しないことにし、質問した方に理由を知らせました。")
        ),
        "add_note": Act(operations.add_note, NoteForm, _("追記を公開し、関心のある方に知らせました。")),
    }
    template_name = "projects/desk_question_action.html"

    def queryset(self) -> QuerySet[Question]:
        return questions_managed_by(self.reader)

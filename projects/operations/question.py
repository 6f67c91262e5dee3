"""質問 from the asker's form to the published answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.models import Addendum, Opening, Question
from projects.queries.question import WAITING

OPEN_QUESTIONS = 5  # that one person may have waiting on one call


@transaction.atomic
def ask_question(opening: Opening, *, by: User, at: datetime, text: str) -> Question:
    """Tells the city, not who asked. The same words sent twice are one question.

    Raises DomainError after the last day for questions and for the sixth that waits.
    """
    row = locked(opening)
    mine = Question.objects.filter(opening=row, asked_by=by)
    if sent_before := mine.filter(text=text).first():
        return sent_before
    if not row.accepts_questions(at):
        raise DomainError(_("質問の受付は終わりました。公開された質問と回答は、募集のページで読めます。"))
    if mine.filter(status__in=WAITING).count() >= OPEN_QUESTIONS:
        raise DomainError(
            _(
                "回答を待っている質問が{count}件あります。回答が公開されてから、次の質問を送ってください。"
            ).format(count=OPEN_QUESTIONS)
        )
    question = changes.create(
        Question,
        by=by,
        at=at,
        opening=row,
        municipality=row.municipality,
        text=text,
        asked_by=by,
        asked_at=at,
    )
    notices.tell_question(question, at=at)
    return question


@transaction.atomic
def answer_question(question: Question, *, by: User, at: datetime, version: int, answer: str) -> Question:
    """Keeps the answer as a draft. Raises EditConflict when a colleague wrote in between."""
    _require_open(question.opening, at)
    return changes.move(
        question, "answer", by=by, at=at, version=version, answer=answer, answered_by=by, answered_at=at
    )


@transaction.atomic
def publish_answers(
    opening: Opening, *, by: User, at: datetime, chosen: Iterable[tuple[str, int]]
) -> list[Question]:
    """Publishes these answers (code, version as read) together, or none; one notice a person.

    Raises EditConflict when an answer was rewritten since it was read, IllegalTransition when one was
    published meanwhile.
    """
    row = locked(opening)
    _require_open(row, at)
    versions = dict(chosen)
    last = Question.objects.filter(opening=row).aggregate(last=Max("number"))["last"] or 0
    drafts = Question.objects.filter(opening=row, code__in=versions).order_by("asked_at", "pk")
    published = [
        changes.move(
            question,
            "publish",
            by=by,
            at=at,
            version=versions[question.code],
            number=number,
            published_at=at,
        )
        for number, question in enumerate(drafts, start=last + 1)
    ]
    if not published:
        raise DomainError(_("公開する回答を選んでください。"))
    notices.tell_answers(row, published, at=at)
    return published


@transaction.atomic
def refuse_question(question: Question, *, by: User, at: datetime, reason: str) -> Question:
    """公開しない: possible after the deadline too, so that nobody waits for ever. The asker alone is told why."""
    row = changes.move(question, "refuse", by=by, at=at, refusal_reason=reason)
    notices.tell_refused_question(row, at=at)
    return row


@transaction.atomic
def add_note(question: Question, *, by: User, at: datetime, text: str) -> Addendum:
    """追記. The answer itself stays as it was published."""
    row = locked(question)
    _require_open(row.opening, at)
    row.workflow.transition("add_note", row.status)
    addendum = changes.create(Addendum, by=by, at=at, question=row, text=text, added_by=by, added_at=at)
    changes.record(row, "add_note", by=by, at=at)
    notices.tell_note(addendum, at=at)
    return addendum


def _require_open(opening: Opening, at: datetime) -> None:
    if not opening.accepts_applications(at):
        raise DomainError(
            _(
                "応募の締切を過ぎたため、質問への回答は公開・変更できません。質問した方には「公開しない」から理由を知らせられます。"
            )
        )

"""利益相反の申告 and 評価: what each member of staff says of an applicant."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects.models import (
    AgreedScore,
    Application,
    ApplicationNote,
    ConflictDeclaration,
    Consensus,
    Opening,
    Review,
    Score,
)
from projects.queries.selection import (
    others_who_can_decide,
    others_who_can_select,
    standing_of,
    standings,
    undeclared_by,
)

Scored = TypeVar("Scored", Review, Consensus)


@transaction.atomic
def declare_conflicts(
    opening: Opening, *, by: User, at: datetime, asked: Iterable[str], conflicts: Mapping[str, str]
) -> int:
    """Records a declaration about each applicant whose code is `asked`: a conflict where `conflicts` has a
    note for the code, else none. What was declared before stays. Returns how many were recorded.

    Raises DomainError when nobody who may select would be left for an application, or nobody who may
    decide about the result.
    """
    locked(opening)  # two windows of the same person, or two people who exclude themselves at once
    rows = undeclared_by(by, opening).filter(code__in=list(asked))
    declared = list(rows)
    for application in declared:
        note = conflicts.get(application.code, "")
        if note:
            _require_others(application, by)
        _declare(application, by=by, at=at, note=note)
    return len(declared)


@transaction.atomic
def recuse_from(application: Application, *, by: User, at: datetime, note: str) -> ConflictDeclaration:
    """除斥: somebody who had declared no conflict finds one. The person's own review goes with it.

    Raises DomainError when nobody who may select would be left.
    """
    locked(application.opening)
    _require_others(application, by)
    row = ConflictDeclaration.objects.get(application=application, reviewer=by)
    drop_reviews(application.reviews.filter(reviewer=by))
    row = changes.edit(row, by=by, at=at, action="recuse", has_conflict=True, note=note, declared_at=at)
    changes.record(application, "recuse", by=by, at=at)
    return row


@transaction.atomic
def save_review(
    application: Application,
    *,
    by: User,
    at: datetime,
    comment: str,
    scores: Iterable[Mapping[str, Any]],
    version: int | None = None,
) -> Review:
    """One review of a person; a later one replaces it. `scores` name a criterion, points and a reason.

    Raises DomainError once the result was asked to be approved or a blind 書類選考 has ended, EditConflict
    like `changes.edit`.
    """
    application.opening = locked(application.opening)
    if not application.is_being_selected:
        raise DomainError(_("選考中の応募だけ、評価できます。"))
    if application.opening.scores_are_final:
        raise DomainError(_("氏名が表示されたあとは、評価を変えられません。合議の評価に記録してください。"))
    own = {"application": application, "reviewer": by}
    values = {"comment": comment, "reviewed_at": at}
    return _save_scored(Review, own, values, scores, by=by, at=at, version=version)


@transaction.atomic
def agree(
    application: Application,
    *,
    by: User,
    at: datetime,
    comment: str,
    scores: Iterable[Mapping[str, Any]],
    version: int | None = None,
) -> Consensus:
    """合議: what the reviewers agreed on. Everybody scores alone first.

    Raises DomainError before that and once the result was asked to be approved, EditConflict like
    `changes.edit`.
    """
    application.opening = locked(application.opening)
    if not application.is_being_selected:
        raise DomainError(_("選考中の応募だけ、評価できます。"))
    standing = standing_of(application, by)
    if not standing.is_complete:
        raise DomainError(
            _(
                "まだ評価していない人が{count}人います。全員が評価してから、合議の評価を記録してください。"
            ).format(count=standing.expected - standing.given)
        )
    values = {"agreed_by": by, "comment": comment, "agreed_at": at}
    own = {"application": application}
    return _save_scored(Consensus, own, values, scores, by=by, at=at, version=version)


def write_note(application: Application, *, by: User, at: datetime, text: str) -> ApplicationNote:
    """庁内のメモ, for everybody in the city who may read the application."""
    return changes.create(
        ApplicationNote, by=by, at=at, application=application, author=by, text=text, written_at=at
    )


@transaction.atomic
def show_names(opening: Opening, *, by: User, at: datetime, reason: str = "") -> Opening:
    """Ends the blind 書類選考: from now on names are known and reviews stay as they are.

    Raises DomainError while reviews are missing, unless a reason is given.
    """
    row = locked(opening)
    if not row.hides_names:
        raise DomainError(_("氏名は、すでに表示されています。"))
    waiting = list(row.applications.filter(status="submitted"))
    missing = sum(not standing.is_complete for standing in standings(by, row, waiting).values())
    if missing and not reason:
        raise DomainError(
            _(
                "評価がそろっていない応募が{count}件あります。全員の評価がそろってから表示するか、"
                "先に表示する理由を書いてください。"
            ).format(count=missing)
        )
    return changes.move(row, "show_names", by=by, at=at, note=reason, names_shown_at=at)


@transaction.atomic
def clear_conflict(declaration: ConflictDeclaration, *, by: User, at: datetime, reason: str) -> Opening:
    """Takes back what somebody declared by mistake; the person declares anew before reading.

    Raises DomainError for one's own declaration: somebody else has to look at it.
    """
    if declaration.reviewer == by:
        raise DomainError(_("自分の申告は、ほかの管理者に取り消してもらってください。"))
    application = declaration.application
    opening = locked(application.opening)
    declaration.delete()
    changes.record(application, "clear_conflict", by=by, at=at, reviewer=declaration.reviewer.pk, note=reason)
    return opening


def _save_scored(
    model: type[Scored],
    own: dict[str, Any],
    values: dict[str, Any],
    scores: Iterable[Mapping[str, Any]],
    *,
    by: User,
    at: datetime,
    version: int | None,
) -> Scored:
    """The row that `own` names, made or changed, with its scores."""
    row = model._default_manager.filter(**own).first()
    if row is None:
        row = changes.create(model, by=by, at=at, **own, **values)
    else:
        row = changes.edit(row, by=by, at=at, version=version, **values)
    return changes.replace_parts(row, "scores", scores, by=by, at=at)


def drop_consensus(application: Application) -> None:
    """Called inside the transaction of whatever makes it go."""
    AgreedScore.objects.filter(consensus__application=application).delete()
    Consensus.objects.filter(application=application).delete()


def drop_reviews(reviews: QuerySet[Review]) -> None:
    """With their scores. Called inside the transaction of whatever makes them go."""
    Score.objects.filter(review__in=reviews).delete()
    reviews.delete()


def _declare(application: Application, *, by: User, at: datetime, note: str) -> None:
    changes.create(
        ConflictDeclaration,
        by=by,
        at=at,
        application=application,
        reviewer=by,
        has_conflict=bool(note),
        note=note,
        declared_at=at,
    )


def _require_others(application: Application, by: User) -> None:
    if not others_who_can_decide(application, by):
        raise DomainError(
            _(
                "あなたが選考から外れると、選考結果を決裁できる職員がいなくなります。"
                "先に、管理者に承認者を加えてもらってください。"
            )
        )
    if not others_who_can_select(application, by):
        raise DomainError(
            _(
                "あなたが選考から外れると、受付番号{code}の応募を選考できる職員がいなくなります。"
                "先に、管理者に評価者を加えてもらってください。"
            ).format(code=application.code)
        )

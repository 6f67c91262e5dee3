"""選考: what a member of staff still has to declare, and the reviews one may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet, Sum

from accounts.models import User
from municipalities.queries import approvers_of, reviewers_of, selectors_of
from municipalities.rules import roles_of
from projects import scoring
from projects.models import (
    Application,
    ApplicationNote,
    ConflictDeclaration,
    Consensus,
    Criterion,
    Opening,
    Review,
)
from projects.queries.application import applications_on_desk, applications_to_city
from projects.rules import RELEASED_STATES, SEALED_STATES

# From here on the reviews are the grounds of a decision and no longer only their authors' business.
DECIDED_ON = SEALED_STATES | RELEASED_STATES


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reviewers of one application have given so far; `reviews` are those to be seen."""

    given: int
    expected: int
    is_mine: bool
    reviews: list[Review]
    consensus: Consensus | None

    @property
    def is_complete(self) -> bool:
        """Everybody has scored alone; what follows is agreed on together."""
        return self.given >= self.expected

    @property
    def total(self) -> Decimal | None:
        """The mean of all reviews; None where they are not to be seen."""
        return scoring.mean(total for each in self.reviews if (total := each.total) is not None)

    def mean_of(self, criterion: Criterion) -> Decimal | None:
        """Of the points on one line of the rubric; None where they are not to be seen."""
        scores = (score for review in self.reviews for score in review.scores.all())
        return scoring.mean(Decimal(each.points) for each in scores if each.criterion_id == criterion.pk)


def undeclared_by(user: Any, opening: Opening) -> QuerySet[Application]:
    """About whose applicants the person has not said anything yet, in order of arrival."""
    return _undeclared(user).filter(opening=opening)


def opening_to_declare_for(user: Any, code: str) -> Opening | None:
    """The call of an application that the person may read only after a declaration."""
    if not user.is_authenticated or not roles_of(user):
        return None
    row = _undeclared(user).filter(code=code).first()
    return row.opening if row else None


def _undeclared(user: Any) -> QuerySet[Application]:
    said = ConflictDeclaration.objects.filter(application=OuterRef("pk"), reviewer=user)
    return applications_to_city(user).filter(~Exists(said))


def hidden_count(user: Any, opening: Opening) -> int:
    """How many are hidden because the person declared a conflict."""
    return ConflictDeclaration.objects.filter(
        reviewer=user, application__opening=opening, has_conflict=True
    ).count()


def conflicts_declared(opening: Opening) -> QuerySet[ConflictDeclaration]:
    """By staff, for the record of the selection."""
    rows = ConflictDeclaration.objects.filter(application__opening=opening, has_conflict=True)
    return rows.select_related("application", "reviewer").order_by("application__submitted_at", "id")


def conflicts_to_clear(user: Any, opening: Opening) -> dict[str, ConflictDeclaration]:
    """Those of others, by the codes of the application and of the reviewer's post."""
    posts = opening.municipality.memberships.values_list("user", "code")
    code_of = dict(posts)
    rows = conflicts_declared(opening).exclude(reviewer=user)
    return {f"{each.application.code}-{code_of[each.reviewer_id]}": each for each in rows}


def selectors_reading(application: Application) -> QuerySet[User]:
    """Whoever may select and has declared no conflict with the applicant: the others hear nothing of it."""
    cleared = application.declarations.filter(has_conflict=False).values("reviewer")
    return selectors_of(application.municipality).filter(pk__in=cleared)


def others_who_can_select(application: Application, user: Any) -> bool:
    """Whether somebody is left when the person is excluded."""
    excluded = application.declarations.filter(has_conflict=True).values("reviewer")
    people = selectors_of(application.municipality)
    return people.exclude(pk=user.pk).exclude(pk__in=excluded).exists()


def others_who_can_decide(application: Application, user: Any) -> bool:
    """Whether somebody without a conflict can decide about the result, if the person cannot any more."""
    conflicts = ConflictDeclaration.objects.filter(
        application__opening=application.opening_id, has_conflict=True
    )
    people = approvers_of(application.municipality)
    free = people.exclude(pk__in=conflicts.values("reviewer"))
    return not free.filter(pk=user.pk).exists() or free.exclude(pk=user.pk).exists()


def notes_on(application: Application) -> QuerySet[ApplicationNote]:
    return application.notes.select_related("author").order_by("written_at", "id")


def own_review(application: Application, user: Any) -> Review | None:
    return application.reviews.filter(reviewer=user).prefetch_related("scores").first()


def totals_of(applications: Iterable[int]) -> dict[int, Decimal]:
    """Primary key → what was agreed on, else the mean of the single reviews; without those nobody scored."""
    pks = list(applications)
    singles: dict[int, list[Decimal]] = defaultdict(list)
    for review in Review.objects.filter(application__in=pks).prefetch_related("scores__criterion"):
        if (total := review.total) is not None:
            singles[review.application_id].append(total)
    found = {pk: mean for pk, totals in singles.items() if (mean := scoring.mean(totals)) is not None}
    agreed = Consensus.objects.filter(application__in=pks).prefetch_related("scores__criterion")
    together = {each.application_id: total for each in agreed if (total := each.total) is not None}
    return found | together


def consensus_on(application: Application) -> Consensus | None:
    return Consensus.objects.filter(application=application).prefetch_related("scores").first()


def standing_of(application: Application, user: Any) -> Standing:
    return standings(user, application.opening, [application])[application.pk]


def standings(user: Any, opening: Opening, applications: Iterable[Application]) -> dict[int, Standing]:
    """By application. A constant number of queries however many there are."""
    rows = list(applications)
    reviews = Review.objects.filter(application__in=rows).select_related("reviewer")
    by_application: dict[int, list[Review]] = defaultdict(list)
    for review in reviews.prefetch_related("scores__criterion").order_by("reviewed_at", "id"):
        by_application[review.application_id].append(review)
    people = set(reviewers_of(opening.municipality).values_list("pk", flat=True))
    excluded: dict[int, set[int]] = defaultdict(set)
    conflicts = ConflictDeclaration.objects.filter(application__in=rows, has_conflict=True)
    for application, reviewer in conflicts.values_list("application", "reviewer"):
        excluded[application].add(reviewer)
    agreed = {
        each.application_id: each
        for each in Consensus.objects.filter(application__in=rows)
        .select_related("agreed_by")
        .prefetch_related("scores__criterion")
    }
    return {
        row.pk: _standing(
            user, opening, by_application[row.pk], people - excluded[row.pk], agreed.get(row.pk)
        )
        for row in rows
    }


def _standing(
    user: Any, opening: Opening, given: list[Review], people: set[int], agreed: Consensus | None
) -> Standing:
    """Reviews are seen by whoever has given one, and by all once the result is being decided."""
    authors = {review.reviewer_id for review in given}
    mine = user.pk in authors
    seen = given if mine or opening.status in DECIDED_ON else []
    return Standing(len(given), len(people | authors), mine, seen, agreed)


def unreviewed(rows: QuerySet[Application], user: Any) -> QuerySet[Application]:
    """Those that wait and that the person has not reviewed."""
    return rows.filter(~_reviewed_by(user), status="submitted")


def _reviewed_by(user: Any) -> Exists:
    return Exists(Review.objects.filter(application=OuterRef("pk"), reviewer=user))


def best_first(rows: QuerySet[Application], user: Any) -> QuerySet[Application]:
    """Those that the person has reviewed, by the mean of all reviews. Every review has points on every
    line of the rubric, so that the mean of weighted means is one division.
    """
    weight = F("reviews__scores__criterion__weight")
    points = Sum(F("reviews__scores__points") * weight, output_field=FloatField())
    return (
        rows.filter(_reviewed_by(user))
        .alias(mean=points / Sum(weight))
        .order_by("-mean", "submitted_at", "id")
    )


def next_to_review(user: Any, opening: Opening, *, but: Application | None = None) -> str | None:
    """The code of the first application of the call that the person has not reviewed yet."""
    rows = unreviewed(applications_on_desk(user, opening), user)
    others = rows.exclude(pk=but.pk) if but else rows
    code: str | None = others.values_list("code", flat=True).first()
    return code

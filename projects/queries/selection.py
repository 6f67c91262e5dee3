"""選考: what a member of staff still has to declare, and the reviews one may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet, Sum

from municipalities.enums import SELECTING_ROLES, StaffRole
from municipalities.models import StaffMembership
from municipalities.rules import roles_of
from projects import scoring
from projects.models import Application, ConflictDeclaration, Opening, Review
from projects.queries.application import applications_received_by, applications_to_city

# From here on the reviews are the grounds of a decision and no longer only their authors' business.
DECIDED_ON = frozenset({"result_review", "decided", "no_match"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reviewers of one application have given so far. `total` is None where it is not to be seen."""

    given: int
    expected: int
    is_mine: bool
    total: Decimal | None


def undeclared_by(user: Any, opening: Opening) -> QuerySet[Application]:
    """About whose applicants the person has not said anything yet, in order of arrival."""
    said = ConflictDeclaration.objects.filter(application=OuterRef("pk"), reviewer=user)
    return applications_to_city(user).filter(~Exists(said), opening=opening)


def opening_to_declare_for(user: Any, code: str) -> Opening | None:
    """The call of an application that the person may read only after a declaration."""
    if not user.is_authenticated or not roles_of(user):
        return None
    said = ConflictDeclaration.objects.filter(application=OuterRef("pk"), reviewer=user)
    row = applications_to_city(user).filter(~Exists(said), code=code).first()
    return row.opening if row else None


def hidden_count(user: Any, opening: Opening) -> int:
    """How many are hidden because the person declared a conflict."""
    return ConflictDeclaration.objects.filter(
        reviewer=user, application__opening=opening, has_conflict=True
    ).count()


def conflicts_declared(opening: Opening) -> QuerySet[ConflictDeclaration]:
    """By staff, for the record of the selection."""
    rows = ConflictDeclaration.objects.filter(application__opening=opening, has_conflict=True)
    return rows.select_related("application", "reviewer").order_by("application__submitted_at", "id")


def reviewers_of(opening: Opening) -> QuerySet[StaffMembership]:
    """評価者; where a city has named none, everybody who may select."""
    staff = StaffMembership.objects.filter(municipality=opening.municipality_id, status="active")
    named = staff.filter(roles__contains=[StaffRole.REVIEWER])
    return named if named.exists() else staff.filter(roles__overlap=sorted(SELECTING_ROLES))


def others_who_can_select(application: Application, user: Any) -> bool:
    """Whether somebody is left when the person is excluded."""
    excluded = application.declarations.filter(has_conflict=True).values("reviewer")
    staff = StaffMembership.objects.filter(
        municipality=application.municipality_id,
        status="active",
        user__is_active=True,
        roles__overlap=sorted(SELECTING_ROLES),
    )
    return staff.exclude(user=user).exclude(user__in=excluded).exists()


def own_review(application: Application, user: Any) -> Review | None:
    return application.reviews.filter(reviewer=user).prefetch_related("scores").first()


def reviews_seen_by(user: Any, application: Application) -> list[Review]:
    """All of them once the person has given one or the result is being decided; else none."""
    rows = application.reviews.select_related("reviewer").order_by("reviewed_at", "id")
    reviews = list(rows.prefetch_related("scores__criterion"))
    mine = any(each.reviewer_id == user.pk for each in reviews)
    return reviews if mine or application.opening.status in DECIDED_ON else []


def total_of(review: Review) -> Decimal | None:
    return scoring.weighted((each.criterion.weight, each.points) for each in review.scores.all())


def standings(user: Any, opening: Opening, applications: Iterable[Application]) -> dict[int, Standing]:
    """By application. Three queries however many there are."""
    rows = list(applications)
    reviews = Review.objects.filter(application__in=rows).prefetch_related("scores__criterion")
    by_application: dict[int, list[Review]] = defaultdict(list)
    for review in reviews:
        by_application[review.application_id].append(review)
    people = set(reviewers_of(opening).values_list("user_id", flat=True))
    excluded: dict[int, set[int]] = defaultdict(set)
    conflicts = ConflictDeclaration.objects.filter(application__in=rows, has_conflict=True)
    for application, reviewer in conflicts.values_list("application", "reviewer"):
        excluded[application].add(reviewer)
    return {
        row.pk: _standing(user, opening, by_application[row.pk], people - excluded[row.pk]) for row in rows
    }


def _standing(user: Any, opening: Opening, given: list[Review], people: set[int]) -> Standing:
    mine = any(review.reviewer_id == user.pk for review in given)
    totals = [total for review in given if (total := total_of(review)) is not None]
    seen = mine or opening.status in DECIDED_ON
    authors = {review.reviewer_id for review in given}
    return Standing(len(given), len(people | authors), mine, scoring.mean(totals) if seen else None)


def unreviewed(rows: QuerySet[Application], user: Any) -> QuerySet[Application]:
    """Those that wait and that the person has not reviewed."""
    given = Review.objects.filter(application=OuterRef("pk"), reviewer=user)
    return rows.filter(~Exists(given), status="submitted")


def best_first(rows: QuerySet[Application], user: Any) -> QuerySet[Application]:
    """Those that the person has reviewed, by the mean of all reviews. Every review has points on every
    line of the rubric, so that the mean of weighted means is one division.
    """
    given = Review.objects.filter(application=OuterRef("pk"), reviewer=user)
    weight = F("reviews__scores__criterion__weight")
    points = Sum(F("reviews__scores__points") * weight, output_field=FloatField())
    return rows.filter(Exists(given)).alias(mean=points / Sum(weight)).order_by("-mean", "submitted_at", "id")


def next_to_review(user: Any, application: Application) -> str | None:
    """The code of the first application of the same call that the person has not reviewed yet."""
    rows = unreviewed(applications_received_by(user).filter(opening=application.opening_id), user)
    code: str | None = rows.exclude(pk=application.pk).values_list("code", flat=True).first()
    return code

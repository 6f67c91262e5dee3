"""Keeping the rows of matching equal to their sources, and choosing the weights."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.enums import SETTLED_PERMISSIONS, Intention
from advisors.models import AdvisorProfile, Experience
from advisors.queries import profiles_in_full
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects.enums import MatchTerm
from projects.matching.calls import MATCHABLE, call_passages, opening_traits
from projects.matching.people import person_row, person_traits
from projects.matching.rarity import Rarity
from projects.matching.traits import Spoken, spoken
from projects.models import Engagement, MatchPerson, MatchWeights, Opening, OpeningTrait, PersonTrait, Project

BATCH = 500


def follow_match_sources() -> None:
    """Called once when the app is ready."""
    changes.follow(AdvisorProfile, lambda row: refresh_people(Q(pk=row.pk)))
    changes.follow(Experience, lambda row: refresh_people(Q(pk=row.advisor_id)))
    changes.follow(Engagement, lambda row: refresh_people(Q(pk=row.advisor_id)))
    changes.follow(Opening, lambda row: refresh_calls(Q(pk=row.pk)))
    changes.follow(Project, lambda row: refresh_calls(Q(project=row)))


@transaction.atomic
def refresh_people(which: Q) -> int:
    """Writes the rows of these profiles anew; one that cannot be matched has none."""
    ids = list(AdvisorProfile.objects.filter(which).values_list("pk", flat=True))
    PersonTrait.objects.filter(advisor__in=ids).delete()
    MatchPerson.objects.filter(advisor__in=ids).delete()
    profiles = list(matchable_profiles().filter(pk__in=ids))
    MatchPerson.objects.bulk_create(person_rows(profiles))
    PersonTrait.objects.bulk_create(
        [trait for row in profiles for trait in person_traits(row)], batch_size=5000
    )
    return len(profiles)


def matchable_profiles() -> QuerySet[AdvisorProfile]:
    """Public, allowed by the main employer, and with time; with what `person_traits` reads. Nobody else has
    rows that matching would have to pass over.
    """
    rows = profiles_in_full().filter(status="active", employer_permission__in=SETTLED_PERMISSIONS)
    return rows.exclude(intention=Intention.BUSY)


def person_rows(profiles: Iterable[AdvisorProfile]) -> list[MatchPerson]:
    """Not saved."""
    rows = list(profiles)
    done = Engagement.objects.filter(advisor__in=[row.pk for row in rows], status="completed")
    completed = dict(done.values_list("advisor").annotate(n=Count("pk")))
    return [person_row(row, completed.get(row.pk, 0)) for row in rows]


@transaction.atomic
def refresh_calls(which: Q) -> int:
    """Writes the rows of these openings anew; one that looks for nobody any more has none."""
    OpeningTrait.objects.filter(opening__in=Opening.objects.filter(which)).delete()
    live = list(matchable_openings().filter(which))
    said = [spoken(call_passages(row)) for row in live]
    rare = rarity_for(live, said)
    traits = (opening_traits(row, words, rare) for row, words in zip(live, said, strict=True))
    OpeningTrait.objects.bulk_create([each for found in traits for each in found], batch_size=5000)
    return len(live)


def matchable_openings() -> QuerySet[Opening]:
    """With what `opening_traits` reads."""
    rows = Opening.objects.filter(status__in=MATCHABLE)
    rows = rows.select_related("municipality__prefecture", "project__field")
    return rows.prefetch_related("skills__skill")


def rarity_for(openings: Iterable[Opening], said: Iterable[Spoken]) -> Rarity:
    """Of everything these openings ask for; `said` is what their passages say."""
    found = {f"k:{each.skill.slug}" for row in openings for each in row.skills.all()}
    for each in said:
        found |= {*each.words, *(f"k:{slug}" for slug in each.skills)}
    return Rarity(found)


def rebuild_matching() -> tuple[int, int]:
    """Every row anew, in batches that each are a transaction; people first, for the rarities."""
    return sum(refresh_people(which) for which in _batches(AdvisorProfile)), rebuild_calls()


def rebuild_calls() -> int:
    """Every opening anew, when it has changed how rare a trait is."""
    return sum(refresh_calls(which) for which in _batches(Opening))


def _batches(model: type[Any]) -> Iterator[Q]:
    last = 0
    while ids := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield Q(pk__in=ids)
        last = ids[-1]


@transaction.atomic
def propose_weights(*, by: User, at: datetime, reason: str, **values: int) -> MatchWeights:
    """A new version, not in force yet. Raises DomainError unless the weights add up to 100."""
    if sum(values[term] for term in MatchTerm.values) != 100:
        raise DomainError(_("重みの合計を100にしてください。"))
    newest = MatchWeights.objects.aggregate(last=Max("number"))["last"] or 1
    return changes.create(MatchWeights, by=by, at=at, number=newest + 1, reason=reason, **values)


@transaction.atomic
def activate_weights(weights: MatchWeights, *, by: User, at: datetime) -> MatchWeights:
    """The version in force until now is kept as a record."""
    row = locked(weights)
    for former in MatchWeights.objects.filter(status="active"):
        changes.move(former, "retire", by=by, at=at)
    return changes.move(row, "activate", by=by, at=at)


def discard_weights(weights: MatchWeights, *, by: User, at: datetime) -> MatchWeights:
    return changes.move(weights, "discard", by=by, at=at)

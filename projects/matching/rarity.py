"""How many people have a trait: what few have says more about a match."""

from collections.abc import Iterable

from django.db.models import Count

from projects.matching.traits import rarity
from projects.models import MatchPerson, PersonTrait


class Rarity:
    """Counts the holders of these traits once."""

    def __init__(self, traits: Iterable[str]) -> None:
        rows = PersonTrait.objects.filter(trait__in=set(traits)).values_list("trait")
        self.holders = dict(rows.annotate(n=Count("advisor")))
        self.people = MatchPerson.objects.count()

    def of(self, trait: str) -> float:
        return rarity(self.holders.get(trait, 0), self.people)

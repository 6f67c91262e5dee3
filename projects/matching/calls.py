"""What matching knows of an opening."""

from collections import Counter

from projects.enums import Importance, MatchTerm
from projects.matching.concepts import group_of
from projects.matching.rarity import Rarity
from projects.matching.traits import Passage, Spoken, shares
from projects.models import Opening, OpeningTrait

IMPORTANCE = {Importance.NICE: 1.0, Importance.IMPORTANT: 2.0, Importance.REQUIRED: 4.0}
TELLING_WORDS, TOPICS, GROUPS = 16, 8, 3
MATCHABLE = ("draft", "returned", "in_review", "approved", "open")  # states in which a call looks for people
MOST = 5.0  # a word that is everywhere in a call counts at most so much
WHOLE_PREFECTURE = 0.5


def call_passages(opening: Opening) -> list[Passage]:
    """The problem and the wish weigh most."""
    return [
        Passage(opening.title, 1.5),
        Passage(opening.summary, 2.0),
        Passage(opening.challenge, 3.0),
        Passage(opening.request, 2.5),
        Passage(opening.requirements, 2.0),
        Passage(opening.goals, 1.0),
    ]


def opening_traits(opening: Opening, said: Spoken, rare: Rarity) -> list[OpeningTrait]:
    """`said` is what its passages say."""
    wanted = {
        f"k:{each.skill.slug}": IMPORTANCE[Importance(each.importance)] * rare.of(f"k:{each.skill.slug}")
        for each in opening.skills.all()
    }
    about = {f"k:{slug}": value * rare.of(f"k:{slug}") for slug, value in said.skills.items()}
    groups: Counter[str] = Counter()
    for trait, value in [*shares(wanted, 12).items(), *shares(about, TOPICS).items()]:
        groups[f"g:{group_of(trait[2:])}"] += value  # type: ignore[assignment]
    telling = {word: min(MOST, value) * rare.of(word) ** 2 for word, value in said.words.items()}
    parts = {
        MatchTerm.SKILL: shares(wanted, 12),
        MatchTerm.TOPIC: shares(about, TOPICS),
        MatchTerm.NEAR: shares(groups, GROUPS),
        MatchTerm.TEXT: shares(telling, TELLING_WORDS),
        MatchTerm.FIELD: {f"f:{opening.project.field.slug}": 1.0},
        MatchTerm.REGION: _places(opening),
    }
    return [
        OpeningTrait(opening=opening, term=term, trait=trait[:70], share=share)
        for term, found in parts.items()
        for trait, share in found.items()
    ]


def _places(opening: Opening) -> dict[str, float]:
    place = opening.municipality
    found = {f"r:{place.code}": 1.0}
    if place.prefecture:
        found[f"r:{place.prefecture.code}"] = WHOLE_PREFECTURE
    return found

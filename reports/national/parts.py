"""What hangs on openings: the rubric, posts, the skills asked for, and who keeps an eye on them."""

from collections.abc import Iterator
from typing import Any

from projects.models import Criterion, Interest, OpeningSkill, Position
from reports.national.plan import Plan

CRITERION = (
    "id",
    "opening_id",
    "number",
    "name",
    "description",
    "weight",
)
POSITION = (
    "id",
    "opening_id",
    "number",
    "title",
    "description",
    "seats",
    "seats_taken",
)
SKILL = (
    "id",
    "opening_id",
    "skill_id",
    "importance",
)
INTEREST = (
    "id",
    "opening_id",
    "person_id",
    "marked_at",
    "removed_at",
)
RUBRICS = (
    (("実務の経験", 50), ("進め方の提案", 30), ("地域への理解", 20)),
    (("専門の知識", 40), ("職員への伝え方", 30), ("実績", 30)),
    (("進め方の提案", 60), ("活動できる時間", 40)),
)
SEVERAL = 0.2  # of the calls with more than one seat name their posts
INTERESTED = (0, 0, 1, 1, 2, 3, 8)


def write_criteria(plan: Plan) -> None:
    plan.copier.write(Criterion, CRITERION, _criteria(plan))


def write_parts(plan: Plan) -> None:
    plan.copier.write(Position, POSITION, _positions(plan))
    plan.copier.write(OpeningSkill, SKILL, _skills(plan))
    plan.copier.write(Interest, INTEREST, _interests(plan))


def _criteria(plan: Plan) -> Iterator[tuple[Any, ...]]:
    for call in plan.calls:
        rubric = plan.pick(RUBRICS)
        ids = plan.copier.ids(Criterion, len(rubric))
        for number, (pk, (name, weight)) in enumerate(zip(ids, rubric, strict=True), 1):
            yield pk, call.pk, number, name, f"{call.matter}に生かせるか", weight


def _positions(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """One post with one seat for each seat of the call; the first ones go to those hired first."""
    for call in plan.calls:
        if call.seats == 1 or not plan.chance(SEVERAL):
            continue
        call.posts = plan.copier.ids(Position, call.seats)
        for number, pk in enumerate(call.posts, 1):
            title, taken = f"{plan.theme(call.theme).post}（{number}）", int(number <= call.hired)
            yield pk, call.pk, number, title, call.matter, 1, taken


def _skills(plan: Plan) -> Iterator[tuple[Any, ...]]:
    for call in plan.calls:
        wanted = plan.rng.sample(plan.skills[call.theme], plan.pick((2, 3, 4)))
        ids = plan.copier.ids(OpeningSkill, len(wanted))
        for pk, skill in zip(ids, wanted, strict=True):
            yield pk, call.pk, skill, plan.pick((1, 2, 2, 3))


def _interests(plan: Plan) -> Iterator[tuple[Any, ...]]:
    for call in plan.calls:
        if not call.is_public:
            continue
        people = plan.rng.sample(plan.people, min(plan.pick(INTERESTED), len(plan.people)))
        for pk, person in zip(plan.copier.ids(Interest, len(people)), people, strict=True):
            at = plan.clock(plan.day_between(call.published, min(call.deadline, plan.last)))
            yield pk, call.pk, person, at, at if plan.chance(0.1) else None

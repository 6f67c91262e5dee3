"""What everybody who writes a part of the country needs at hand."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from advisors.models import Skill
from municipalities.models import Field, Municipality
from projects.rules import PUBLIC_OPENING_STATES
from reports.national.copying import Copier
from reports.national.words import THEMES, Theme

Item = TypeVar("Item")
FIRST_DAY = date(2021, 4, 1)
SKILLS_OF_FIELD = 10  # of the curated list: those who work in a field have these, and its calls ask for them


@dataclass(frozen=True, slots=True)
class Sizes:
    advisors: int
    openings: int
    applications: int
    meetings: int

    @property
    def cities(self) -> int:
        return max(3, min(1700, self.openings // 25))


@dataclass(slots=True)
class City:
    """A municipality at work: who drafts, who decides, and which sections there are."""

    pk: int
    name: str
    drafter: int
    approver: int
    owner: int  # the post of the drafter
    departments: list[int]
    agreement: int = 0


@dataclass(slots=True)
class Call:
    """One opening, as far as the rows that follow from it must know."""

    pk: int
    code: str
    city: City
    project: int
    theme: str
    status: str
    published: date
    deadline: date
    answer: date
    released: date
    start: date
    end: date
    seats: int
    matter: str
    posts: range = range(0)
    received: int = 0
    hired: int = 0

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC_OPENING_STATES


@dataclass(slots=True)
class Hire:
    """An accepted application, on its way to become an engagement."""

    application: int
    advisor: int
    call: Call


@dataclass
class Plan:
    sizes: Sizes
    today: date
    rng: random.Random
    copier: Copier
    say: Callable[[str], Any]
    advisors: range = range(0)  # those that were ever public: only they apply
    people: range = range(0)  # their accounts, in the same order
    cities: list[City] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    hires: list[Hire] = field(default_factory=list)
    approvals: list[tuple[Any, ...]] = field(default_factory=list)
    steps: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fields: dict[str, int] = dict(Field.objects.values_list("slug", "pk"))
        self.slugs = [slug for slug in THEMES if slug in self.fields]
        skills = list(Skill.objects.order_by("slug").values_list("pk", flat=True))
        self.skills = {slug: self.rng.sample(skills, SKILLS_OF_FIELD) for slug in self.slugs}
        self.places = list(Municipality.objects.order_by("code").values_list("pk", flat=True))
        self.prefectures = list(
            Municipality.objects.filter(kind="prefecture").order_by("code").values_list("pk", flat=True)
        )

    @property
    def last(self) -> date:
        """Yesterday: nothing has happened that lies before us still."""
        return self.today - timedelta(days=1)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self.rng.random() * len(items))]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def theme(self, slug: str) -> Theme:
        return THEMES[slug]

    def day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=int(self.rng.random() * ((last - first).days + 1)))

    def clock(self, day: date) -> str:
        """A moment in the office hours of that day, as PostgreSQL reads it."""
        minute = int(self.rng.random() * 530)
        return f"{day} {9 + minute // 60:02}:{minute % 60:02}+09"

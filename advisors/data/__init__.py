"""The curated list of skills, shipped as `skills.csv`; needs neither Django nor a database."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill. `aliases` are other names, separated by blanks, under which people know it."""

    slug: str
    group: str
    name: str
    aliases: str


def read_skills() -> Iterator[SkillRow]:
    """In the order in which lists show them.

    Source: the skills named by the 2022 standard for outside digital talent (総務省「自治体DX推進の
    ための外部人材スキル標準」), widened by the fields in which cities recruit.
    """
    text = resources.files(__name__).joinpath("skills.csv").read_text(encoding="utf-8")
    for record in csv.DictReader(text.splitlines()):
        yield SkillRow(**record)


def read_phrases() -> dict[str, tuple[str, ...]]:
    """Skill → words by which people show that they have it, or need it, without naming it."""
    text = resources.files(__name__).joinpath("phrases.csv").read_text(encoding="utf-8")
    rows = (line.split(",", 1) for line in text.splitlines() if line)
    return {slug: tuple(words.split()) for slug, words in rows}

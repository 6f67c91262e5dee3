"""ひな形: a first text for each field, in projects/data/opening_templates, as a clerk would write it.

What only the city can know stands there as ○○. The texts are Japanese content, not labels: they
become the opening's own text and are not translated.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "opening_templates"
GENERAL = "general"
TEXTS = ("title", "summary", "challenge", "goals", "request", "requirements")


@dataclass(frozen=True, slots=True)
class OpeningTemplate:
    """`slug` is that of a field, or GENERAL. `prompts` are questions that help to write the challenge."""

    slug: str
    texts: Mapping[str, str]
    prompts: tuple[str, ...]
    criteria: tuple[Mapping[str, Any], ...]

    def values(self) -> dict[str, Any]:
        """What a new draft starts with."""
        return {**self.texts, "criteria": [dict(line) for line in self.criteria]}


@cache
def opening_templates() -> dict[str, OpeningTemplate]:
    """By slug; read once."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def template_of(slug: str) -> OpeningTemplate:
    """The general one for a field that has none of its own."""
    found = opening_templates()
    return found.get(slug, found[GENERAL])


def _read(path: Path) -> OpeningTemplate:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = {name: data[name].strip() for name in TEXTS}
    return OpeningTemplate(path.stem, texts, tuple(data["prompts"]), tuple(data["criteria"]))

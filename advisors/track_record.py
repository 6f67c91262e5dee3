"""実績: what a professional has done on the portal, as the apps above tell it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisors.models import AdvisorProfile


@dataclass(frozen=True, slots=True)
class Feat:
    """One finished activity. `url` is a page the reader may open, or empty; `facts` are short words."""

    title: str
    place: str
    start: date
    end: date
    url: str = ""
    facts: tuple[str, ...] = ()


Source = Callable[[AdvisorProfile], Iterable[Feat]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """`source(profile)` gives what everybody who may see the profile may know, newest first."""
    _sources.append(source)


def feats_of(profile: AdvisorProfile) -> list[Feat]:
    found: list[Any] = [feat for source in _sources for feat in source(profile)]
    return sorted(found, key=lambda feat: feat.end, reverse=True)

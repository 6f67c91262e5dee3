"""The judged set, rankings of it, and nDCG@10."""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import bm25s
import numpy as np

from core.words import index_terms
from projects.imports.advisors import Advisors
from projects.imports.openings import Openings
from projects.imports.reading import Reader, spellings
from projects.imports.table import Line, read_table
from projects.imports.words import skill_of

HERE = Path(__file__).parent
Ranking = Callable[[str], list[str]]


def people_lines() -> list[Line]:
    return _lines("profiles.csv", Advisors)


def call_lines() -> list[Line]:
    return _lines("openings.csv", Openings)


def _lines(name: str, reader: type[Reader]) -> list[Line]:
    table = read_table((HERE / name).read_bytes())
    return table.lines(table.names(spellings(reader.columns)))


def grades() -> dict[str, dict[str, int]]:
    """Opening → profile → 1 to 3; every other pair is 0."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with (HERE / "judgements.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["opening"]][row["profile"]] = int(row["grade"])
    return dict(found)


def ndcg(ranked: list[str], graded: dict[str, int], depth: int = 10) -> float:
    best = sorted(graded.values(), reverse=True)
    return _gain([graded.get(each, 0) for each in ranked[:depth]]) / _gain(best[:depth])


def _gain(values: list[int]) -> float:
    return sum((2**value - 1) / math.log2(place + 2) for place, value in enumerate(values))


def mean_ndcg(ranking: Ranking, openings: list[str] | None = None) -> float:
    graded = grades()
    return float(np.mean([ndcg(ranking(each), graded[each]) for each in openings or sorted(graded)]))


def halves() -> tuple[list[str], list[str]]:
    """Every other opening, so that a difference between the halves shows."""
    names = sorted(grades())
    return names[::2], names[1::2]


def _text(line: Line) -> str:
    return "\n".join(value for name, value in line.values.items() if name not in ("id", "municipality"))


def bm25() -> Ranking:
    people, calls = people_lines(), {line["id"]: line for line in call_lines()}
    index = bm25s.BM25()
    index.index([index_terms(_text(line)) for line in people], show_progress=False)
    ids = [line["id"] for line in people]
    return lambda name: _ordered(ids, index.get_scores(index_terms(_text(calls[name]))))


def tfidf() -> Ranking:
    people, calls = people_lines(), {line["id"]: line for line in call_lines()}
    texts = [Counter(index_terms(_text(line))) for line in people]
    held = Counter(term for text in texts for term in text)
    place = {term: number for number, term in enumerate(held)}
    rare = np.array([math.log(len(people) / held[term]) for term in place])

    def vector(terms: Counter[str]) -> np.ndarray:
        found = np.zeros(len(place))
        for term, count in terms.items():
            if term in place:
                found[place[term]] = count * rare[place[term]]
        return found / (np.linalg.norm(found) or 1)

    matrix = np.array([vector(text) for text in texts])
    ids = [line["id"] for line in people]
    return lambda name: _ordered(ids, matrix @ vector(Counter(index_terms(_text(calls[name])))))


def skill_overlap() -> Ranking:
    people, calls = people_lines(), {line["id"]: line for line in call_lines()}
    held = {line["id"]: {skill_of(part)[0] for part in line.several("skills")} - {""} for line in people}
    ids = list(held)

    def ranking(name: str) -> list[str]:
        parts = calls[name].several("required_skills") + calls[name].several("skills")
        wanted = {skill_of(part)[0] for part in parts}
        return _ordered(ids, np.array([len(held[each] & wanted) for each in ids]))

    return ranking


def _ordered(ids: list[str], scores: np.ndarray) -> list[str]:
    return [ids[number] for number in np.argsort(-scores, kind="stable")]


BASELINES = {"BM25": bm25, "TF-IDF": tfidf, "skill overlap": skill_overlap}

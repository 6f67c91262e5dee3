"""From texts to traits: how strongly a person shows something, how much an opening asks for it.

Long texts are weighed by their length, lists of keywords count little, and whatever a sentence
repeats counts once. All numbers are multiples of a power of two, so that their sums are exact.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import floor, log

from core.words import sentences
from projects.matching.concepts import skills_in

STRENGTH_UNIT, SHARE_UNIT = 1024, 4096
LISTED = 0.05  # of a sentence that is a mere list
CROWD = 3  # skills in one sentence, from which on each gets less of its weight
USUAL_SENTENCES, USUAL_TERMS = 6, 70
ENOUGH = 2.0  # sentences after which saying it again adds nothing
BROAD = 8  # skills in a text, from which on it tells of none in particular
MOST_TERMS = 400
# Said in every call and every profile: they tell nobody apart.
_COMMON = """
市 町 村 県 課 年 月 人 方 者 等 中 際 後 様 的 化 性 経験 担当 業務 仕事 実績 自治体 地域 行政 職員 住民 市民 町民
市役所 役場 庁内 課題 支援 取り組む 行う 進める 必要 現在 今後 活用 推進 実施 対応 提案 専門 知識 会社 企業 事業 活動
思う 考える 持つ 出来る 為る 成る 居る 有る 無い こと 事 物 ため 為 よう これ それ 以上 以下 全て 多い 少ない 良い 新しい
様々 色々 今 私 皆様 一緒 願う お願い 求める
"""
BOILERPLATE = frozenset(f"w:{word}" for word in _COMMON.split())


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with what it counts beside the others."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """What texts say: words and skills with their weights; `length` in words; `prose` is the part of
    the `sentences` that are no mere lists.
    """

    words: Counter[str]
    skills: Counter[str]
    length: int
    sentences: int
    prose: float


def strength(value: float) -> float:
    return min(STRENGTH_UNIT, floor(value * STRENGTH_UNIT)) / STRENGTH_UNIT


def shares(wanted: Mapping[str, float], most: int) -> dict[str, float]:
    """The largest of them as parts of one; equal ones by name."""
    largest = sorted(wanted.items(), key=lambda each: (-each[1], each[0]))[:most]
    total = sum(value for _name, value in largest)
    found = {name: floor(value / total * SHARE_UNIT) / SHARE_UNIT for name, value in largest if total}
    return {name: share for name, share in found.items() if share}


def rarity(holders: int, people: int) -> float:
    """From about 0.2 for what everybody has to above 1 for what nobody has."""
    return log(1 + (people + 10) / (holders + 1)) / log(12 + people)


def spoken(passages: Iterable[Passage]) -> Spoken:
    """Reads the passages in order; what is repeated word for word is read once."""
    words: Counter[str] = Counter()
    skills: Counter[str] = Counter()
    best: dict[str, float] = {}
    length, count, prose = 0, 0, 0
    for line, weight in _lines(passages):
        named = skills_in(line)
        for sentence in sentences(line):
            credit = weight if sentence.is_prose else weight * LISTED
            length += len(sentence.terms)
            count += 1
            prose += sentence.is_prose
            words.update({term: credit for term in sentence.terms if term not in BOILERPLATE})
            for slug in named:
                part = credit * min(1.0, CROWD / len(named)) ** 2
                best[slug] = max(best.get(slug, 0.0), part)
                skills[slug] += part  # type: ignore[assignment]
    for slug, part in best.items():  # passing mentions do not add up to a profession
        skills[slug] = min(skills[slug], ENOUGH * part)  # type: ignore[assignment]
    return Spoken(words, skills, length, count, prose / count if count else 0.0)


def shown_words(said: Spoken) -> dict[str, float]:
    """As in BM25: what is repeated counts less each time, and less in a long text."""
    half = 0.9 * (0.35 + 0.65 * said.length / USUAL_TERMS)
    counts = ((term, min(ENOUGH, count)) for term, count in said.words.most_common(MOST_TERMS))
    found = {term: strength(count / (count + half)) for term, count in counts}
    return {term: value for term, value in found.items() if value}


def shown_skills(said: Spoken) -> dict[str, float]:
    half = 0.8 * (0.5 + 0.5 * said.sentences / USUAL_SENTENCES)
    focus = min(1.0, BROAD / len(said.skills)) ** 0.5 if said.skills else 1.0
    return {slug: focus * value / (value + half) for slug, value in said.skills.items() if value}


def _lines(passages: Iterable[Passage]) -> Iterator[tuple[str, float]]:
    seen: set[str] = set()
    for passage in passages:
        marked = passage.text
        for stop in "。！？":
            marked = marked.replace(stop, f"{stop}\n")
        for line in marked.splitlines():
            if line.strip() and line not in seen:
                seen.add(line)
                yield line, passage.weight

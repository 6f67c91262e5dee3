"""Japanese words for search and for likeness of texts.

`index_terms(text)` gives the terms a text is found by, `query_terms(text)` what a reader asks for: a
list of groups that must all be met, each by any of its alternatives, and an alternative by all of its
terms. A term is a tagged string: `w:` a word (width, case, kana and 旧字体 folded), `s:` a synonym
group of Sudachi's dictionary, `y:` one of our own (core/data/synonyms.csv), `b:` two letters of a
word the dictionary may not know. Whatever people type gives an answer: control characters and lone
surrogates are blanks, long queries are cut. Raise VERSION whenever the terms of a text change.
"""

import csv
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from core.text import VARIANTS, search_key

VERSION = 1
MAX_QUERY = 120  # characters
MAX_GROUPS = 12
MAX_TEXT = 100_000  # characters of a text that are indexed
MAX_TERMS = 8000
_MAX_WORD = 60
_MAX_PIECE = 8000  # characters; Sudachi refuses more than 49,149 bytes
_LISTED, _JOINTS = 5, 0.15  # from six words on, prose joins its words by particles and verbs
_SEPARATORS = frozenset("、,・/;|")
_SPAN = 4  # words that together may be one synonym
_MET = 20_000  # words of a tokeniser kept ready
_DATA = Path(__file__).parent / "data" / "synonyms.csv"
_EMPTY = {"助詞", "助動詞", "補助記号", "空白", "記号"}

Alternative = tuple[str, ...]
Group = tuple[Alternative, ...]
_local = threading.local()
_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: `key` as it is written, `normal` as the dictionary spells it, both folded; `shown`
    is for readers, a verb in its basic form.
    """

    key: str
    normal: str
    shown: str
    parts: tuple[str, ...]
    groups: tuple[int, ...]
    is_content: bool
    has_pairs: bool


def index_terms(text: str) -> list[str]:
    """Every term of the text, each once, in order of appearance."""
    found: dict[str, None] = {}
    for piece in _pieces(text):
        words = list(_words(piece))
        for word in words:
            if word.is_content:
                found.update(dict.fromkeys(_terms_of(word)))
        for start in range(len(words)):
            for _length, own in _own_synonyms(words, start):
                found.update(dict.fromkeys(own))
    return list(found)[:MAX_TERMS]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The terms of one sentence, synonyms folded into one. A bare list of nouns is no prose."""

    terms: tuple[str, ...]
    is_prose: bool


def sentences(text: str) -> list[Sentence]:
    """For likeness of texts: what each sentence is about, in order. Empty ones are left out."""
    found = []
    for piece in _pieces(text.replace("。", "。\n").replace("！", "！\n").replace("？", "？\n")):
        words = list(_words(piece))
        terms = tuple(dict.fromkeys(term for term, _written in _meanings(words)))
        if terms:
            content = sum(word.is_content for word in words)
            joints = sum(word.key[0].isalnum() for word in words) - content
            is_short = content <= _LISTED and not _SEPARATORS & set(piece)
            found.append(Sentence(terms, is_short or joints >= content * _JOINTS))
    return found


def meanings(text: str) -> dict[str, str]:
    """What a text is about: term → the word to show, in order of appearance."""
    found: dict[str, str] = {}
    for piece in _pieces(text):
        for term, written in _meanings(list(_words(piece))):
            found.setdefault(term, written)
    return found


def _meanings(words: list[Word]) -> Iterator[tuple[str, str]]:
    """One term for each word, and those of its parts that mean something by themselves; each with the word
    to show.
    """
    start = 0
    while start < len(words):
        length, own = _longest_synonym(words, start)
        word = words[start]
        if own:
            yield own[0], "".join(each.shown for each in words[start : start + length])
        elif word.is_content and not word.key.isdigit():
            term = f"s:{word.groups[0]}" if len(word.groups) == 1 else f"w:{word.normal}"
            yield term, word.shown
            yield from ((f"w:{part}", part) for part in word.parts if 1 < len(part) < len(word.normal))
        start += length


def name_terms(*names: str) -> list[str]:
    """A name as a whole, for names that the tokeniser may cut differently."""
    return [f"w:{search_key(name)[:_MAX_WORD]}" for name in names if search_key(name)]


def query_terms(text: str) -> list[Group]:
    """What to look for. Empty when nothing but punctuation was typed."""
    groups: list[Group] = []
    for chunk in _clean(text[: MAX_QUERY * 4])[:MAX_QUERY].split():
        words = list(_words(chunk))
        parts = list(_groups_of(words))
        whole = "".join(word.key for word in words)
        if not parts and any(char.isalnum() for char in whole):
            parts = [((f"w:{whole[:_MAX_WORD]}",),)]
        elif len(parts) == 1:
            parts = [_unique((*parts[0], (f"w:{whole[:_MAX_WORD]}",)))]
        elif parts and len(parts) <= 3:
            parts = _with_whole(parts, f"w:{whole[:_MAX_WORD]}")
        groups += parts
    return groups[:MAX_GROUPS]


def suggestion(text: str) -> str:
    """もしかして: the nearest word of the field when `text` is a slip; otherwise nothing."""
    known = _spellings()
    key = search_key(_clean(text)[:MAX_QUERY])
    near = [each for each in get_close_matches(key, known, n=3, cutoff=0.75) if each != key]
    return known[near[0]] if near and key not in known else ""


def _with_whole(parts: list[Group], whole: str) -> list[Group]:
    """A short compound is also found where it is one name: (a and b) or the whole."""
    return [_unique((*group, (whole,))) for group in parts]


def _groups_of(words: list[Word]) -> Iterator[Group]:
    """Greedy: words that together are a synonym make one group."""
    start = 0
    while start < len(words):
        length, names = _longest_synonym(words, start)
        run = [word for word in words[start : start + length] if word.is_content]
        own = tuple((term,) for term in names)
        if len(run) == 1:
            yield _unique((*_alternatives(run[0]), *own))
        elif run:
            yield (tuple(f"w:{word.normal}" for word in run), *own)
        start += length


def _alternatives(word: Word) -> Iterator[Alternative]:
    yield (f"w:{word.normal}",)
    yield (f"w:{word.key}",)
    if len(word.groups) == 1:  # a word with several meanings would bring unrelated ones along
        yield (f"s:{word.groups[0]}",)
    if word.has_pairs:
        yield tuple(_pairs(word.key))


def _unique(alternatives: Iterable[Alternative]) -> Group:
    return tuple(dict.fromkeys(alternatives))


def _terms_of(word: Word) -> Iterator[str]:
    yield f"w:{word.normal}"
    yield f"w:{word.key}"
    for part in word.parts:
        yield f"w:{part}"
    for group in word.groups:
        yield f"s:{group}"
    if word.has_pairs:
        yield from _pairs(word.key)


def _pairs(key: str) -> list[str]:
    return [f"b:{key[at : at + 2]}" for at in range(len(key) - 1)]


def _own_synonyms(words: list[Word], start: int) -> Iterator[tuple[int, list[str]]]:
    """(how many words, their terms) of the synonyms of ours that begin here, the shortest first."""
    known, whole = _synonyms(), ""
    for length, word in enumerate(words[start : start + _SPAN], start=1):
        whole += word.key
        names = known.get(whole, ()) or (known.get(word.normal, ()) if length == 1 else ())
        if names:
            yield length, [f"y:{name}" for name in names]


def _longest_synonym(words: list[Word], start: int) -> tuple[int, list[str]]:
    """One word without terms where no synonym of ours begins."""
    return max(_own_synonyms(words, start), default=(1, []))


def _words(piece: str) -> Iterator[Word]:
    tokenizer, modes, met = _tokenizer()
    for token in tokenizer.tokenize(piece):
        if token.is_oov():
            word = _word(token, modes)
        else:  # the dictionary's entry and the spelling say everything
            entry = token.dictionary_id(), token.word_id(), token.surface()
            word = met.get(entry) or met.setdefault(entry, _word(token, modes))
            if len(met) > _MET:
                met.clear()
        if word.key:
            yield word


def _word(token: Any, modes: tuple[Any, ...]) -> Word:
    key = search_key(token.surface())[:_MAX_WORD]
    kind, finer = token.part_of_speech()[:2]
    inner = [each for mode in modes for each in token.split(mode)]
    parts = [search_key(each.normalized_form())[:_MAX_WORD] for each in inner]
    parts += [search_key(each.surface())[:_MAX_WORD] for each in inner]
    return Word(
        key=key,
        normal=search_key(token.normalized_form())[:_MAX_WORD] or key,
        shown=token.dictionary_form()[:_MAX_WORD],
        parts=tuple(part for part in dict.fromkeys(parts) if part),
        groups=tuple(token.synonym_group_ids()),
        is_content=_is_content(kind, finer) and any(char.isalnum() for char in key),
        has_pairs=_has_pairs(token.surface(), is_unknown=token.is_oov()),
    )


def _is_content(kind: str, finer: str) -> bool:
    """Neither a particle nor a verb that only helps another (する, ある, いる)."""
    return kind not in _EMPTY and not (kind == "動詞" and finer == "非自立可能")


def _has_pairs(surface: str, *, is_unknown: bool) -> bool:
    """Words the dictionary may not know or cut elsewhere. Latin words are whole words anyway."""
    if surface.isascii() or len(surface) < 3:
        return False
    is_kana = all("ァ" <= char <= "ヺ" or char == "ー" for char in surface)
    return is_unknown or (is_kana and len(surface) > 3)


def _pieces(text: str) -> Iterator[str]:
    for line in _clean(text[:MAX_TEXT]).splitlines():
        for start in range(0, len(line), _MAX_PIECE):
            yield line[start : start + _MAX_PIECE]


def _clean(text: str) -> str:
    """One spelling of width and variant letters; what is no text becomes a blank."""
    wide = unicodedata.normalize("NFKC", text).translate(VARIANTS)
    return "".join(char if char == "\n" or unicodedata.category(char)[0] != "C" else " " for char in wide)


def _tokenizer() -> tuple[Any, tuple[Any, ...], dict[Any, Word]]:
    """One per thread (a shared one refuses) with the words it has met, all on one dictionary, loaded on
    first use.
    """
    if not hasattr(_local, "tokenizer"):
        from sudachipy import SplitMode  # type: ignore[import-untyped]

        with _loading:
            longest = _dictionary().tokenizer(mode=SplitMode.C)
        _local.tokenizer = longest, (SplitMode.B, SplitMode.A), {}
    found: tuple[Any, tuple[Any, ...], dict[Any, Word]] = _local.tokenizer
    return found


@cache
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary(dict="core")


@cache
def _rows() -> list[list[str]]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row]


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """Spelling → names of its groups; a group is named after its first word."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows():
        for word in row:
            key = search_key(word).replace(" ", "")
            found[key] = (*found.get(key, ()), search_key(row[0]))
    return found


@cache
def _spellings() -> dict[str, str]:
    return {search_key(word): word for row in _rows() for word in row if len(word) > 2}

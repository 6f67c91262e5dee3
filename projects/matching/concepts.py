"""Skills of the curated list, recognised in what people write."""

from functools import cache

from advisors.data import read_phrases, read_skills
from core.text import search_key

_START = 2  # letters by which the dictionary is looked up


@cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """First letters → (phrase, skill)."""
    found: dict[str, list[tuple[str, str]]] = {}
    more = read_phrases()
    for row in read_skills():
        words = {_key(word) for word in (row.name, *row.aliases.split(), *more.get(row.slug, ()))}
        for word in words:
            if len(word) >= _START:
                found.setdefault(word[:_START], []).append((word, row.slug))
    return found


@cache
def _names() -> dict[str, str]:
    """Every spelling → skill; the skill's own name goes before another's alias."""
    rows = list(read_skills())
    more = read_phrases()
    found = {_key(word): row.slug for row in rows for word in more.get(row.slug, ())}
    found |= {_key(word): row.slug for row in rows for word in row.aliases.split()}
    return found | {_key(word): row.slug for row in rows for word in (row.name, row.slug)}


@cache
def group_of(slug: str) -> str:
    return next((row.group for row in read_skills() if row.slug == slug), "")


def skill_named(name: str) -> str:
    """The slug for a name as people write it; empty when it is no skill of the list."""
    return _names().get(_key(name), "")


def skills_in(text: str) -> set[str]:
    """A Latin word counts only as a whole word."""
    key = search_key(text)
    known = _phrases()
    found = set()
    for at in range(len(key) - 1):
        for word, slug in known.get(key[at : at + _START], ()):
            if slug not in found and key.startswith(word, at) and _is_whole(key, at, word):
                found.add(slug)
    return found


def _is_whole(text: str, at: int, word: str) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + len(word) : at + len(word) + 1] or " "
    return not (_is_latin(word[0]) and _is_latin(before)) and not (_is_latin(word[-1]) and _is_latin(after))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _key(text: str) -> str:
    return search_key(text).replace(" ", "")

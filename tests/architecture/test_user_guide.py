"""The user guide quotes the pages: every 「…」 in docs/ja is a text the portal can show."""

import re

import pytest
from django.conf import settings

from core import catalogue

GUIDE = sorted((settings.BASE_DIR / "docs" / "ja").glob("*.md"))
# Words that come from a library or name the other language.
BORROWED = {"パスワードをお忘れですか?", "English"}


@pytest.fixture(scope="module")
def texts():
    found = set(BORROWED)
    for message in catalogue.collect(settings.BASE_DIR):
        found.update([message.id] if isinstance(message.id, str) else message.id)
    return found


def _is_shown(words, texts):
    """「他の人が先に更新しました。…」 stands for any text with these parts in this order."""
    pattern = ".*".join(re.escape(part) for part in words.split("…"))
    return words in texts or ("…" in words and any(re.search(pattern, text, re.DOTALL) for text in texts))


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_words_in_brackets_are_on_the_pages(page, texts):
    quoted = re.findall(r"「([^」]+)」", page.read_text(encoding="utf-8"))

    assert quoted
    assert [words for words in quoted if not _is_shown(words, texts)] == []


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_pages_stay_short(page):
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 150

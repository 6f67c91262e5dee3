"""Normalising what people type: codes, kana and search keys. Names and free text are never changed."""

import re
import unicodedata

# XML, and so every file of an office program, has no way to write these.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Letters that NFKC leaves apart but readers treat as the same name (旧字体・異体字).
VARIANTS = str.maketrans("髙﨑德濵濱邊邉齋齊斎澤嶋櫻國廣眞惠瀨槇", "高崎徳浜浜辺辺斉斉斉沢島桜国広真恵瀬槙")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー─ｰ－", "-"))


def fold_code(text: str) -> str:
    """Half-width, no blanks, every dash a hyphen: for codes, telephone numbers and postcodes."""
    narrow = "".join(unicodedata.normalize("NFKC", text).translate(_HYPHENS).split())
    return unicodedata.normalize("NFKC", narrow)  # marks that a blank kept apart now join their letter


def to_katakana(text: str) -> str:
    """Full-width katakana from hiragana or half-width kana; other characters stay as they are."""
    wide = unicodedata.normalize("NFKC", text).strip()
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in wide)


def search_key(text: str) -> str:
    """One spelling for width, case, kana and variant characters: ｻﾇｷ, サヌキ and さぬき are equal."""
    wide = unicodedata.normalize("NFKC", text).casefold().translate(VARIANTS)
    hira = (chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in wide)
    return " ".join("".join(hira).split())

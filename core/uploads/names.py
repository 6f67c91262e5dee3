"""Names of files as they are kept and given out again."""

import re
import unicodedata

LONGEST = 120
# Control characters, and marks that turn the direction of text around (「fdp.exe」 shown as 「exe.pdf」).
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNSAFE = re.compile(r'[<>:"|?*;%&$`\'\\/]')


def clean_name(name: str) -> str:
    """The last part of a path, without anything a system could read as more than a name; the ending stays.

    「..\\..\\表.xlsx」→「表.xlsx」. Empty when nothing is left.
    """
    last = re.split(r"[/\\]", name)[-1]
    text = unicodedata.normalize("NFC", _HIDDEN.sub("", last))
    text = _UNSAFE.sub("_", text).strip(" .")
    stem, dot, ending = text.rpartition(".")
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if dot and stem else text[:LONGEST]


def ending_of(name: str) -> str:
    """In small letters, without the dot; empty without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""

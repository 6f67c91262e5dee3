"""The registry of everything the portal may tell somebody.

A kind is declared in an app's `notices.py`; its texts are `emails/<app>/<name>.subject.txt` and
`emails/<app>/<name>.txt`. The HTML part of a mail is made from the text, so the two never differ.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """`mandatory`: a legal or procedural message that nobody may switch off."""

    code: str
    label: str | Promise
    mandatory: bool = False

    @property
    def template(self) -> str:
        return "emails/" + self.code.replace(".", "/")


KINDS: dict[str, Kind] = {}


def register(code: str, label: str | Promise, *, mandatory: bool = False) -> Kind:
    """Raises ValueError when two apps claim the same code."""
    if code in KINDS:
        raise ValueError(f"notification kind {code!r} is registered twice")
    kind = KINDS[code] = Kind(code, label, mandatory)
    return kind

"""The registry of everything the portal may tell somebody.

A kind is declared in an app's `notices.py`; its texts are `emails/<app>/<name>.subject.txt` and
`emails/<app>/<name>.txt`. The HTML part of a mail is made from the text, so the two never differ.
"""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.enums import Frequency


@dataclass(frozen=True, slots=True)
class Kind:
    """`mandatory`: a legal or procedural message that nobody may switch off.

    `default` is how its mails come to somebody who chose nothing. What is `urgent` (by default what
    is mandatory) is mailed at night as well.
    """

    code: str
    label: str | Promise
    mandatory: bool = False
    default: str = Frequency.IMMEDIATE
    group: str | Promise = ""
    urgent: bool | None = None

    @property
    def template(self) -> str:
        return "emails/" + self.code.replace(".", "/")

    @property
    def heading(self) -> str:
        """What it is listed under; the name of the app that declared it unless it says more."""
        return str(self.group or apps.get_app_config(self.code.split(".")[0]).verbose_name)

    @property
    def may_come_at_night(self) -> bool:
        return self.mandatory if self.urgent is None else self.urgent


KINDS: dict[str, Kind] = {}
DIGEST = Kind("notifications.digest", _("お知らせのまとめ"))


def register(
    code: str,
    label: str | Promise,
    *,
    mandatory: bool = False,
    default: str = Frequency.IMMEDIATE,
    group: str | Promise = "",
    urgent: bool | None = None,
) -> Kind:
    """Raises ValueError when two apps claim the same code, or a mandatory kind would come late."""
    if code in KINDS:
        raise ValueError(f"notification kind {code!r} is registered twice")
    if mandatory and default != Frequency.IMMEDIATE:
        raise ValueError(f"notification kind {code!r} is mandatory, so its mails cannot wait")
    kind = KINDS[code] = Kind(code, label, mandatory, default, group, urgent)
    return kind


def optional_kinds() -> list[Kind]:
    return [kind for kind in KINDS.values() if not kind.mandatory]


def mandatory_kinds() -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.mandatory]


def label_of(code: str) -> str:
    """In words; the code itself for a kind that no longer exists."""
    kind = DIGEST if code == DIGEST.code else KINDS.get(code)
    return str(kind.label) if kind else code

"""The words of a notice and of its mail, rendered once for everybody who reads the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import make_msgid
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import translation

from accounts.models import User
from notifications.kinds import Kind

TITLE_LENGTH = 200
NAME = "\ue000"  # stands for the reader in a frame that many share
PRIVATE = "\ue001"  # stands for what only this reader may know: the address that ends these mails


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    body: str


class Reader:
    """The recipient as templates see them; notices whether the text depends on who it is.

    Language and calendar are shared by many readers; whatever else a template asks makes the text
    personal.
    """

    def __init__(self, user: User) -> None:
        self._user = user
        self.is_named = False
        self.calendar = user.calendar
        self.language = user.language

    def __getattr__(self, name: str) -> Any:
        self.is_named = True
        return getattr(self._user, name)

    def __str__(self) -> str:
        self.is_named = True
        return str(self._user)

    def __eq__(self, other: object) -> bool:
        self.is_named = True
        return self._user == other

    def __hash__(self) -> int:
        self.is_named = True
        return hash(self._user)


class Composer:
    """Renders one event for many readers; each different text once."""

    def __init__(self, kind: Kind, context: Mapping[str, Any]) -> None:
        self.kind = kind
        self.context = context
        self._shared: dict[tuple[str, str], Text] = {}
        self._frames: dict[tuple[str, str, str], str] = {}

    def text(self, user: User) -> Text:
        key = (user.language, user.calendar)
        if key not in self._shared:
            reader = Reader(user)
            text = self._render(reader)
            if reader.is_named:
                return text
            self._shared[key] = text
        return self._shared[key]

    def mail(self, user: User, body: str, *, link: str, leave: str = "") -> str:
        """The body in its frame: 宛名 above, link, 署名 and the way out below."""
        key = (user.language, body, link)
        if key not in self._frames:
            self._frames[key] = frame(user.language, body, link=link, leave=PRIVATE if leave else "")
        return self._frames[key].replace(NAME, str(user)).replace(PRIVATE, leave)

    def _render(self, reader: Reader) -> Text:
        scope = {**self.context, "recipient": reader, "kind": self.kind}
        with translation.override(reader.language):
            title = " ".join(render_to_string(f"{self.kind.template}.subject.txt", scope).split())
            body = render_to_string(f"{self.kind.template}.txt", scope).strip()
        return Text(title[:TITLE_LENGTH], body)


def frame(language: str, body: str, *, link: str, leave: str) -> str:
    scope = {
        "recipient": NAME,
        "body": body,
        "link": link,
        "leave": leave,
        "support_email": settings.SUPPORT_EMAIL,
    }
    with translation.override(language):
        return render_to_string("emails/frame.txt", scope).strip() + "\n"


def subject(title: str) -> str:
    return f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{title}"[:TITLE_LENGTH]


@lru_cache(maxsize=1024)
def path_in(language: str, path: str, *, written_in: str = settings.LANGUAGE_CODE) -> str:
    """The same page under the address of another language; unchanged where there is none."""
    with translation.override(written_in):
        translated: str = translate_url(path, language)
    return translated


def stored_path(path: str) -> str:
    """An address made while an English page was open leads a Japanese reader to the Japanese page."""
    return path_in(
        settings.LANGUAGE_CODE, path, written_in=translation.get_language() or settings.LANGUAGE_CODE
    )


def full_address(path: str, language: str = settings.LANGUAGE_CODE) -> str:
    """For mail: the page in the reader's language. `path` is the stored one, in Japanese."""
    return f"{settings.BASE_URL}{path_in(language, path)}" if path else ""


def new_message_id(mark: str) -> str:
    """Stored with the mail, so that a second attempt is the same message to every mail system."""
    return make_msgid(idstring=mark, domain=urlsplit(settings.BASE_URL).hostname or "localhost")

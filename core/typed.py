"""What somebody typed into a form after the session had ended: kept until the same person is back.

It lies in the new session, on the server. Whose it is tells the ended session, which stays in its
table after it has run out; text of nobody, or of somebody who signed out, is not kept.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as PERSON
from django.contrib.sessions.models import Session
from django.http import HttpRequest, QueryDict

KEY = "typed"
LONGEST = 500_000  # characters of the encoded form


def keep(request: HttpRequest) -> None:
    """For a form that was sent without being signed in."""
    person = _person_of_ended_session(request)
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    if person and len(text) <= LONGEST:
        request.session[KEY] = {"path": request.get_full_path(), "person": person, "text": text}


def take(request: HttpRequest) -> QueryDict | None:
    """What the reader had sent to this page; once."""
    kept: Any = request.session.get(KEY)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[KEY]
    return QueryDict(kept["text"]) if kept["person"] == str(request.user.pk) else None


def _person_of_ended_session(request: HttpRequest) -> str:
    ended = Session.objects.filter(session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")).first()
    return str(ended.get_decoded().get(PERSON, "")) if ended else ""

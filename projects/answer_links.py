"""Links in mails by which one person answers one その後の確認 without signing in.

The link is good for that question and that person only, and only as long as they may answer it; what it
opens shows one piece of advice and nothing else.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import User
from projects.models import FollowUp

VALID = timedelta(days=100)  # a little longer than until the next question
_SALT = "projects.follow_up"


def answer_link(follow_up: FollowUp, person: User) -> str:
    """A path."""
    token = signing.dumps([follow_up.code, person.pk], salt=_SALT)
    return reverse("follow_up_by_mail", args=[token])


def read_link(token: str) -> tuple[str, int] | None:
    """Code of the question and id of the person; None for what was never sent or is too old."""
    try:
        code, person = signing.loads(token, salt=_SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return code, person

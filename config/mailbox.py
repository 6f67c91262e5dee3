"""The development mailbox: shows the mails that `make run` writes to files instead of sending."""

from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SHOWN = 50
SEPARATOR = b"-" * 79


def show(request: HttpRequest) -> HttpResponse:
    """The newest mails with their plain text. Only wired up when MAILBOX_PAGE is set."""
    return render(request, "config/mailbox.html", {"mails": _newest(Path(settings.EMAIL_FILE_PATH))})


def _newest(folder: Path) -> list[dict[str, str]]:
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails = []
    for file in files[:SHOWN]:
        parts = [part.strip() for part in file.read_bytes().split(SEPARATOR) if part.strip()]
        mails += [_readable(part) for part in reversed(parts)]
    return mails[:SHOWN]


def _readable(raw: bytes) -> dict[str, str]:
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    return {
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "date": str(message["Date"]),
        "text": body.get_content() if body else "",
    }

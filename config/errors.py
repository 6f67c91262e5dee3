"""What a reader gets when the portal fails: a page that needs no database."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from core.errors import RETRY_AFTER


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database is away or a statement took too long, else 500."""
    if isinstance(sys.exc_info()[1], OperationalError):
        response = render(None, "503.html", status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return defaults.server_error(request)

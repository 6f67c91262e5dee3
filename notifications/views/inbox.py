"""The inbox on the portal."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.paging import PagedList
from core.views import SIGNED_IN, Guarded
from notifications.models import Notice
from notifications.operations import mark_read
from notifications.queries import inbox_of, unread_first


class Notices(PagedList):
    permission = SIGNED_IN
    template_name = "notifications/notices.html"
    context_object_name = "notices"

    def get_queryset(self) -> QuerySet[Notice]:
        return unread_first(inbox_of(self.reader))


def in_reading_language(path: str) -> str:
    """Notices are stored with the Japanese address; the reader stays in the language of the page."""
    reading = get_language()
    with override("ja"):
        translated: str = translate_url(path, reading)
    return translated


class OpenNotice(Guarded):
    """Marks one notice as read and goes where it points; only ever to a page of this portal."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = get_object_or_404(inbox_of(self.reader), code=self.kwargs["code"])
        mark_read(user=self.reader, at=timezone.now(), notice=notice)
        inside = notice.path.startswith("/") and url_has_allowed_host_and_scheme(notice.path, None)
        return HttpResponseRedirect(in_reading_language(notice.path) if inside else reverse("notices"))


class ReadAll(Guarded):
    """Marks the whole inbox as read."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = mark_read(user=self.reader, at=timezone.now())
        if count:
            messages.success(request, _("{count}件を既読にしました。").format(count=count))
        return redirect("notices")

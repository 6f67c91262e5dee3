"""The inbox on the portal."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.paging import PagedList
from core.views import SIGNED_IN, Guarded
from notifications import texts
from notifications.models import Notice
from notifications.operations import mark_read
from notifications.queries import inbox_of, unread_first


class Notices(PagedList):
    permission = SIGNED_IN
    template_name = "notifications/notices.html"
    context_object_name = "notices"

    def get_queryset(self) -> QuerySet[Notice]:
        return unread_first(inbox_of(self.reader))


class OpenNotice(Guarded):
    """Marks one notice as read and goes where it points; only ever to a page of this portal."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = get_object_or_404(inbox_of(self.reader), code=self.kwargs["code"])
        mark_read(user=self.reader, at=timezone.now(), notice=notice)
        if not (notice.path.startswith("/") and url_has_allowed_host_and_scheme(notice.path, None)):
            return redirect("notices")
        return HttpResponseRedirect(texts.path_in(get_language() or "ja", notice.path))


class ReadAll(Guarded):
    """Marks the whole inbox as read."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = mark_read(user=self.reader, at=timezone.now())
        if count:
            messages.success(request, _("{count}件を既読にしました。").format(count=count))
        return redirect("notices")

"""The outbox and the health of the machinery, for those who run the portal."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from core.paging import PagedList
from core.views import Guarded, Page
from notifications import machinery, operations
from notifications.enums import DeliveryStatus
from notifications.filters import OutboxFilter
from notifications.models import Delivery
from notifications.queries import outbox_counts, outbox_rows


class Outbox(PagedList):
    permission = "accounts.coordinate"
    template_name = "notifications/outbox.html"
    context_object_name = "mails"
    filter_class = OutboxFilter
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Delivery]:
        return outbox_rows(self.filter.value("status"), self.filter.value("q"))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        counts = outbox_counts()
        stats = [(state, counts[state.value]) for state in DeliveryStatus]
        return super().get_context_data(
            stats=[
                {"label": state.label, "count": number, "url": self.filter.address(status=state.value)}
                for state, number in stats
            ],
            failed=counts[DeliveryStatus.FAILED.value],
            **context,
        )


class RetryMails(Guarded):
    """One mail, named by its Message-ID, or all that were given up."""

    permission = "accounts.coordinate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        if message_id := request.POST.get("message_id"):
            mail = get_object_or_404(Delivery, message_id=message_id)
            count = int(operations.retry_mail(mail, by=self.reader, at=at))
        else:
            count = operations.retry_failed_mails(by=self.reader, at=at)
        if count:
            messages.success(request, _("{count}通をもう一度送ります。").format(count=count))
        else:
            messages.info(request, _("送り直すメールはありませんでした。"))
        return redirect("outbox")


class System(Page):
    permission = "accounts.coordinate"
    template_name = "notifications/system.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            processes=machinery.processes(now),
            queues=machinery.queues(),
            lag=machinery.lag(now),
            tasks=machinery.tasks(),
            versions=machinery.versions(),
            **context,
        )

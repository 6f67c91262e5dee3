"""Webhooks: which systems hear of what, whether they answered, and sending again."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views import Act, ActionPage, ConfirmForm, EditPage, FormPage, Page, RowFormPage, RowPage
from municipalities.forms.webhook import WebhookEditForm, WebhookNewForm
from municipalities.models import Webhook
from municipalities.operations import webhook as operations
from municipalities.queries import municipalities_administered_by
from municipalities.queries.webhook import delivery_log, webhooks_of
from municipalities.webhook_events import happenings


class Webhooks(Page):
    permission = "municipalities.add_staffmembership"
    template_name = "municipalities/webhooks.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(webhooks=webhooks_of(self.reader), **context)


class WebhookNew(FormPage):
    permission = "municipalities.add_staffmembership"
    template_name = "municipalities/webhook_form.html"
    form_class = WebhookNewForm
    success_message = _("登録しました。署名の鍵を、送り先のシステムに設定してください。")

    def form_options(self) -> dict[str, Any]:
        return {"places": municipalities_administered_by(self.reader)}

    def perform(self, form: WebhookNewForm, at: datetime) -> Webhook:
        values = {name: form.cleaned_data[name] for name in ("name", "url", "events")}
        return operations.create_webhook(form.place, by=self.reader, at=at, **values)


class OfWebhook:
    row: Webhook

    def queryset(self) -> QuerySet[Webhook]:
        view: Any = self
        return webhooks_of(view.reader)


class WebhookPage(OfWebhook, RowPage):
    permission = "municipalities.view_webhook"
    row_name = "webhook"
    template_name = "municipalities/webhook.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        labels = {each.name: each.label for each in happenings()}
        events = [labels.get(name, name) for name in self.row.events]
        return super().get_context_data(events=events, deliveries=delivery_log(self.row), **context)


class WebhookEdit(OfWebhook, EditPage):
    permission = "municipalities.edit_webhook"
    operation = operations.edit_webhook
    row_name = "webhook"
    template_name = "municipalities/webhook_form.html"
    form_class = WebhookEditForm
    success_message = _("Webhookを保存しました。")


class WebhookAction(OfWebhook, ActionPage):
    row_name = "webhook"
    template_name = "municipalities/webhook_action.html"
    acts = {
        "pause": Act(operations.pause_webhook, message=_("送信を止めました。")),
        "resume": Act(operations.resume_webhook, message=_("送信を再開しました。")),
        "rotate": Act(
            operations.rotate_secret, message=_("新しい鍵にしました。24時間は、前の鍵でも署名します。")
        ),
        "remove": Act(operations.remove_webhook, message=_("Webhookを削除しました。")),
    }

    def success_url(self, result: Any) -> str:
        return reverse("webhooks") if self.action == "remove" else self.back_url()


class WebhookTest(OfWebhook, RowFormPage):
    """A message without an event."""

    permission = "municipalities.edit_webhook"
    row_name = "webhook"
    template_name = "municipalities/webhook_test.html"
    form_class = ConfirmForm
    success_message = _("試しの1件を送ります。結果は送信の記録に出ます。")

    def perform(self, form: Any, at: datetime) -> Model:
        operations.send_test(self.row, by=self.reader, at=at)
        return self.row


class WebhookReplay(OfWebhook, RowFormPage):
    """One message of the log once more, under the same id."""

    permission = "municipalities.edit_webhook"
    row_name = "webhook"
    template_name = "municipalities/webhook_test.html"
    form_class = ConfirmForm
    success_message = _("もう一度送ります。結果は送信の記録に出ます。")

    def prepare(self) -> None:
        super().prepare()
        self.delivery = get_object_or_404(self.row.deliveries, code=self.kwargs["delivery"])

    def perform(self, form: Any, at: datetime) -> Model:
        operations.replay_delivery(self.delivery, by=self.reader, at=at)
        return self.row

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(delivery=self.delivery, **context)

"""Webhooks: addresses of other systems that hear of what happens in a municipality."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core import webhooks
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities import workflow as flows
from municipalities.models.municipality import Municipality
from municipalities.rules import administers


class Webhook(RulesModel):
    """Of a prefecture also for its municipalities. The keys are kept as they are: they have to sign. The
    `old_secret` signs along until `old_until`.
    """

    workflow: ClassVar[Workflow] = flows.WEBHOOK
    unrecorded: ClassVar[frozenset[str]] = frozenset({"secret", "old_secret"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="webhooks", verbose_name=_("自治体")
    )
    name = models.CharField(_("送り先の名前"), max_length=80)
    url = models.URLField(_("送り先のURL"), max_length=300)
    events = ArrayField(models.CharField(max_length=40), verbose_name=_("送る出来事"))
    secret = models.CharField(max_length=80, default=webhooks.new_secret, editable=False)
    old_secret = models.CharField(max_length=80, blank=True, editable=False)
    old_until = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(_("届かなくなった日時"), null=True, editable=False)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.WEBHOOK.choices, default=flows.WEBHOOK.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Webhookの送り先")
        verbose_name_plural = _("Webhookの送り先")
        constraints = [
            flows.WEBHOOK.constraint("webhook_status_known"),
            models.CheckConstraint(condition=~Q(events=[]), name="webhook_has_events"),
        ]
        rules_permissions = {
            "view": administers,
            "add": administers,
            "edit": administers & allowed("rotate"),
            "pause": administers & allowed("pause"),
            "resume": administers & allowed("resume"),
            "rotate": administers & allowed("rotate"),
            "remove": administers & allowed("remove"),
        }

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhook", args=[self.code])


class WebhookDelivery(models.Model):
    """One message for one webhook. `code` is its webhook-id, the same in every attempt; without
    `delivered_at` and `given_up_at` it waits for `due_at`.
    """

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    event = models.CharField(_("出来事"), max_length=40)
    body = models.TextField(_("内容"))
    happened_at = models.DateTimeField(_("出来事の日時"))
    due_at = models.DateTimeField(_("次に送る日時"))
    locked_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("試した回数"), default=0)
    answer = models.PositiveSmallIntegerField(_("応答"), null=True)
    error = models.CharField(_("届かなかった理由"), max_length=300, blank=True)
    delivered_at = models.DateTimeField(_("届いた日時"), null=True)
    given_up_at = models.DateTimeField(_("あきらめた日時"), null=True)

    class Meta:
        verbose_name = _("Webhookの送信")
        verbose_name_plural = _("Webhookの送信")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(delivered_at=None, given_up_at=None),
                name="webhookdelivery_due",
            ),
            models.Index(fields=["webhook", "-id"], name="webhookdelivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.event}（{self.code}）"

"""やること: what somebody has taken on, until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.models import Municipality
from projects import workflow as flows
from projects.models.engagement import Engagement
from projects.models.record import Meeting
from projects.rules import is_open_item, sees_engagement, takes_part


class ActionItem(RulesModel):
    """Belongs to one person of either side; staff hand theirs over like any other open work."""

    workflow: ClassVar[Workflow] = flows.ACTION_ITEM

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="action_items", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("決まった会議"),
    )
    text = models.CharField(_("やること"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="action_items", verbose_name=_("担当")
    )
    due_date = models.DateField(_("期限"))
    result = models.CharField(_("結果・やめた理由"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("終えた日時"), null=True, blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.ACTION_ITEM.choices, default=flows.ACTION_ITEM.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("やること")
        verbose_name_plural = _("やること")
        constraints = [
            flows.ACTION_ITEM.constraint("actionitem_status_known"),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None) | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="actionitem_closed_at",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(result=""), name="actionitem_drop_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_date"], condition=Q(status="open"), name="actionitem_to_do"),
            models.Index(fields=["due_date"], condition=Q(status="open"), name="actionitem_due"),
        ]
        rules_permissions = {
            "view": sees_engagement,
            "edit": takes_part & is_open_item,
            "finish": takes_part & allowed("finish"),
            "drop": takes_part & allowed("drop"),
            "reopen": takes_part & allowed("reopen"),
        }

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + f"#action-{self.code}"

    def url_for(self, user_id: int) -> str:
        return self.engagement.url_for(user_id) + f"#action-{self.code}"

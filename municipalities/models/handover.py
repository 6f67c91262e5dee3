"""引継ぎ: who takes over what from whom, on which day, with which words."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities import rules as may
from municipalities import workflow as flows
from municipalities.models.municipality import Municipality
from municipalities.models.staff import StaffMembership


class Handover(RulesModel):
    """All open work of one person goes to another; `shares` names exceptions by kind of work.

    `items` is what was moved, written down when it happened, so that it can be read years later.
    """

    workflow: ClassVar[Workflow] = flows.HANDOVER

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="handovers", verbose_name=_("自治体")
    )
    giver = models.ForeignKey(
        StaffMembership, models.PROTECT, related_name="handovers_given", verbose_name=_("引き継ぐ人")
    )
    taker = models.ForeignKey(
        StaffMembership, models.PROTECT, related_name="handovers_taken", verbose_name=_("引き受ける人")
    )
    handover_date = models.DateField(_("引継ぎの日"))
    memo = models.TextField(_("引継ぎの要点"))
    ends_post = models.BooleanField(_("引継ぎの日に在籍を終了する"), default=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登録した人")
    )
    planned_at = models.DateTimeField(_("登録日時"))
    executed_at = models.DateTimeField(_("実施日時"), null=True, blank=True)
    obstacle = models.CharField(_("実施できなかった理由"), max_length=300, blank=True)
    items = models.JSONField(_("引き継いだもの"), default=list, blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.HANDOVER.choices, default=flows.HANDOVER.initial
    )

    class Meta:
        verbose_name = _("引継ぎ")
        verbose_name_plural = _("引継ぎ")
        constraints = [
            flows.HANDOVER.constraint("handover_status_known"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_to_another"),
            models.CheckConstraint(condition=~Q(memo=""), name="handover_has_memo"),
            models.CheckConstraint(
                condition=Q(status="done", executed_at__isnull=False)
                | (~Q(status="done") & Q(executed_at=None)),
                name="handover_executed_at",
            ),
            models.UniqueConstraint(
                fields=["giver"], condition=Q(status="planned"), name="handover_planned_once"
            ),
        ]
        indexes = [
            models.Index(fields=["handover_date"], condition=Q(status="planned"), name="handover_due"),
        ]
        rules_permissions = {
            "view": may.administers | may.takes_part_in_handover,
            "cancel": (may.administers | may.takes_part_in_handover) & allowed("cancel"),
        }

    def __str__(self) -> str:
        return f"{self.giver.user} → {self.taker.user}"

    def get_absolute_url(self) -> str:
        return reverse("handover", args=[self.code])

    @cached_property
    def user_ids(self) -> frozenset[int]:
        """Of everybody who gives or takes."""
        takers = {share.taker.user_id for share in self.shares.all()}
        return frozenset(takers | {self.giver.user_id, self.taker.user_id})

    def taker_of(self, kind: str) -> StaffMembership:
        shares: Any = self.shares.all()
        return next((share.taker for share in shares if share.kind == kind), self.taker)


class HandoverShare(models.Model):
    """One kind of work that somebody else than the main successor takes over."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="shares", verbose_name=_("引継ぎ"))
    kind = models.CharField(_("種類"), max_length=30)
    taker = models.ForeignKey(
        StaffMembership, models.PROTECT, related_name="+", verbose_name=_("引き受ける人")
    )

    class Meta:
        verbose_name = _("分けて引き継ぐもの")
        verbose_name_plural = _("分けて引き継ぐもの")
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind"], name="handover_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.taker.user}"

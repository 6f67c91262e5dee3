"""その後の確認: what became of a piece of advice after the activity had ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Municipality
from projects import workflow as flows
from projects.models.engagement import Engagement
from projects.models.record import Recommendation
from projects.rules import sees_engagement, staff_action

STEPS = (3, 6, 12)  # months after the end


class FollowUp(RulesModel):
    """One question to the section in charge; `outcome` is the state of the advice as it answered.

    It belongs to the advice and not to a person, so a transfer of staff changes nothing.
    """

    workflow: ClassVar[Workflow] = flows.FOLLOW_UP

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="follow_ups", verbose_name=_("提案")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField(_("終了からの月数"))
    asked_at = models.DateTimeField(_("たずねた日時"))
    outcome = models.CharField(
        _("その後"), max_length=10, choices=flows.RECOMMENDATION.choices, blank=True, default=""
    )
    remark = models.TextField(_("その後の様子"), blank=True)
    evidence = models.CharField(_("わかる資料（リンクや文書番号）"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("回答日時"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.FOLLOW_UP.choices, default=flows.FOLLOW_UP.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("その後の確認")
        verbose_name_plural = _("その後の確認")
        constraints = [
            flows.FOLLOW_UP.constraint("followup_status_known"),
            models.UniqueConstraint(fields=["recommendation", "months"], name="followup_once_a_step"),
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(status="waiting"), name="followup_one_waiting"
            ),
            models.CheckConstraint(condition=Q(months__in=STEPS), name="followup_step_known"),
            models.CheckConstraint(
                condition=~Q(status="answered")
                | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="followup_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status"], name="followup_of_municipality")]
        rules_permissions = {"view": sees_engagement, "answer": staff_action("answer")}

    def __str__(self) -> str:
        return f"{self.recommendation}（{self.step}）"

    def get_absolute_url(self) -> str:
        return self.recommendation.get_absolute_url()

    @property
    def answer_url(self) -> str:
        """Where the city answers."""
        return reverse(
            "engagements:follow_up_action", args=[self.code, "answer"], current_app="desk_engagements"
        )

    @property
    def engagement(self) -> Engagement:
        return self.recommendation.engagement

    @property
    def step(self) -> str:
        return str(_("{months}か月後")).format(months=self.months)

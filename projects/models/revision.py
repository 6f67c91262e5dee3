"""条件の見直し: what one side proposes to change while the work goes on, and the other agrees to."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Municipality
from projects import workflow as flows
from projects.models.engagement import Engagement
from projects.rules import answers_other_side, sees_engagement, takes_back_own


class Revision(RulesModel):
    """`before` and `after` hold the columns that change, by name; what was agreed earlier is never lost."""

    workflow: ClassVar[Workflow] = flows.REVISION

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="revisions", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("番号"))
    by_advisor = models.BooleanField(_("アドバイザーから"))
    reason = models.TextField(_("見直す理由"))
    before = models.JSONField(_("変更前"))
    after = models.JSONField(_("変更後"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申し出た人")
    )
    proposed_at = models.DateTimeField(_("申し出た日時"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答えた日時"), null=True, blank=True)
    refusal = models.TextField(_("合意しない理由"), blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.REVISION.choices, default=flows.REVISION.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("条件の見直し")
        verbose_name_plural = _("条件の見直し")
        constraints = [
            flows.REVISION.constraint("revision_status_known"),
            models.UniqueConstraint(fields=["engagement", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(status="proposed"), name="revision_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(after={}) & ~Q(reason=""), name="revision_says_what_and_why"),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(refusal=""), name="revision_decline_has_reason"
            ),
        ]
        rules_permissions = {
            "view": sees_engagement,
            "agree": answers_other_side("agree"),
            "decline": answers_other_side("decline"),
            "withdraw": takes_back_own("withdraw"),
        }

    def __str__(self) -> str:
        return str(_("{number}回目の条件の見直し")).format(number=self.number)

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + "#expectation"

    @property
    def differences(self) -> list[tuple[Any, Any, Any]]:
        """(name of the column, before, after), with days as dates."""
        rows = []
        for name in self.after:
            column: Any = Engagement._meta.get_field(name)
            rows.append(
                (column.verbose_name, column.to_python(self.before[name]), column.to_python(self.after[name]))
            )
        return rows

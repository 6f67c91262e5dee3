"""連携協定."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import is_operator
from core import dates
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities import rules as may
from municipalities import workflow as flows
from municipalities.models.approval import Approval
from municipalities.models.municipality import Field, Municipality


class PartnershipAgreement(RulesModel):
    """連携協定: one operator with one or many municipalities."""

    workflow: ClassVar[Workflow] = flows.AGREEMENT

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    title = models.CharField(_("協定の名称"), max_length=200)
    operator_name = models.CharField(_("運営事業者"), max_length=120)
    municipalities = models.ManyToManyField(Municipality, related_name="agreements", verbose_name=_("自治体"))
    fields = models.ManyToManyField(Field, related_name="+", verbose_name=_("対象の分野"))
    purpose = models.TextField(_("目的"), blank=True)
    signed_date = models.DateField(_("締結日"), null=True, blank=True)
    start_date = models.DateField(_("開始日"), null=True, blank=True)
    end_date = models.DateField(_("終了日"), null=True, blank=True)
    status = models.CharField(
        _("状態"), max_length=12, choices=flows.AGREEMENT.choices, default=flows.AGREEMENT.initial
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("決裁")
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("連携協定")
        verbose_name_plural = _("連携協定")
        constraints = [
            flows.AGREEMENT.constraint("agreement_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["negotiating", "in_approval", "approved"])
                | Q(signed_date__isnull=False),
                name="agreement_signed_date",
            ),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")), name="agreement_term"
            ),
        ]
        rules_permissions = {
            "view": may.is_staff_of_party | is_operator,
            "add": is_operator,
            "edit": is_operator & allowed("submit"),
            "submit": is_operator & allowed("submit"),
            "approve": may.approves_for_party & allowed("approve"),
            "return": may.approves_for_party & allowed("return"),
            "conclude": is_operator & allowed("conclude"),
            "renew": is_operator & allowed("renew"),
            "expire": is_operator & allowed("expire"),
            "terminate": is_operator & allowed("terminate"),
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The city's view of it; coordinators have the same page under their own address."""
        return reverse("agreements:detail", args=[self.code], current_app="desk_agreements")

    @cached_property
    def municipality_ids(self) -> frozenset[int]:
        return frozenset(row.pk for row in self.municipalities.all())

    def covers(self, day: date) -> bool:
        """Whether the agreement is in force on `day`; an open end never runs out."""
        if self.status != "concluded" or self.start_date is None:
            return False
        return self.start_date <= day and (self.end_date is None or day <= self.end_date)

    @property
    def fiscal_year(self) -> int | None:
        return dates.fiscal_year(self.signed_date) if self.signed_date else None

"""決裁."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.workflow import Workflow
from municipalities import workflow as flows
from municipalities.models.municipality import Municipality


class Approval(models.Model):
    """One 決裁: who asked, who decided, and the city's own document number, date and title.

    The city's document system holds the official record; this row points to it.
    """

    workflow: ClassVar[Workflow] = flows.APPROVAL

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="approvals", verbose_name=_("自治体")
    )
    subject = models.CharField(_("件名"), max_length=200)
    path = models.CharField(max_length=200)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.APPROVAL.choices, default=flows.APPROVAL.initial
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("起案者")
    )
    requested_at = models.DateTimeField(_("申請日時"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("決裁の入力者")
    )
    decided_at = models.DateTimeField(_("決裁の入力日時"), null=True)
    document_number = models.CharField(_("文書番号"), max_length=60, blank=True)
    decision_date = models.DateField(_("決裁日"), null=True)
    decider_title = models.CharField(_("決裁者の職名"), max_length=60, blank=True)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        verbose_name = _("決裁")
        verbose_name_plural = _("決裁")
        constraints = [
            flows.APPROVAL.constraint("approval_status_known"),
            models.CheckConstraint(
                condition=Q(status="pending", decided_by=None, decided_at=None)
                | (~Q(status="pending") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="approval_decided_pair",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(decision_date__isnull=False) & ~Q(decider_title="")),
                name="approval_names_decider",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(reason=""), name="approval_return_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status"], name="approval_inbox")]

    def __str__(self) -> str:
        return self.subject

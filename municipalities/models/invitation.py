"""招待: how a person comes to a municipality's desk."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import is_operator
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities import rules as may
from municipalities import workflow as flows
from municipalities.enums import StaffRole
from municipalities.models.municipality import Municipality
from municipalities.models.staff import Department


class Invitation(RulesModel):
    """A mailed link that makes its reader a member once. Only the hash of the link's token is kept."""

    workflow: ClassVar[Workflow] = flows.INVITATION

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="invitations", verbose_name=_("自治体")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations", verbose_name=_("招待された人")
    )
    email = models.EmailField(_("メールアドレス"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部署")
    )
    title = models.CharField(_("職名"), max_length=60, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=StaffRole), verbose_name=_("役割"), size=5)
    domain_reason = models.CharField(_("公式でないアドレスに送る理由"), max_length=200, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("招待した人")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("送付日時"))
    expires_at = models.DateTimeField(_("期限"))
    accepted_at = models.DateTimeField(_("承諾日時"), null=True, blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.INVITATION.choices, default=flows.INVITATION.initial
    )

    class Meta:
        verbose_name = _("招待")
        verbose_name_plural = _("招待")
        constraints = [
            flows.INVITATION.constraint("invitation_status_known"),
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="invitation_has_role"),
            models.CheckConstraint(
                condition=Q(status="accepted", accepted_at__isnull=False)
                | (~Q(status="accepted") & Q(accepted_at=None)),
                name="invitation_accepted_at",
            ),
            models.UniqueConstraint(
                "municipality", Lower("email"), condition=Q(status="sent"), name="invitation_waits_once"
            ),
        ]
        rules_permissions = {
            "view": may.administers,
            "add": may.administers | is_operator,
            "resend": may.administers & allowed("resend"),
            "cancel": may.administers & allowed("cancel"),
        }

    def __str__(self) -> str:
        return f"{self.email}（{self.municipality}）"

    def is_open(self, at: datetime) -> bool:
        return self.status == "sent" and at <= self.expires_at

    @property
    def role_labels(self) -> list[str]:
        return [str(StaffRole(role).label) for role in self.roles]

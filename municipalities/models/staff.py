"""Sections of a municipality and the people in them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
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


class Department(models.Model):
    """A section of a municipality (部・課・係)."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="departments", verbose_name=_("自治体")
    )
    name = models.CharField(_("部署名"), max_length=80)
    closed_date = models.DateField(_("廃止日"), null=True, blank=True)

    class Meta:
        verbose_name = _("部署")
        verbose_name_plural = _("部署")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="department_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class StaffMembership(RulesModel):
    """A person's post in a municipality. Ended, never deleted, so that history keeps its author."""

    workflow: ClassVar[Workflow] = flows.MEMBERSHIP

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="staff_memberships", verbose_name=_("職員")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="memberships", verbose_name=_("自治体")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("部署")
    )
    title = models.CharField(_("職名"), max_length=60, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=StaffRole), verbose_name=_("役割"), size=5)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.MEMBERSHIP.choices, default=flows.MEMBERSHIP.initial
    )
    started_date = models.DateField(_("着任日"))
    ended_date = models.DateField(_("離任日"), null=True, blank=True)

    class Meta:
        verbose_name = _("職員")
        verbose_name_plural = _("職員")
        constraints = [
            flows.MEMBERSHIP.constraint("membership_status_known"),
            models.UniqueConstraint(fields=["user", "municipality"], name="membership_once"),
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="membership_has_role"),
            models.CheckConstraint(
                condition=Q(status="active", ended_date=None)
                | Q(status="ended", ended_date__gte=F("started_date")),
                name="membership_ended_date",
            ),
        ]
        rules_permissions = {
            "view": may.is_staff | is_operator,
            "add": may.administers,
            "edit": may.administers,
            "end": may.administers & allowed("end"),
            "restore": may.administers & allowed("restore"),
        }

    def __str__(self) -> str:
        return f"{self.user}（{self.municipality}）"

    @property
    def role_labels(self) -> list[str]:
        return [str(StaffRole(role).label) for role in self.roles]

"""職員."""

from datetime import date
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
from municipalities.models.municipality import Department, Municipality
from municipalities.rules import is_in_post, is_own_post


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
    absent_from = models.DateField(_("不在の初日"), null=True, blank=True)
    absent_until = models.DateField(_("不在の最終日"), null=True, blank=True)
    checked_at = models.DateTimeField(_("在籍を確かめた日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

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
            models.CheckConstraint(
                condition=Q(absent_from=None, absent_until=None)
                | Q(absent_from__isnull=False, absent_until__gte=F("absent_from")),
                name="membership_absence",
            ),
        ]
        rules_permissions = {
            "view": may.is_staff | is_operator,
            "add": may.administers,
            "edit": may.administers,
            "end": may.administers & allowed("end"),
            "restore": may.administers & allowed("restore"),
            "record_absence": (may.is_own_post | may.administers) & may.is_in_post,
            "confirm": may.administers & is_in_post,
            "hand_over": (may.administers | is_own_post) & is_in_post,
        }

    def __str__(self) -> str:
        return f"{self.user}（{self.municipality}）"

    @property
    def label(self) -> str:
        """氏名（部署 職名）, as colleagues tell each other apart."""
        place = " ".join(filter(None, [str(self.department or ""), self.title]))
        return f"{self.user}（{place}）" if place else str(self.user)

    def can(self, roles: frozenset[str]) -> bool:
        """In post with one of these roles; no roles ask for nothing more than being in post."""
        return self.status == "active" and (not roles or bool(roles & set(self.roles)))

    @property
    def role_labels(self) -> list[str]:
        return [str(StaffRole(role).label) for role in self.roles]

    def is_absent(self, day: date) -> bool:
        if self.absent_from is None or self.absent_until is None:
            return False
        return self.absent_from <= day <= self.absent_until

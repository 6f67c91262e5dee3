"""承認ルート: the steps a decision of one kind takes in a municipality."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from municipalities import rules as may
from municipalities.enums import DecisionKind, StepKind
from municipalities.models.municipality import Department, Municipality
from municipalities.models.staff import StaffMembership


class Seat(models.Model):
    """Who is asked at a step: a named member, a section's approvers, or any approver.

    A named member keeps the section in which the person was named: whoever moves to another section
    leaves the seat to it. `deputy` is the 代決者 while the member is absent.
    """

    position = models.PositiveSmallIntegerField(_("順番"))
    kind = models.CharField(_("種類"), max_length=10, choices=StepKind)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部署")
    )
    member = models.ForeignKey(
        StaffMembership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("職員")
    )
    deputy = models.ForeignKey(
        StaffMembership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代決者")
    )
    delegation_basis = models.CharField(_("専決の根拠"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def is_decision(self) -> bool:
        return self.kind == StepKind.DECIDE

    @property
    def label(self) -> str:
        """決裁, or 専決 where the city's rules delegate it."""
        return str(_("専決")) if self.delegation_basis else str(StepKind(self.kind).label)

    @property
    def seat_label(self) -> str:
        """Who is asked, in words."""
        if self.member:
            return (
                f"{self.member.user}（{self.member.title}）" if self.member.title else str(self.member.user)
            )
        if self.department:
            return str(_("{department}の承認者")).format(department=self.department)
        return str(_("承認者のどなたか"))


class RouteManager(models.Manager["ApprovalRoute"]):
    def needs(self, municipality_id: int, kind: str) -> bool:
        """Engagements begin without a 決裁 unless the city has set a route; everything else needs one."""
        if kind != DecisionKind.ENGAGEMENT:
            return True
        return self.filter(municipality=municipality_id, kind=kind, needed=True).exists()

    def places_needing(self, kind: str) -> set[int]:
        """Municipalities whose own route asks for a decision of this kind."""
        rows = self.filter(kind=kind, needed=True)
        return set(rows.values_list("municipality_id", flat=True))


class ApprovalRoute(RulesModel):
    """Without a row: one 決裁 by any approver; for engagements: no decision is needed."""

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="approval_routes", verbose_name=_("自治体")
    )
    kind = models.CharField(_("決裁の種類"), max_length=12, choices=DecisionKind)
    needed = models.BooleanField(_("決裁を行う"), default=True)
    version = models.PositiveIntegerField(default=1)

    UNSET: ClassVar[int] = 0  # the version of a route that nobody has set

    objects: ClassVar[RouteManager] = RouteManager()

    class Meta:
        verbose_name = _("承認ルート")
        verbose_name_plural = _("承認ルート")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="route_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="route_kind_known"),
            models.CheckConstraint(
                condition=Q(needed=True) | Q(kind=DecisionKind.ENGAGEMENT), name="route_needed"
            ),
        ]
        rules_permissions: ClassVar = {"view": may.is_staff, "edit": may.administers}

    def __str__(self) -> str:
        return f"{self.municipality}：{DecisionKind(self.kind).label}"

    def get_absolute_url(self) -> str:
        return reverse("desk_routes")


class RouteStep(Seat):
    route = models.ForeignKey(
        ApprovalRoute, models.PROTECT, related_name="steps", verbose_name=_("承認ルート")
    )

    class Meta:
        verbose_name = _("承認ルートの段階")
        verbose_name_plural = _("承認ルートの段階")
        constraints = [
            models.UniqueConstraint(fields=["route", "position"], name="route_step_position"),
            models.UniqueConstraint(
                fields=["route"], condition=Q(kind=StepKind.DECIDE), name="route_decides_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="route_step_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.DECIDE) | Q(delegation_basis=""), name="route_step_delegation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.seat_label}"

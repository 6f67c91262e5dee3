"""事業 and its projects."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import is_operator
from core import dates
from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Department, Field, Municipality, PartnershipAgreement, StaffMembership
from municipalities.rules import is_staff, may_draft
from projects import workflow as flows
from projects.rules import belongs_to_going_program, is_going, staff_action


class Program(RulesModel):
    """One recruitment round under an agreement: several projects, one joint report."""

    workflow: ClassVar[Workflow] = flows.PROGRAM

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="programs", verbose_name=_("自治体")
    )
    agreement = models.ForeignKey(
        PartnershipAgreement, models.PROTECT, related_name="programs", verbose_name=_("連携協定")
    )
    title = models.CharField(_("事業名"), max_length=120)
    purpose = models.TextField(_("目的"), blank=True)
    start_date = models.DateField(_("開始日"))
    end_date = models.DateField(_("終了日"))
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.PROGRAM.choices, default=flows.PROGRAM.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("事業")
        verbose_name_plural = _("事業")
        constraints = [
            flows.PROGRAM.constraint("program_status_known"),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="program_term"),
        ]
        rules_permissions = {
            "view": is_staff | is_operator,
            "add": may_draft,
            "edit": may_draft & is_going,
            "add_project": may_draft & is_going,
            "start": staff_action("start"),
            "complete": staff_action("complete"),
            "cancel": staff_action("cancel"),
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("program", args=[self.code])

    @property
    def fiscal_year(self) -> int:
        """Derived from the start: that is the budget year which carries the program."""
        return dates.fiscal_year(self.start_date)


class Project(RulesModel):
    """One field of work of a program, with its problem and the staff who carry it."""

    workflow: ClassVar[Workflow] = flows.PROJECT

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="projects", verbose_name=_("事業"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="projects", verbose_name=_("自治体")
    )
    field = models.ForeignKey(Field, models.PROTECT, related_name="projects", verbose_name=_("分野"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="projects", verbose_name=_("主管課")
    )
    lead = models.ForeignKey(
        StaffMembership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_led",
        verbose_name=_("主担当"),
    )
    team = models.ManyToManyField(
        StaffMembership, related_name="projects", blank=True, verbose_name=_("参加する職員")
    )
    title = models.CharField(_("プロジェクト名"), max_length=120)
    challenge = models.TextField(_("課題"))
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.PROJECT.choices, default=flows.PROJECT.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("プロジェクト")
        verbose_name_plural = _("プロジェクト")
        constraints = [flows.PROJECT.constraint("project_status_known")]
        rules_permissions = {
            "view": is_staff | is_operator,
            "edit": may_draft & is_going,
            "assign": may_draft,
            "add_opening": may_draft & is_going & belongs_to_going_program,
            "cancel": staff_action("cancel"),
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("program", args=[self.program.code]) + f"#project-{self.code}"

    @property
    def assign_url(self) -> str:
        return reverse("project_assign", args=[self.code])

"""Municipalities, their sections and staff, agreements with the operator, and approvals."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
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
from municipalities.enums import REGION_ENDS, MunicipalityKind, Region, StaffRole
from municipalities.validators import validate_municipality_code


class Field(models.Model):
    """A field of work in which a city asks for advice: DX, 広報, デザイン and so on."""

    slug = models.SlugField(_("記号"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    description = models.CharField(_("説明"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("分野")
        verbose_name_plural = _("分野")

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A prefecture or a municipality under its national code (全国地方公共団体コード, six characters)."""

    code = models.CharField(
        _("団体コード"), max_length=6, unique=True, validators=[validate_municipality_code]
    )
    kind = models.CharField(_("種別"), max_length=10, choices=MunicipalityKind)
    prefecture = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("都道府県")
    )
    name = models.CharField(_("名称"), max_length=40)
    kana = models.CharField(_("ふりがな"), max_length=80)
    romaji = models.CharField(_("ローマ字"), max_length=80)
    valid_from = models.DateField(_("施行日"), null=True, blank=True)
    valid_to = models.DateField(_("廃止日"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("承継先")
    )

    class Meta:
        verbose_name = _("自治体")
        verbose_name_plural = _("自治体")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MunicipalityKind.values), name="municipality_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="prefecture", prefecture=None)
                | (~Q(kind="prefecture") & Q(prefecture__isnull=False)),
                name="municipality_has_prefecture",
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{6}$"), name="municipality_code_six_digits"),
            models.UniqueConstraint(
                fields=["prefecture", "name"], condition=Q(valid_to=None), name="municipality_name_once"
            ),
        ]
        indexes = [models.Index(fields=["kana"], name="municipality_kana")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("municipality", args=[self.code])

    @property
    def full_name(self) -> str:
        """香川県さぬき市: always with the prefecture, since 府中市 and 伊達市 exist twice."""
        return f"{self.prefecture.name}{self.name}" if self.prefecture else self.name

    @property
    def region(self) -> Region:
        number = int(self.code[:2])
        return next(region for end, region in REGION_ENDS if number <= end)


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

"""分野, 自治体 and 部署."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from municipalities import rules as may
from municipalities.enums import MunicipalityKind, Region
from municipalities.rules import is_open_section
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
    mail_domains = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("公式メールのドメイン")
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
        return Region.of(self.code)


class Department(RulesModel):
    """A section of a municipality (部・課・係). A closed one names the section that took over its work."""

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="departments", verbose_name=_("自治体")
    )
    name = models.CharField(_("部署名"), max_length=80)
    closed_date = models.DateField(_("廃止日"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("引き継ぐ部署"),
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("部署")
        verbose_name_plural = _("部署")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="department_name_once"),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(closed_date__isnull=False),
                name="department_succeeded_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("pk")), name="department_succeeds_another"
            ),
        ]
        rules_permissions = {
            "edit": may.administers & is_open_section,
            "close": may.administers & is_open_section,
            "reopen": may.administers & ~is_open_section,
        }

    def __str__(self) -> str:
        return self.name

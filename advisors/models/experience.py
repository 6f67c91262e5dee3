"""What a person has done, and the places the person is tied to."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors.enums import TieKind
from advisors.models.profile import AdvisorProfile
from advisors.rules import owns_part
from core.codes import new_code
from municipalities.models import Municipality


class Experience(RulesModel):
    """One post or piece of work with what came of it; without `end_year` it goes on."""

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    advisor = models.ForeignKey(
        AdvisorProfile, models.PROTECT, related_name="experiences", verbose_name=_("専門家")
    )
    organization = models.CharField(_("勤務先・団体"), max_length=120)
    role = models.CharField(_("役割"), max_length=120)
    start_year = models.PositiveSmallIntegerField(_("始めた年（西暦）"))
    end_year = models.PositiveSmallIntegerField(_("終えた年（西暦）"), null=True, blank=True)
    text = models.TextField(_("取り組んだこと"))
    achievement = models.TextField(_("成果"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("職務経歴")
        verbose_name_plural = _("職務経歴")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year=None) | Q(end_year__gte=F("start_year")), name="experience_years"
            ),
            models.CheckConstraint(condition=Q(start_year__range=(1950, 2100)), name="experience_start"),
        ]
        rules_permissions = {"edit": owns_part}

    def __str__(self) -> str:
        return f"{self.organization} {self.role}"

    def get_absolute_url(self) -> str:
        return reverse("my_experience_edit", args=[self.code])


class RegionTie(models.Model):
    """A tie to a municipality or a whole prefecture."""

    advisor = models.ForeignKey(AdvisorProfile, models.PROTECT, related_name="ties", verbose_name=_("専門家"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("地域"))
    kind = models.CharField(_("つながり"), max_length=8, choices=TieKind)

    class Meta:
        verbose_name = _("地域とのつながり")
        verbose_name_plural = _("地域とのつながり")
        constraints = [
            models.UniqueConstraint(fields=["advisor", "municipality", "kind"], name="region_tie_once"),
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="region_tie_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality.full_name}（{self.get_kind_display()}）"

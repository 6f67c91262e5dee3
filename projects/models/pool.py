"""人材プール."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors.models import AdvisorProfile
from core.codes import new_code
from municipalities.models import Municipality
from municipalities.rules import is_staff
from projects.rules import gave_consent


class PoolConsent(RulesModel):
    """Somebody who was not taken on lets a city keep them in mind, until a day and until they say no."""

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="pool", verbose_name=_("自治体")
    )
    advisor = models.ForeignKey(
        AdvisorProfile, models.PROTECT, related_name="pools", verbose_name=_("専門家")
    )
    consented_at = models.DateTimeField(_("同意した日時"))
    expires_on = models.DateField(_("同意の期限"))
    withdrawn_at = models.DateTimeField(_("取りやめた日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("人材プールへの同意")
        verbose_name_plural = _("人材プールへの同意")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "advisor"], name="pool_consent_once"),
        ]
        rules_permissions = {"view": gave_consent | is_staff, "leave": gave_consent}

    def __str__(self) -> str:
        return f"{self.municipality}（{self._meta.verbose_name}）"

    def is_in_force(self, day: date) -> bool:
        return self.withdrawn_at is None and self.expires_on >= day

"""在籍の確認: each quarter an administrator says that the list of members is right."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import dates
from municipalities.models.municipality import Municipality


class MemberCheck(models.Model):
    """One quarter's check of one municipality."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="member_checks", verbose_name=_("自治体")
    )
    quarter_date = models.DateField(_("四半期の初日"))
    opened_at = models.DateTimeField(_("依頼日時"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("確認した人"),
    )
    confirmed_at = models.DateTimeField(_("確認日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("在籍の確認")
        verbose_name_plural = _("在籍の確認")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "quarter_date"], name="member_check_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="member_check_confirmed_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(confirmed_at=None), name="member_check_open"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.quarter_date:%Y-%m}"

    @property
    def opened_date(self) -> date:
        return dates.jst_date(self.opened_at)

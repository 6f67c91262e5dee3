"""委嘱状, 従事証明書 and 感謝状: what a city hands out before the work and when it is done."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from municipalities.models import Municipality
from projects.enums import CertificateKind
from projects.models.engagement import Engagement
from projects.rules import sees_engagement


class Certificate(RulesModel):
    """Issued once of each kind, in the name of the city; never changed. `minutes` and `meetings` are what the
    record held on that day.
    """

    unrecorded: ClassVar[frozenset[str]] = frozenset({"recipient"})

    code = models.CharField(_("番号"), max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="certificates", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("自治体"))
    kind = models.CharField(_("種類"), max_length=8, choices=CertificateKind)
    recipient = models.CharField(_("宛名"), max_length=120)
    text = models.TextField(_("本文"), max_length=1000)
    document_number = models.CharField(_("文書番号"), max_length=60, blank=True)
    issued_date = models.DateField(_("発行日"))
    issuer_title = models.CharField(_("発行者の職名"), max_length=60)
    issuer_name = models.CharField(_("発行者の氏名"), max_length=60)
    minutes = models.PositiveIntegerField(_("稼働時間（分）"), default=0)
    meetings = models.PositiveSmallIntegerField(_("会議の回数"), default=0)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("発行した職員")
    )

    class Meta:
        verbose_name = _("証明書・感謝状")
        verbose_name_plural = _("証明書・感謝状")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CertificateKind.values), name="certificate_kind_known"
            ),
            models.UniqueConstraint(fields=["engagement", "kind"], name="certificate_once_of_a_kind"),
        ]
        rules_permissions = {"view": sees_engagement}

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.engagement.project}）"

    def get_absolute_url(self) -> str:
        return f"{self.engagement.get_absolute_url()}#certificates"

    @property
    def advisor_url(self) -> str:
        return f"{self.engagement.advisor_url}#certificates"

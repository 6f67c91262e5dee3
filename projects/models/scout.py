"""スカウト."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors.models import AdvisorProfile
from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Municipality
from municipalities.rules import is_staff
from projects import workflow as flows
from projects.models.opening import Opening
from projects.rules import is_scouted, scouted_action


class Scout(RulesModel):
    """A city asks one person to apply to one of its calls; once, whatever the answer."""

    workflow: ClassVar[Workflow] = flows.SCOUT
    unrecorded: ClassVar[frozenset[str]] = frozenset({"message"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="scouts", verbose_name=_("募集"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="scouts", verbose_name=_("自治体")
    )
    advisor = models.ForeignKey(
        AdvisorProfile, models.PROTECT, related_name="scouts", verbose_name=_("専門家")
    )
    message = models.TextField(_("お願いの文面"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="scouts_sent", verbose_name=_("送った職員")
    )
    sent_at = models.DateTimeField(_("送った日時"))
    read_at = models.DateTimeField(_("読まれた日時"), null=True, blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.SCOUT.choices, default=flows.SCOUT.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("スカウト")
        verbose_name_plural = _("スカウト")
        constraints = [
            flows.SCOUT.constraint("scout_status_known"),
            models.UniqueConstraint(fields=["opening", "advisor"], name="scout_once"),
        ]
        indexes = [models.Index(fields=["advisor", "-sent_at"], name="scout_of_advisor")]
        rules_permissions = {
            "view": is_scouted | is_staff,
            "accept": scouted_action("accept"),
            "decline": scouted_action("decline"),
        }

    def __str__(self) -> str:
        return f"{self.opening}（{self._meta.verbose_name}）"

    def get_absolute_url(self) -> str:
        return reverse("my_scout", args=[self.code])

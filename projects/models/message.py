"""やり取り: what both sides write to each other between meetings. Decisions belong in minutes and the ledger."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from municipalities.models import Municipality
from projects.models.engagement import Engagement
from projects.rules import sees_engagement


class Message(RulesModel):
    """Never changed and never taken back: the other side has read it."""

    unrecorded: ClassVar[frozenset[str]] = frozenset({"text"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="messages", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("書いた人")
    )
    text = models.TextField(_("本文"), max_length=2000)
    written_at = models.DateTimeField(_("書いた日時"))

    class Meta:
        verbose_name = _("やり取り")
        verbose_name_plural = _("やり取り")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="message_says_something")]
        rules_permissions = {"view": sees_engagement}

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}：{self.author}"

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + "#messages"

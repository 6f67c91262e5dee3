"""An address from which a calendar program fetches what a person has to attend."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from projects.models.engagement import Engagement
from projects.rules import is_own_feed


class CalendarFeed(RulesModel):
    """Whoever has the address reads the calendar; only its hash is kept. Without an engagement it holds
    everything of its owner.
    """

    unrecorded: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feeds", verbose_name=_("持ち主")
    )
    engagement = models.ForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("対象の活動"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("作った日時"))
    fetched_date = models.DateField(_("最後に読まれた日"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("止めた日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("カレンダーの購読")
        verbose_name_plural = _("カレンダーの購読")
        rules_permissions = {"view": is_own_feed, "revoke": is_own_feed}

    def __str__(self) -> str:
        return str(self.engagement or self._meta.verbose_name)

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None

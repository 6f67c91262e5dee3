"""The log of erased applications: how many, of which opening, when; never of whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from projects.models.opening import Opening


class Erasure(models.Model):
    """Applications of one opening that were erased together."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="erasures", verbose_name=_("自治体")
    )
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="erasures", verbose_name=_("募集"))
    count = models.PositiveIntegerField(_("件数"))
    erased_at = models.DateTimeField(_("消去日時"))

    class Meta:
        verbose_name = _("応募の消去")
        verbose_name_plural = _("応募の消去")
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="erasure_count")]
        indexes = [models.Index(fields=["municipality", "-erased_at"], name="erasure_log")]

    def __str__(self) -> str:
        return f"{self.opening}（{self.count}）"

"""Who was told of which opening because it fits."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advisors.models import AdvisorProfile
from projects.models.opening import Opening


class MatchNotice(models.Model):
    """Told at once, or (with no `told_at`) passed over because the week was full, for the digest to carry."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="+", verbose_name=_("募集"))
    advisor = models.ForeignKey(AdvisorProfile, models.PROTECT, related_name="+", verbose_name=_("専門家"))
    found_at = models.DateTimeField(_("見つけた日時"))
    told_at = models.DateTimeField(_("知らせた日時"), null=True, blank=True)
    carried_at = models.DateTimeField(_("まとめて知らせた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("合う募集のお知らせ")
        verbose_name_plural = _("合う募集のお知らせ")
        constraints = [
            models.UniqueConstraint(fields=["opening", "advisor"], name="match_notice_once"),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(carried_at=None), name="match_notice_one_way"
            ),
        ]
        indexes = [
            models.Index(fields=["advisor", "told_at"], name="match_notice_of_week"),
            models.Index(
                fields=["advisor"], name="match_notice_waiting", condition=Q(told_at=None, carried_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opening}（{self.advisor}）"

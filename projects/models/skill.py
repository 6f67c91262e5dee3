"""What an opening asks people to be able to do."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advisors.models import Skill
from projects.enums import Importance
from projects.models.opening import Opening


class OpeningSkill(models.Model):
    """A skill of the curated list that the opening asks for, and how much it matters."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="skills", verbose_name=_("募集"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("スキル"))
    importance = models.PositiveSmallIntegerField(_("重要さ"), choices=Importance)

    class Meta:
        verbose_name = _("募集が求めるスキル")
        verbose_name_plural = _("募集が求めるスキル")
        constraints = [
            models.UniqueConstraint(fields=["opening", "skill"], name="opening_skill_once"),
            models.CheckConstraint(condition=Q(importance__range=(1, 3)), name="opening_skill_importance"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}（{self.get_importance_display()}）"

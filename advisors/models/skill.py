"""Skills of the curated list, and how well a person has them."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advisors.enums import SkillGroup, SkillLevel
from advisors.models.profile import AdvisorProfile


class Skill(models.Model):
    """One entry of the list in `advisors/data`; `aliases` are other names for it, separated by blanks."""

    slug = models.SlugField(_("記号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    group = models.CharField(_("区分"), max_length=12, choices=SkillGroup)
    aliases = models.CharField(_("別の呼び方"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("スキル")
        verbose_name_plural = _("スキル")
        constraints = [
            models.CheckConstraint(condition=Q(group__in=SkillGroup.values), name="skill_group_known"),
        ]

    def __str__(self) -> str:
        return self.name


class AdvisorSkill(models.Model):
    """`years` of use in paid work."""

    advisor = models.ForeignKey(
        AdvisorProfile, models.PROTECT, related_name="skills", verbose_name=_("専門家")
    )
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="holders", verbose_name=_("スキル"))
    level = models.PositiveSmallIntegerField(_("習熟度"), choices=SkillLevel)
    years = models.PositiveSmallIntegerField(_("経験年数"), default=0, validators=[MaxValueValidator(60)])

    class Meta:
        verbose_name = _("専門家のスキル")
        verbose_name_plural = _("専門家のスキル")
        constraints = [
            models.UniqueConstraint(fields=["advisor", "skill"], name="advisor_skill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="advisor_skill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}（{self.get_level_display()}）"

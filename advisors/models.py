"""Professionals who advise municipalities beside their main job."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors import workflow as flows
from advisors.enums import SETTLED_PERMISSIONS, EmployerPermission, WorkStyle
from advisors.rules import owns_profile
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.models import Field, Municipality


class AdvisorProfile(RulesModel):
    """What a city learns of a person who applies."""

    workflow: ClassVar[Workflow] = flows.PROFILE

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="advisor_profile", verbose_name=_("利用者")
    )
    headline = models.CharField(_("肩書"), max_length=80)
    summary = models.TextField(_("経歴と実績"))
    fields = models.ManyToManyField(Field, related_name="advisors", verbose_name=_("得意な分野"))
    years = models.PositiveSmallIntegerField(_("実務の年数"), validators=[MaxValueValidator(60)], default=0)
    prefecture = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": "prefecture"},
        related_name="+",
        verbose_name=_("お住まいの都道府県"),
    )
    employer = models.CharField(_("本業の勤務先"), max_length=120, blank=True)
    employer_permission = models.CharField(
        _("本業の副業許可"), max_length=12, choices=EmployerPermission, default=EmployerPermission.PENDING
    )
    is_public_servant = models.BooleanField(_("公務員である"), default=False)
    hours_per_month = models.PositiveSmallIntegerField(
        _("使える時間（月）"), validators=[MinValueValidator(1), MaxValueValidator(160)], default=8
    )
    work_style = models.CharField(_("働き方"), max_length=8, choices=WorkStyle, default=WorkStyle.ONLINE)
    status = models.CharField(
        _("状態"), max_length=8, choices=flows.PROFILE.choices, default=flows.PROFILE.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("専門家プロフィール")
        verbose_name_plural = _("専門家プロフィール")
        constraints = [
            flows.PROFILE.constraint("profile_status_known"),
            models.CheckConstraint(
                condition=models.Q(employer_permission__in=EmployerPermission.values),
                name="profile_permission_known",
            ),
            models.CheckConstraint(
                condition=models.Q(work_style__in=WorkStyle.values), name="profile_work_style_known"
            ),
            models.CheckConstraint(condition=models.Q(hours_per_month__range=(1, 160)), name="profile_hours"),
        ]
        rules_permissions = {
            "view": owns_profile,
            "edit": owns_profile,
            "activate": owns_profile & allowed("activate"),
            "pause": owns_profile & allowed("pause"),
        }

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("my_profile")

    @property
    def permission_settled(self) -> bool:
        return self.employer_permission in SETTLED_PERMISSIONS

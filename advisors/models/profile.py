"""専門家プロフィール."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors import workflow as flows
from advisors.enums import (
    SETTLED_PERMISSIONS,
    DayPart,
    EmployerPermission,
    Intention,
    SpokenLanguage,
    TalentType,
    Visibility,
    Weekday,
    WorkStyle,
)
from advisors.rules import owns_profile
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.models import Field, Municipality


def _several(base: models.Field, label: Any, size: int) -> ArrayField:
    return ArrayField(base, verbose_name=label, size=size, default=list, blank=True)


class AdvisorProfile(RulesModel):
    """What a city learns of a person: of everybody who applies to it, and of those who let cities find them.

    `hidden_from` and `employer_municipality` may never find the person, whatever `visibility` says.
    """

    workflow: ClassVar[Workflow] = flows.PROFILE
    unrecorded: ClassVar[frozenset[str]] = frozenset(
        {"headline", "summary", "employer", "prefecture", "links", "hourly_wish", "skills", "ties"}
    )

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
    talent_types = _several(models.CharField(max_length=20, choices=TalentType), _("人材の種類"), 5)
    weekdays = _several(models.PositiveSmallIntegerField(choices=Weekday), _("活動できる曜日"), 7)
    day_parts = _several(models.CharField(max_length=10, choices=DayPart), _("活動できる時間帯"), 3)
    languages = _several(models.CharField(max_length=5, choices=SpokenLanguage), _("仕事で使える言語"), 8)
    links = _several(models.URLField(max_length=300), _("実績がわかるページ"), 5)
    accepts_unpaid = models.BooleanField(_("無償でもよい"), default=True)
    hourly_wish = models.PositiveIntegerField(_("希望する謝礼（1時間あたり、円）"), null=True, blank=True)
    refused_forms = _several(models.CharField(max_length=20), _("受けられない登用の形"), 10)
    intention = models.CharField(_("今の意向"), max_length=5, choices=Intention, default=Intention.OPEN)
    absent_from = models.DateField(_("休む期間の始まり"), null=True, blank=True)
    absent_until = models.DateField(_("休む期間の終わり"), null=True, blank=True)
    visibility = models.CharField(_("公開範囲"), max_length=8, choices=Visibility, default=Visibility.APPLIED)
    hidden_from = models.ManyToManyField(
        Municipality, related_name="+", blank=True, verbose_name=_("見せない自治体")
    )
    employer_municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("勤務先の自治体"),
    )
    wants_matches = models.BooleanField(_("合う募集の案内を受け取る"), default=True)
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
            models.CheckConstraint(
                condition=models.Q(intention__in=Intention.values, visibility__in=Visibility.values),
                name="profile_choices_known",
            ),
            models.CheckConstraint(
                condition=models.Q(absent_until=None)
                | models.Q(absent_from=None)
                | models.Q(absent_until__gte=models.F("absent_from")),
                name="profile_absence",
            ),
            models.CheckConstraint(
                condition=models.Q(hourly_wish=None) | models.Q(hourly_wish__gt=0),
                name="profile_hourly_wish",
            ),
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

    def is_absent(self, day: date) -> bool:
        """An absence without an end lasts until the person takes it back; without a start it is none."""
        if self.absent_from is None or day < self.absent_from:
            return False
        return self.absent_until is None or day <= self.absent_until

    @property
    def talent_type_labels(self) -> list[str]:
        return _labels(TalentType, self.talent_types)

    @property
    def language_labels(self) -> list[str]:
        return _labels(SpokenLanguage, self.languages)

    @property
    def weekday_labels(self) -> list[str]:
        return _labels(Weekday, self.weekdays)

    @property
    def day_part_labels(self) -> list[str]:
        return _labels(DayPart, self.day_parts)

    @property
    def permission_settled(self) -> bool:
        return self.employer_permission in SETTLED_PERMISSIONS


def _labels(kinds: Any, values: list[Any]) -> list[str]:
    return [str(kinds(value).label) for value in values]

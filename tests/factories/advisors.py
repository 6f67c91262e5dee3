"""Professionals."""

from collections.abc import Iterable
from typing import Any

import factory
from django.db.models import Q
from factory.django import DjangoModelFactory

from advisors.enums import EmployerPermission, SkillLevel, TieKind, Visibility
from advisors.models import AdvisorProfile, AdvisorSkill, Experience, RegionTie, Skill
from advisors.operations.search import ADVISORS
from municipalities.models import Field
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import FieldFactory, MunicipalityFactory


class AdvisorProfileFactory(DjangoModelFactory):
    class Meta:
        model = AdvisorProfile
        skip_postgeneration_save = True

    class Params:
        active = factory.Trait(status="active")
        paused = factory.Trait(status="paused")
        findable = factory.Trait(status="active", visibility=Visibility.CITIES)
        unsettled = factory.Trait(employer_permission=EmployerPermission.PENDING)

    user = factory.SubFactory(UserFactory)
    headline = "業務改善コンサルタント"
    summary = "製造業で受発注のデジタル化を10年担当しました。"
    years = 10
    employer = "架空製作所"
    employer_permission = EmployerPermission.OBTAINED

    @factory.post_generation
    def fields(self: Any, create: bool, chosen: Iterable[Field] | None, **_extra: Any) -> None:
        if create:
            self.fields.set([FieldFactory()] if chosen is None else chosen)
            ADVISORS.refresh(Q(pk=self.pk))


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = Skill
        django_get_or_create = ("slug",)

    slug = "bpr"
    name = "業務改革（BPR）"
    group = "strategy"


class AdvisorSkillFactory(DjangoModelFactory):
    class Meta:
        model = AdvisorSkill

    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    skill = factory.SubFactory(SkillFactory)
    level = SkillLevel.INDEPENDENT
    years = 5


class ExperienceFactory(DjangoModelFactory):
    class Meta:
        model = Experience

    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    organization = "架空製作所"
    role = "業務改革の責任者"
    start_year = 2015
    text = "受発注の手続を見直し、紙の伝票をなくしました。"
    achievement = "処理の時間を4割短くしました。"


class RegionTieFactory(DjangoModelFactory):
    class Meta:
        model = RegionTie

    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    municipality = factory.SubFactory(MunicipalityFactory)
    kind = TieKind.FROM

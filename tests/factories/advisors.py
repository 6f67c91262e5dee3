"""Professionals."""

from collections.abc import Iterable
from typing import Any

import factory
from factory.django import DjangoModelFactory

from advisors.enums import EmployerPermission
from advisors.models import AdvisorProfile
from municipalities.models import Field
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import FieldFactory


class AdvisorProfileFactory(DjangoModelFactory):
    class Meta:
        model = AdvisorProfile
        skip_postgeneration_save = True

    class Params:
        active = factory.Trait(status="active")
        paused = factory.Trait(status="paused")
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

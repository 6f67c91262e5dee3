"""The rows that matching reads, and the weights of its terms."""

import factory
from factory.django import DjangoModelFactory

from projects.models import MatchNotice, MatchPerson, MatchWeights, OpeningTrait, PersonTrait
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import moment
from tests.factories.projects import OpeningFactory


class MatchWeightsFactory(DjangoModelFactory):
    """A proposal with the weights the portal comes with."""

    class Meta:
        model = MatchWeights

    class Params:
        active = factory.Trait(status="active")
        retired = factory.Trait(status="retired")

    number = factory.Sequence(lambda n: n + 2)
    reason = "地域とのつながりを重くするため"


class MatchPersonFactory(DjangoModelFactory):
    class Meta:
        model = MatchPerson

    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    code = factory.LazyAttribute(lambda o: o.advisor.code)
    hours = 20
    work_style = "online"
    is_findable = True
    accepts_unpaid = True
    time_fit = 0.5
    record = 0.0
    tok_version = 1


class PersonTraitFactory(DjangoModelFactory):
    class Meta:
        model = PersonTrait

    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    trait = factory.Sequence(lambda n: f"w:語{n}")
    strength = 0.5


class OpeningTraitFactory(DjangoModelFactory):
    class Meta:
        model = OpeningTrait

    opening = factory.SubFactory(OpeningFactory)
    term = "text"
    trait = factory.Sequence(lambda n: f"w:語{n}")
    share = 0.25


class MatchNoticeFactory(DjangoModelFactory):
    """Told just now."""

    class Meta:
        model = MatchNotice

    class Params:
        passed_over = factory.Trait(told_at=None)

    opening = factory.SubFactory(OpeningFactory, open=True)
    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    found_at = factory.LazyFunction(moment)
    told_at = factory.LazyFunction(moment)

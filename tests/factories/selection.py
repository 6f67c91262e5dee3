"""What staff say of applicants: declarations, reviews and scores."""

import factory

from projects.models import (
    AgreedScore,
    ApplicationNote,
    ConflictDeclaration,
    Consensus,
    Interview,
    PoolConsent,
    Review,
    Score,
    Scout,
)
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import ChildFactory, day, moment
from tests.factories.municipalities import MunicipalityFactory
from tests.factories.projects import ApplicationFactory, CriterionFactory, OpeningFactory


class ConflictDeclarationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConflictDeclaration

    class Params:
        conflicted = factory.Trait(has_conflict=True, note="同じ職場で働いていました。")

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    reviewer = factory.SubFactory(UserFactory)
    has_conflict = False
    declared_at = factory.LazyFunction(moment)


class ApplicationNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ApplicationNote

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    author = factory.SubFactory(UserFactory)
    text = "前の回にも応募されています。"
    written_at = factory.LazyFunction(moment)


class ReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Review

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    reviewer = factory.SubFactory(UserFactory)
    comment = "経験が仕事に合っています。"
    reviewed_at = factory.LazyFunction(moment)


class ScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Score

    review = factory.SubFactory(ReviewFactory)
    criterion = factory.SubFactory(CriterionFactory)
    points = 4


class ScoutFactory(ChildFactory):
    class Meta:
        model = Scout

    class Params:
        interested = factory.Trait(status="interested")
        applied = factory.Trait(status="applied")
        declined = factory.Trait(status="declined")
        expired = factory.Trait(status="expired")

    _parent = "opening"

    municipality = factory.SubFactory(MunicipalityFactory)
    opening = factory.SubFactory(
        OpeningFactory, open=True, municipality=factory.SelfAttribute("..municipality")
    )
    advisor = factory.SubFactory(AdvisorProfileFactory, findable=True)
    message = "窓口の見直しのご経験を、ぜひ町でも生かしていただきたく、ご連絡しました。"
    sent_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(moment)


class InterviewFactory(ChildFactory):
    class Meta:
        model = Interview

    class Params:
        unsuitable = factory.Trait(status="unsuitable", refusal="平日は19時以降")
        fixed = factory.Trait(status="fixed", starts_at=factory.LazyAttribute(lambda o: o.slots[0]))
        held = factory.Trait(status="held", starts_at=factory.LazyFunction(lambda: moment(-1)))
        cancelled = factory.Trait(status="cancelled")

    _parent = "application"

    municipality = factory.SubFactory(MunicipalityFactory)
    application = factory.SubFactory(
        ApplicationFactory, submitted=True, municipality=factory.SelfAttribute("..municipality")
    )
    slots = factory.LazyFunction(lambda: [moment(3), moment(4)])


class ConsensusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consensus

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    agreed_by = factory.SubFactory(UserFactory)
    comment = "全員で話し合い、経験を重くみました。"
    agreed_at = factory.LazyFunction(moment)


class AgreedScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreedScore

    consensus = factory.SubFactory(ConsensusFactory)
    criterion = factory.LazyAttribute(lambda o: o.consensus.application.opening.criteria.first())
    points = 4


class PoolConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PoolConsent

    municipality = factory.SubFactory(MunicipalityFactory)
    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    consented_at = factory.LazyFunction(lambda: moment(-10))
    expires_on = factory.LazyFunction(lambda: day(355))

"""What staff say of applicants: declarations, reviews and scores."""

import factory

from projects.models import ConflictDeclaration, Review, Score
from tests.factories.accounts import UserFactory
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, CriterionFactory


class ConflictDeclarationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConflictDeclaration

    class Params:
        conflicted = factory.Trait(has_conflict=True, note="同じ職場で働いていました。")

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    reviewer = factory.SubFactory(UserFactory)
    has_conflict = False
    declared_at = factory.LazyFunction(moment)


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

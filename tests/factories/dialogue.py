"""What is said about a published call: questions, notes, amendments, interest."""

import factory

from projects.enums import AmendmentKind
from projects.models import Addendum, Amendment, Interest, Question
from tests.factories.accounts import UserFactory
from tests.factories.base import ChildFactory, day, moment
from tests.factories.municipalities import MunicipalityFactory
from tests.factories.projects import OpeningFactory


def _opening() -> factory.SubFactory:
    return factory.SubFactory(
        OpeningFactory, open=True, asking=True, municipality=factory.SelfAttribute("..municipality")
    )


class QuestionFactory(ChildFactory):
    class Meta:
        model = Question

    class Params:
        written = factory.Trait(
            answer="会議はすべてオンラインで行います。",
            answered_by=factory.SubFactory(UserFactory),
            answered_at=factory.LazyFunction(lambda: moment(-3)),
        )
        drafted = factory.Trait(written=True, status="drafted")
        published = factory.Trait(
            written=True,
            status="published",
            number=factory.LazyAttribute(lambda o: o.opening.questions.count() + 1),
            published_at=factory.LazyFunction(lambda: moment(-2)),
        )
        refused = factory.Trait(status="refused", refusal_reason="募集の内容に関わらない質問のため")

    _parent = "opening"

    municipality = factory.SubFactory(MunicipalityFactory)
    opening = _opening()
    text = factory.Sequence(lambda n: f"会議は平日の夜でもよいですか。（{n}）")
    asked_by = factory.SubFactory(UserFactory)
    asked_at = factory.LazyFunction(lambda: moment(-4))


class AddendumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Addendum

    question = factory.SubFactory(QuestionFactory, published=True)
    text = "初回だけは、本庁でお会いします。"
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(lambda: moment(-1))


class AmendmentFactory(ChildFactory):
    """A corrected text."""

    class Meta:
        model = Amendment

    class Params:
        extension = factory.Trait(
            kind=AmendmentKind.EXTENSION,
            before=factory.LazyFunction(lambda: {"deadline_date": day(7).isoformat()}),
            after=factory.LazyFunction(lambda: {"deadline_date": day(14).isoformat()}),
        )
        shortening = factory.Trait(
            kind=AmendmentKind.SHORTENING,
            before=factory.LazyFunction(lambda: {"deadline_date": day(20).isoformat()}),
            after=factory.LazyFunction(lambda: {"deadline_date": day(14).isoformat()}),
        )
        postponement = factory.Trait(
            kind=AmendmentKind.POSTPONEMENT,
            before=factory.LazyFunction(lambda: {"answer_date": day(7).isoformat()}),
            after=factory.LazyFunction(lambda: {"answer_date": day(14).isoformat()}),
        )
        terms = factory.Trait(
            before={"hours_per_month": 6},
            after={"hours_per_month": 8},
            affects_terms=True,
            document_number="7政第21号",
            decision_date=factory.LazyFunction(lambda: day(-1)),
            decider_title="総務部長",
        )

    _parent = "opening"

    municipality = factory.SubFactory(MunicipalityFactory)
    opening = _opening()
    number = factory.LazyAttribute(lambda o: o.opening.amendments.count() + 1)
    kind = AmendmentKind.CORRECTION
    reason = "会議の場所を書き間違えていました。"
    before: dict[str, object] = {"place_note": "本庁"}
    after: dict[str, object] = {"place_note": "オンライン"}
    published_by = factory.SubFactory(UserFactory)
    published_at = factory.LazyFunction(lambda: moment(-1))


class InterestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interest

    class Params:
        removed = factory.Trait(removed_at=factory.LazyFunction(moment))

    opening = factory.SubFactory(OpeningFactory, open=True, asking=True)
    person = factory.SubFactory(UserFactory)
    marked_at = factory.LazyFunction(lambda: moment(-3))

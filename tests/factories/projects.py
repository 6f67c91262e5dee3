"""Programs, projects, openings, applications, engagements and what an engagement leaves behind."""

from collections.abc import Iterable
from typing import Any

import factory
from django.db.models import Q

from advisors.enums import WorkStyle
from municipalities.enums import LegalForm
from municipalities.models import StaffMembership
from projects.enums import DeliverableKind, Importance, Outcome, PayUnit
from projects.models import (
    Application,
    Criterion,
    Deliverable,
    Engagement,
    Erasure,
    Goal,
    Meeting,
    Opening,
    OpeningSkill,
    Position,
    Program,
    Project,
    Recommendation,
)
from projects.operations.search import OPENINGS
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory, SkillFactory
from tests.factories.base import ChildFactory, day, moment
from tests.factories.clearing import clear
from tests.factories.municipalities import (
    ApprovalFactory,
    DepartmentFactory,
    FieldFactory,
    MunicipalityFactory,
    PartnershipAgreementFactory,
)


def _approval(**traits: bool) -> factory.SubFactory:
    return factory.SubFactory(ApprovalFactory, municipality=factory.SelfAttribute("..municipality"), **traits)


def sibling(related: factory.Factory, **traits: bool) -> factory.SubFactory:
    """A parent row in the same city."""
    return factory.SubFactory(related, municipality=factory.SelfAttribute("..municipality"), **traits)


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program

    class Params:
        running = factory.Trait(status="running")
        completed = factory.Trait(status="completed")
        cancelled = factory.Trait(status="cancelled")

    municipality = factory.SubFactory(MunicipalityFactory)
    agreement = factory.LazyAttribute(
        lambda o: PartnershipAgreementFactory(concluded=True, municipalities=[o.municipality])
    )
    title = "複業人材活用実証実験"
    purpose = "専門家の知見で、三つの課題に取り組みます。"
    start_date = factory.LazyFunction(lambda: day(-30))
    end_date = factory.LazyFunction(lambda: day(300))


class ProjectFactory(ChildFactory):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    class Params:
        running = factory.Trait(status="running")
        completed = factory.Trait(status="completed")
        cancelled = factory.Trait(status="cancelled")

    _parent = "program"

    municipality = factory.SubFactory(MunicipalityFactory)
    program = sibling(ProgramFactory)
    field = factory.SubFactory(FieldFactory)
    department = sibling(DepartmentFactory)
    title = "窓口のデジタル化"
    challenge = "申請書の記入に時間がかかり、住民をお待たせしています。"

    @factory.post_generation
    def team(self: Any, create: bool, chosen: Iterable[StaffMembership] | None, **_extra: Any) -> None:
        if create and chosen is not None:
            self.team.set(chosen)


class OpeningFactory(ChildFactory):
    """An unpaid draft for one seat; its deadline is two weeks ahead, or yesterday once selecting."""

    class Meta:
        model = Opening
        skip_postgeneration_save = True

    class Params:
        paid = factory.Trait(pay_unit=PayUnit.HOUR, pay_amount=5000)
        published = factory.Trait(
            approval=_approval(approved=True), published_at=factory.LazyFunction(lambda: moment(-20))
        )
        asking = factory.Trait(
            question_deadline_date=factory.LazyFunction(lambda: day(7)),
            question_answer_date=factory.LazyFunction(lambda: day(10)),
        )
        overdue = factory.Trait(deadline_date=factory.LazyFunction(lambda: day(-1)))
        released = factory.Trait(
            published=True,
            overdue=True,
            result_approval=_approval(approved=True),
            released_at=factory.LazyFunction(moment),
        )
        in_review = factory.Trait(status="in_review", approval=_approval())
        returned = factory.Trait(status="returned", approval=_approval(returned=True))
        approved = factory.Trait(status="approved", approval=_approval(approved=True))
        open = factory.Trait(published=True, status="open")
        selecting = factory.Trait(published=True, overdue=True, status="selecting")
        result_review = factory.Trait(
            published=True, overdue=True, status="result_review", result_approval=_approval()
        )
        result_approved = factory.Trait(
            selecting=True, status="result_approved", result_approval=_approval(approved=True)
        )
        releasing = factory.Trait(
            result_approved=True, status="releasing", release_at=factory.LazyFunction(lambda: moment(1))
        )
        decided = factory.Trait(released=True, status="decided")
        no_match = factory.Trait(released=True, status="no_match")
        withdrawn = factory.Trait(
            status="withdrawn",
            withdrawn_at=factory.LazyFunction(moment),
            withdrawal_reason="予算の見直しのため",
        )

    _parent = "project"

    municipality = factory.SubFactory(MunicipalityFactory)
    project = sibling(ProjectFactory)
    title = "DX推進アドバイザー"
    summary = "書かない窓口を一緒に考えてください"
    challenge = "申請書の記入に時間がかかり、住民をお待たせしています。"
    request = "現状の手続を調べ、見直しの順番を提案してください。"
    requirements = "自治体または企業で業務改善を担当した経験"
    legal_form = LegalForm.PRO_BONO
    start_date = factory.LazyFunction(lambda: day(45))
    end_date = factory.LazyFunction(lambda: day(225))
    hours_per_month = 8
    work_style = WorkStyle.ONLINE
    pay_unit = PayUnit.UNPAID
    deadline_date = factory.LazyFunction(lambda: day(14))
    answer_date = factory.LazyFunction(lambda: day(30))
    host_note = "政策課の係長が窓口になります。"
    contact_note = "メールで、返事は2開庁日以内"
    drafted_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def search_row_written(self: Any, create: bool, wanted: bool | None, **_extra: Any) -> None:
        """As every operation does: a public opening can be found."""
        if create and wanted is not False:
            OPENINGS.refresh(Q(pk=self.pk))

    @classmethod
    def _create(cls, model: Any, *args: Any, **values: Any) -> Opening:
        """The rubric is written while the call is a draft; later the database refuses it."""
        status = values.pop("status", "draft")
        opening: Opening = super()._create(model, *args, **values)
        CriterionFactory(opening=opening)
        if status != "draft":
            Opening.objects.filter(pk=opening.pk).update(status=status)
            opening.status = status
        return opening


class CriterionFactory(factory.django.DjangoModelFactory):
    """The next line of a draft's rubric; alone, it is the whole."""

    class Meta:
        model = Criterion

    opening = factory.SubFactory("tests.factories.projects.OpeningFactory")
    number = factory.LazyAttribute(lambda o: o.opening.criteria.count() + 1)
    name = "課題の理解"
    description = "困りごとの原因を説明できているか"
    weight = 100


class PositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Position

    opening = factory.SubFactory(OpeningFactory)
    number = factory.LazyAttribute(lambda o: o.opening.positions.count() + 1)
    title = "SNS"
    description = "投稿の型を作ります"


class OpeningSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpeningSkill

    opening = factory.SubFactory(OpeningFactory)
    skill = factory.SubFactory(SkillFactory)
    importance = Importance.IMPORTANT


class ApplicationFactory(ChildFactory):
    """A complete draft for an open call. Answered applications belong to a decided opening.

    An `opening` that is passed is used as it is.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        call = "open"  # the trait of the opening that is made along
        sent = factory.Trait(submitted_at=factory.LazyFunction(lambda: moment(-5)))
        answered = factory.Trait(sent=True, call="decided", answered_at=factory.LazyFunction(moment))
        submitted = factory.Trait(sent=True, status="submitted")
        offered = factory.Trait(answered=True, status="offered", outcome=Outcome.HIRE)
        reserved = factory.Trait(answered=True, status="reserved", outcome=Outcome.RESERVE)
        declined = factory.Trait(answered=True, status="declined", outcome=Outcome.DECLINE)
        accepted = factory.Trait(answered=True, status="accepted", outcome=Outcome.HIRE)
        refused = factory.Trait(answered=True, status="refused", outcome=Outcome.HIRE)
        withdrawn = factory.Trait(sent=True, status="withdrawn")

    _parent = "opening"

    municipality = factory.SubFactory(MunicipalityFactory)
    opening = factory.LazyAttribute(
        lambda o: OpeningFactory(
            municipality=o.municipality, seats_taken=int(o.status == "accepted"), **{o.call: True}
        )
    )
    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    motivation = "地元の役に立ちたいと考えています。"
    approach = "まず窓口で話を聞き、三か月で見直しの案をまとめます。"
    availability = "平日19時以降、月2回"
    has_conflict = False

    @factory.post_generation
    def cleared(application: Any, create: bool, wanted: Any, **_options: Any) -> None:  # noqa: N805
        """The city's staff have declared to have no conflict, unless `cleared=False`."""
        if wanted is False or not create or application.submitted_at is None:
            return
        clear(application)


class ErasureFactory(ChildFactory):
    class Meta:
        model = Erasure

    _parent = "opening"

    municipality = factory.SubFactory(MunicipalityFactory)
    opening = sibling(OpeningFactory, decided=True)
    count = 3
    erased_at = factory.LazyFunction(moment)


class EngagementFactory(ChildFactory):
    """In preparation, with a written expectation that nobody confirmed yet."""

    class Meta:
        model = Engagement

    class Params:
        confirmed = factory.Trait(
            city_confirmed_at=factory.LazyFunction(lambda: moment(-10)),
            city_confirmed_by=factory.SubFactory(UserFactory),
            advisor_confirmed_at=factory.LazyFunction(lambda: moment(-9)),
        )
        started = factory.Trait(
            confirmed=True,
            started_at=factory.LazyFunction(lambda: moment(-8)),
            start_date=factory.LazyFunction(lambda: day(-8)),
        )
        active = factory.Trait(started=True, status="active")
        paused = factory.Trait(started=True, status="paused", end_reason="本業の繁忙期のため")
        completed = factory.Trait(started=True, status="completed", ended_at=factory.LazyFunction(moment))
        ended_early = factory.Trait(
            started=True,
            status="ended_early",
            ended_at=factory.LazyFunction(moment),
            end_reason="転勤のため",
        )

    _parent = "application"
    _shared = ("municipality", "advisor")

    municipality = factory.SubFactory(MunicipalityFactory)
    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)
    application = factory.SubFactory(
        ApplicationFactory,
        accepted=True,
        municipality=factory.SelfAttribute("..municipality"),
        advisor=factory.SelfAttribute("..advisor"),
    )
    project = factory.SelfAttribute("application.opening.project")
    legal_form = factory.SelfAttribute("application.opening.legal_form")
    start_date = factory.LazyFunction(lambda: day(7))
    end_date = factory.LazyFunction(lambda: day(180))
    expectation = "現状の手続を調べ、見直しの順番を提案してください。"
    not_expected = "システムの調達には関わりません。"
    contact_rule = "平日の日中はメール、急ぎは電話"


class GoalFactory(ChildFactory):
    class Meta:
        model = Goal

    class Params:
        judged = factory.Trait(
            judged_at=factory.LazyFunction(moment), verdict_note="待ち時間が平均12分から7分になりました。"
        )
        achieved = factory.Trait(judged=True, status="achieved")
        partly = factory.Trait(judged=True, status="partly")
        missed = factory.Trait(judged=True, status="missed")

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    position = factory.LazyAttribute(lambda o: o.engagement.goals.count() + 1)
    text = "窓口の待ち時間を短くする"
    indicator = "平均10分以内"


class MeetingFactory(ChildFactory):
    class Meta:
        model = Meeting

    class Params:
        held = factory.Trait(
            status="held",
            starts_at=factory.LazyFunction(lambda: moment(-3)),
            summary="現状の手続を洗い出しました。",
            decisions="転入届から見直します。",
        )
        cancelled = factory.Trait(status="cancelled", cancel_reason="台風のため")
        proposed = factory.Trait(status="proposed", slots=factory.LazyFunction(lambda: [moment(5)]))

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    number = factory.LazyAttribute(lambda o: o.engagement.meetings.count() + 1)
    title = "窓口の現状"
    starts_at = factory.LazyFunction(lambda: moment(7))


class DeliverableFactory(ChildFactory):
    class Meta:
        model = Deliverable

    class Params:
        accepted = factory.Trait(status="accepted")
        returned = factory.Trait(status="returned", return_reason="数字の出典を書いてください。")
        specification = factory.Trait(kind=DeliverableKind.SPECIFICATION, title="窓口支援システム仕様書案")

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    kind = DeliverableKind.ANALYSIS
    title = "窓口業務の分析"
    description = "待ち時間と記入項目を手続ごとに調べました。"
    delivered_date = factory.LazyFunction(lambda: day(-1))


class RecommendationFactory(ChildFactory):
    class Meta:
        model = Recommendation

    class Params:
        decided = factory.Trait(
            decided_at=factory.LazyFunction(moment), status_note="来年度の予算に入れます。"
        )
        adopted = factory.Trait(decided=True, status="adopted")
        trial = factory.Trait(decided=True, status="trial")
        studying = factory.Trait(decided=True, status="studying")
        declined = factory.Trait(decided=True, status="declined", status_note="条例の改正が要るため")
        existing = factory.Trait(decided=True, status="existing")

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    department = sibling(DepartmentFactory)
    number = factory.LazyAttribute(lambda o: o.engagement.recommendations.count() + 1)
    text = "転入届の記入項目を半分に減らす"
    grounds = "19項目のうち10項目は、すでに市が持っている情報です。"
    proposed_date = factory.LazyFunction(lambda: day(-2))

"""Reports of an engagement and of a program."""

import io

import factory
from PIL import Image

from core.words import VERSION
from reports.enums import NameDisplay
from reports.models import (
    AttentionNote,
    DocumentJob,
    JointReport,
    OutcomeReport,
    ReportPhoto,
    ReportSearch,
    Tally,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import ChildFactory, day, moment
from tests.factories.municipalities import ApprovalFactory, FieldFactory, MunicipalityFactory
from tests.factories.projects import EngagementFactory, ProgramFactory


def _approval(**traits: bool) -> factory.SubFactory:
    return factory.SubFactory(ApprovalFactory, municipality=factory.SelfAttribute("..municipality"), **traits)


class OutcomeReportFactory(ChildFactory):
    """The staff's draft about a completed engagement."""

    class Meta:
        model = OutcomeReport

    class Params:
        asked = factory.Trait(
            comment_requested_at=factory.LazyFunction(lambda: moment(-10)),
            comment_due_date=factory.LazyFunction(lambda: day(4)),
        )
        with_comment = factory.Trait(
            asked=True,
            commented_at=factory.LazyFunction(lambda: moment(-5)),
            advisor_comment="職員の皆さんの行動の速さに驚きました。",
            name_display=NameDisplay.FULL,
        )
        shown = factory.Trait(
            with_comment=True,
            approval=_approval(approved=True),
            published_at=factory.LazyFunction(lambda: moment(-1)),
        )
        commenting = factory.Trait(asked=True, status="commenting")
        commented = factory.Trait(with_comment=True, status="commented")
        in_review = factory.Trait(with_comment=True, status="in_review", approval=_approval())
        returned = factory.Trait(with_comment=True, status="returned", approval=_approval(returned=True))
        approved = factory.Trait(with_comment=True, status="approved", approval=_approval(approved=True))
        published = factory.Trait(shown=True, status="published")
        withdrawn = factory.Trait(shown=True, status="withdrawn", withdraw_reason="記載に誤りがあったため")

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = factory.SubFactory(
        EngagementFactory, completed=True, municipality=factory.SelfAttribute("..municipality")
    )
    title = "書かない窓口への第一歩"
    summary = "転入届の記入項目を半分に減らしました。"
    problem = "申請書の記入に時間がかかっていました。"
    activities = "月2回の打合せで、手続を一つずつ見直しました。"
    outcomes = "待ち時間が平均12分から7分になりました。"
    next_steps = "ほかの手続にも広げます。"
    staff_comment = "外からの目で、当たり前を疑うことができました。"


class JointReportFactory(ChildFactory):
    class Meta:
        model = JointReport

    class Params:
        shown = factory.Trait(
            approval=_approval(approved=True),
            published_at=factory.LazyFunction(lambda: moment(-1)),
        )
        in_review = factory.Trait(status="in_review", approval=_approval())
        returned = factory.Trait(status="returned", approval=_approval(returned=True))
        approved = factory.Trait(status="approved", approval=_approval(approved=True))
        published = factory.Trait(shown=True, status="published")
        withdrawn = factory.Trait(shown=True, status="withdrawn", withdraw_reason="記載に誤りがあったため")

    _parent = "program"

    municipality = factory.SubFactory(MunicipalityFactory)
    program = factory.SubFactory(
        ProgramFactory, completed=True, municipality=factory.SelfAttribute("..municipality")
    )
    title = "複業人材活用実証実験 活動報告"
    introduction = "三つのプロジェクトに取り組みました。"
    closing = "成果を庁内に広げます。"
    meeting_date = factory.LazyFunction(lambda: day(-7))


class AttentionNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AttentionNote

    key = "S1-ABCDEFGH"
    subject = "窓口改革アドバイザー"
    kind = "contact"
    channel = "phone"
    text = "総務課の長尾さん。締切を延ばす方向で相談する。"
    author = factory.SubFactory(UserFactory, coordinator=True)
    written_at = factory.LazyFunction(moment)


class TallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tally

    municipality = factory.SubFactory(MunicipalityFactory)
    field = factory.SubFactory(FieldFactory)
    fiscal_year = 2020


class DocumentJobFactory(factory.django.DjangoModelFactory):
    """A yearly report that waits."""

    class Meta:
        model = DocumentJob

    class Params:
        done = factory.Trait(
            status="done",
            progress=100,
            content=b"%PDF-",
            size=5,
            finished_at=factory.LazyFunction(moment),
        )
        failed = factory.Trait(
            status="failed", error="作れませんでした。", finished_at=factory.LazyFunction(moment)
        )
        council = factory.Trait(
            kind="council", ending="docx", fiscal_year=None, program=factory.SubFactory(ProgramFactory)
        )

    person = factory.SubFactory(UserFactory, coordinator=True)
    kind = "yearly"
    ending = "pdf"
    fiscal_year = 2026
    title = "年度報告（令和8年度）"
    asked_at = factory.LazyFunction(moment)


class ReportSearchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportSearch
        django_get_or_create = ("report",)

    report = factory.SubFactory(OutcomeReportFactory, published=True)
    terms = factory.LazyFunction(lambda: ["w:窓口"])
    size = 1
    tok_version = VERSION


def _picture() -> bytes:
    """The smallest photograph."""
    file = io.BytesIO()
    Image.new("RGB", (16, 12), "gray").save(file, "JPEG")
    return file.getvalue()


class ReportPhotoFactory(ChildFactory):
    _parent = "report"

    class Meta:
        model = ReportPhoto

    report = factory.SubFactory(OutcomeReportFactory, municipality=factory.SelfAttribute("..municipality"))
    municipality = factory.SubFactory(MunicipalityFactory)
    number = 1
    alt_text = "会議室で、職員が申請書を机に並べている。"
    content = factory.LazyFunction(_picture)
    width = 16
    height = 12
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(moment)

"""稼働の記録, the sheets that claim it, and what is handed out at the end."""

import factory

from projects.models import (
    ActionItem,
    CalendarFeed,
    Certificate,
    DeliverableFile,
    FollowUp,
    HonorariumSheet,
    Message,
    Pulse,
    Revision,
    WorkEntry,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import ChildFactory, day, moment
from tests.factories.municipalities import MunicipalityFactory
from tests.factories.projects import (
    DeliverableFactory,
    EngagementFactory,
    RecommendationFactory,
    sibling,
)


class HonorariumSheetFactory(ChildFactory):
    class Meta:
        model = HonorariumSheet

    class Params:
        approved = factory.Trait(
            status="approved",
            approved_at=factory.LazyFunction(moment),
            approved_by=factory.SubFactory(UserFactory),
        )
        returned = factory.Trait(status="returned", return_reason="交通費の内訳を書いてください。")

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    month = factory.LazyAttribute(lambda o: o.engagement.start_date.replace(day=1))
    minutes = 90
    work_yen = 3000
    rule = "1時間 1,500円（30分未満切捨て、30分以上切上げ、最低1時間）"
    submitted_at = factory.LazyFunction(moment)


class ActionItemFactory(ChildFactory):
    class Meta:
        model = ActionItem

    class Params:
        done = factory.Trait(status="done", closed_at=factory.LazyFunction(moment))
        dropped = factory.Trait(
            status="dropped", closed_at=factory.LazyFunction(moment), result="ほかの課が行うため"
        )

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    text = "窓口の待ち時間を1週間数える"
    owner = factory.LazyAttribute(lambda o: o.engagement.advisor.user)
    due_date = factory.LazyFunction(lambda: day(7))


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarFeed

    owner = factory.SubFactory(UserFactory)
    token_hash = factory.Sequence(lambda number: f"{number:064x}")
    created_at = factory.LazyFunction(moment)


class MessageFactory(ChildFactory):
    class Meta:
        model = Message

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    author = factory.SubFactory(UserFactory)
    text = "資料を共有フォルダーに置きました。"
    written_at = factory.LazyFunction(moment)


class PulseFactory(ChildFactory):
    class Meta:
        model = Pulse

    class Params:
        answered = factory.Trait(
            status="answered",
            answered_at=factory.LazyFunction(moment),
            progress=4,
            contact=4,
            nearness=3,
        )

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    from_advisor = True
    person = factory.LazyAttribute(lambda o: o.engagement.advisor.user)
    asked_at = factory.LazyFunction(moment)
    moment = "middle"  # last: it hides the function of that name from here on


class RevisionFactory(ChildFactory):
    class Meta:
        model = Revision

    class Params:
        answered = factory.Trait(
            answered_at=factory.LazyFunction(moment), answered_by=factory.SubFactory(UserFactory)
        )
        agreed = factory.Trait(answered=True, status="agreed")
        declined = factory.Trait(answered=True, status="declined", refusal="本業の都合で続けられません。")
        withdrawn = factory.Trait(status="withdrawn")

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    number = factory.LazyAttribute(lambda o: o.engagement.revisions.count() + 1)
    by_advisor = False
    reason = "窓口の聞き取りに時間がかかっているため"
    before = factory.LazyAttribute(lambda o: {"contact_rule": o.engagement.contact_rule})
    after = factory.LazyFunction(lambda: {"contact_rule": "ふだんはチャット。返事は2日以内。"})
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = factory.LazyFunction(moment)


class WorkEntryFactory(ChildFactory):
    class Meta:
        model = WorkEntry

    class Params:
        on_site = factory.Trait(place="onsite", travel_yen=680, travel_note="高松駅から志度駅 往復")

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, active=True)
    done_on = factory.LazyAttribute(lambda o: o.engagement.start_date)
    minutes = 90
    task = "窓口の聞き取り"


class FollowUpFactory(ChildFactory):
    class Meta:
        model = FollowUp

    class Params:
        answered = factory.Trait(
            status="answered",
            outcome="adopted",
            remark="4月から全窓口で使っています。",
            answered_at=factory.LazyFunction(moment),
            answered_by=factory.SubFactory(UserFactory),
        )
        lapsed = factory.Trait(status="lapsed")

    _parent = "recommendation"

    municipality = factory.SubFactory(MunicipalityFactory)
    recommendation = sibling(RecommendationFactory, studying=True)
    months = 3
    asked_at = factory.LazyFunction(moment)


class CertificateFactory(ChildFactory):
    class Meta:
        model = Certificate

    class Params:
        thanks = factory.Trait(
            kind="thanks", text="町の広報を育ててくださいました。ここに感謝の意を表します。"
        )

    _parent = "engagement"

    municipality = factory.SubFactory(MunicipalityFactory)
    engagement = sibling(EngagementFactory, completed=True)
    kind = "service"
    recipient = factory.LazyAttribute(lambda o: str(o.engagement.advisor))
    text = "上記の者は、助言に従事したことを証明します。"
    issued_date = factory.LazyFunction(lambda: day(0))
    issuer_title = "さぬき市長"
    issuer_name = "大川 太郎"
    minutes = 540
    meetings = 7
    issued_by = factory.SubFactory(UserFactory)


class DeliverableFileFactory(ChildFactory):
    class Meta:
        model = DeliverableFile

    _parent = "deliverable"

    municipality = factory.SubFactory(MunicipalityFactory)
    deliverable = sibling(DeliverableFactory)
    number = factory.LazyAttribute(lambda o: o.deliverable.files.count() + 1)
    file = factory.django.FileField(filename="plan.txt", data="窓口の案".encode())
    name = "窓口の案.txt"
    content_type = "text/plain"
    size_bytes = 12
    sha256 = "0" * 64
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(moment)

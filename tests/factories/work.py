"""稼働の記録 and the sheets that claim it."""

import factory

from projects.models import HonorariumSheet, WorkEntry
from tests.factories.accounts import UserFactory
from tests.factories.base import ChildFactory, moment
from tests.factories.municipalities import MunicipalityFactory
from tests.factories.projects import EngagementFactory, sibling


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

"""The rows openings are found by, saved searches and what was sent for them."""

import factory

from advisors.models import AdvisorSearch
from core import words
from projects.enums import About, Alert
from projects.models import OpeningSearch, SavedSearch, SearchAlert
from projects.queries.saved_search import derived_from
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import day, moment
from tests.factories.projects import OpeningFactory


class AdvisorSearchFactory(factory.django.DjangoModelFactory):
    """Of a profile cities cannot find, so that no row is there yet."""

    class Meta:
        model = AdvisorSearch

    advisor = factory.SubFactory(AdvisorProfileFactory)
    facets = factory.List(["field:dx"])
    hidden_from = factory.List([])
    tsv = frozenset({"w:dx", "field:dx"})
    title_tsv = frozenset({"w:dx"})
    tok_version = words.VERSION


class OpeningSearchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpeningSearch

    opening = factory.SubFactory(OpeningFactory, open=True, search_row_written=False)
    published_at = factory.SelfAttribute("opening.published_at")
    deadline_date = factory.LazyFunction(lambda: day(14))
    field = "dx"
    prefecture = "37"
    work_style = "online"
    pay = "unpaid"
    hours = "10"
    term = "6"
    tsv = frozenset({"w:dx", "o:open"})
    title_tsv = frozenset({"w:dx"})
    tok_version = words.VERSION


class SavedSearchFactory(factory.django.DjangoModelFactory):
    """For a word; a week old."""

    class Meta:
        model = SavedSearch

    class Params:
        immediate = factory.Trait(alert=Alert.IMMEDIATE)
        weekly = factory.Trait(alert=Alert.WEEKLY)
        off = factory.Trait(alert=Alert.OFF)

    owner = factory.SubFactory(UserFactory)
    position = factory.LazyAttribute(lambda o: o.owner.saved_searches.count() + 1)
    name = factory.Sequence(lambda n: f"条件その{n}")
    about = About.OPENINGS
    querystring = "q=DX"
    lexemes = factory.LazyAttribute(lambda o: derived_from(o.about, o.querystring)["lexemes"])
    alert = Alert.DAILY
    alerts_since_at = factory.LazyFunction(lambda: moment(-7))


class SearchAlertFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SearchAlert

    search = factory.SubFactory(SavedSearchFactory)
    opening = factory.SubFactory(OpeningFactory, open=True)
    sent_at = factory.LazyFunction(moment)

"""Files that are read in, and what they became."""

import factory
from factory.django import DjangoModelFactory

from projects.models import ImportedRow, ImportJob
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import moment

STAFF_FILE = "メールアドレス,役割\nhanako@city.sanuki.example.jp,担当者\n".encode()


class ImportJobFactory(DjangoModelFactory):
    """A coordinator's file of professionals that has just been chosen."""

    class Meta:
        model = ImportJob

    class Params:
        checked = factory.Trait(status="checked", total=1, writable=1)
        failed = factory.Trait(status="failed")
        done = factory.Trait(checked=True, status="done", written_at=factory.LazyFunction(moment))
        undone = factory.Trait(done=True, status="undone")

    person = factory.SubFactory(UserFactory, coordinator=True)
    kind = "advisors"
    name = "専門家.csv"
    content = "番号,肩書\nA-1,広報の実務6年\n".encode()
    columns = ["id", "headline"]
    asked_at = factory.LazyFunction(moment)


class ImportedRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportedRow

    external_id = factory.Sequence(lambda n: f"A{n}")
    advisor = factory.SubFactory(AdvisorProfileFactory, active=True)

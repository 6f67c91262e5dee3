"""People. Every name is fictional."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory, Password

from accounts.enums import Calendar, OperatorRole
from accounts.models import ApiToken, StoredAnswer, User
from tests.factories.base import moment

PASSWORD = "ひみつのことば-2026"

FAMILY_NAMES = (
    ("讃岐", "サヌキ"),
    ("長尾", "ナガオ"),
    ("大串", "オオグシ"),
    ("髙橋", "タカハシ"),
    ("渡邊", "ワタナベ"),
    ("津田", "ツダ"),
    ("白鳥", "シロトリ"),
)
GIVEN_NAMES = (
    ("花子", "ハナコ"),
    ("太郎", "タロウ"),
    ("美咲", "ミサキ"),
    ("健一", "ケンイチ"),
    ("さくら", "サクラ"),
)


class EmailAddressFactory(DjangoModelFactory):
    """allauth's own record of an address; without a verified one nobody signs in by password."""

    class Meta:
        model = EmailAddress

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    email = factory.SelfAttribute("user.email")
    verified = True
    primary = True


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        family = factory.Sequence(lambda n: FAMILY_NAMES[n % len(FAMILY_NAMES)])
        given = factory.Sequence(lambda n: GIVEN_NAMES[n % len(GIVEN_NAMES)])
        coordinator = factory.Trait(operator_role=OperatorRole.COORDINATOR)
        inactive = factory.Trait(is_active=False)
        gregorian = factory.Trait(calendar=Calendar.SEIREKI)
        verified = factory.Trait(
            address=factory.RelatedFactory(EmailAddressFactory, factory_related_name="user")
        )

    email = factory.Sequence(lambda n: f"person{n}@example.jp")
    password = Password(PASSWORD)
    family_name = factory.LazyAttribute(lambda o: o.family[0])
    given_name = factory.LazyAttribute(lambda o: o.given[0])
    family_kana = factory.LazyAttribute(lambda o: o.family[1])
    given_kana = factory.LazyAttribute(lambda o: o.given[1])


class ApiTokenFactory(DjangoModelFactory):
    """A usable token whose secret nobody knows; `issue_token` gives one that can be shown."""

    class Meta:
        model = ApiToken

    class Params:
        revoked = factory.Trait(revoked_at=factory.LazyFunction(moment))

    user = factory.SubFactory(UserFactory)
    name = "庁内の文書管理システム"
    scopes = factory.LazyFunction(lambda: ["programs:read"])
    digest = "0" * 64
    created_at = factory.LazyFunction(moment)
    expires_at = factory.LazyFunction(lambda: moment(90))


class StoredAnswerFactory(DjangoModelFactory):
    class Meta:
        model = StoredAnswer

    user = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"key-{n:08}")
    fingerprint = "0" * 64
    http_status = 201
    headers = factory.LazyFunction(lambda: {"ETag": '"0"'})
    body = factory.LazyFunction(lambda: {"code": "00000000"})
    created_at = factory.LazyFunction(moment)

"""人材プール. Two nouns: one's own consents, and the people a city may keep in mind."""

from core.api.nouns import Noun
from core.api.rows import NameField, RefField, RowSerializer
from core.dates import today
from projects.api import APPLICATIONS
from projects.models import PoolConsent
from projects.queries.pool import consents_of, pool_of_city


class MyConsentRow(RowSerializer):
    municipality = RefField(read_only=True)

    class Meta:
        model = PoolConsent
        fields: tuple[str, ...] = ("code", "municipality", "consented_at", "expires_on", "withdrawn_at")


class DeskConsentRow(MyConsentRow):
    person = NameField(source="advisor", read_only=True)
    advisor = RefField(read_only=True)

    class Meta(MyConsentRow.Meta):
        fields = ("code", "municipality", "person", "advisor", "consented_at", "expires_on")


MY_CONSENT = Noun(
    "my/pool",
    APPLICATIONS,
    consents_of,
    "projects.view_poolconsent",
    MyConsentRow,
    listing="advisors.enter_my",
)
DESK_CONSENT = Noun(
    "desk/pool",
    APPLICATIONS,
    lambda reader: pool_of_city(reader, today()),
    "projects.view_poolconsent",
    DeskConsentRow,
    listing="municipalities.enter_desk",
)

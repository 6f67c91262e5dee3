"""スカウト. Two nouns: what a city sent, what a person received."""

from core.api.nouns import Noun
from core.api.rows import ActionsField, NameField, RefField, RowSerializer, StateField
from projects.api import APPLICATIONS
from projects.models import Scout
from projects.queries.scout import scouts_received_by, scouts_sent_by_city


class DeskScoutRow(RowSerializer):
    opening = RefField(read_only=True)
    state = StateField()
    person = NameField(source="advisor", read_only=True)

    class Meta:
        model = Scout
        fields = ("code", "opening", "person", "message", "state", "sent_at", "read_at")


class MyScoutRow(RowSerializer):
    opening = RefField(read_only=True)
    municipality = RefField(read_only=True)
    state = StateField()
    actions = ActionsField()

    class Meta:
        model = Scout
        fields = ("code", "opening", "municipality", "message", "state", "sent_at", "actions")


DESK_SCOUT = Noun(
    "desk/scouts",
    APPLICATIONS,
    scouts_sent_by_city,
    "projects.view_scout",
    DeskScoutRow,
    listing="municipalities.enter_desk",
    filters={"state": "status", "opening": "opening__code"},
)
MY_SCOUT = Noun(
    "my/scouts",
    APPLICATIONS,
    scouts_received_by,
    "projects.view_scout",
    MyScoutRow,
    listing="advisors.enter_my",
    filters={"state": "status"},
)

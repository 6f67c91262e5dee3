"""面談. Two nouns: as the city sees it, and as the applicant does."""

from core.api.nouns import Noun
from core.api.rows import ActionsField, RefField, RowSerializer, StateField
from projects.api import APPLICATIONS
from projects.models import Interview
from projects.queries.interview import interviews_on_desk, interviews_with

MOMENTS = ("slots", "starts_at", "duration_minutes", "place", "place_note", "note")


class InterviewItem(RowSerializer):
    application = RefField(read_only=True)
    state = StateField()

    class Meta:
        model = Interview
        fields: tuple[str, ...] = ("code", "application", "state", *MOMENTS)


class MyInterviewRow(InterviewItem):
    """Without the city's record."""

    actions = ActionsField()

    class Meta(InterviewItem.Meta):
        fields = (*InterviewItem.Meta.fields, "actions")


class DeskInterviewRow(MyInterviewRow):
    class Meta(MyInterviewRow.Meta):
        fields = (*MyInterviewRow.Meta.fields, "with_operator", "refusal", "record")


DESK_INTERVIEW = Noun(
    "desk/interviews",
    APPLICATIONS,
    interviews_on_desk,
    "projects.view_interview",
    DeskInterviewRow,
    item=InterviewItem,
    listing="municipalities.enter_desk",
    filters={"state": "status", "application": "application__code"},
)
MY_INTERVIEW = Noun(
    "my/interviews",
    APPLICATIONS,
    interviews_with,
    "projects.view_interview",
    MyInterviewRow,
    item=InterviewItem,
    listing="advisors.enter_my",
    filters={"state": "status", "application": "application__code"},
)

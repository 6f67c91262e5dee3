"""応募: the applicant's own, and those a city has received. Two nouns, because one side is sealed."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.nouns import Noun
from core.api.rows import ActionsField, ComputedField, NameField, RefField, RowSerializer, StateField, reading
from projects.api import APPLICATIONS
from projects.models import Application, ApplicationNote, Review
from projects.queries import answer_to, applications_of, applications_received_by
from projects.queries.application import feedback_to
from projects.queries.selection import standing_of

TEXTS = ("position", "motivation", "approach", "availability", "has_conflict", "conflict_note")


class MyApplicationItem(RowSerializer):
    """Reads no sealed column: `outcome`, `internal_note`, `version`, and `message` before the answer."""

    state = StateField(outside=True)
    municipality = RefField(read_only=True)

    class Meta:
        model = Application
        fields: tuple[str, ...] = ("code", "opening", "municipality", "state", "submitted_at", "answered_at")


class MyApplicationRow(MyApplicationItem):
    message = serializers.SerializerMethodField()
    feedback = serializers.SerializerMethodField()
    engagement = serializers.SerializerMethodField()
    actions = ActionsField()

    class Meta(MyApplicationItem.Meta):
        fields = (*MyApplicationItem.Meta.fields, *TEXTS, "message", "feedback", "engagement", "actions")

    def get_message(self, application: Application) -> str:
        return answer_to(application)

    def get_feedback(self, application: Application) -> list[str]:
        """Why it was not chosen, once that was told."""
        return [words for _label, words in feedback_to(application)]

    def get_engagement(self, application: Application) -> str:
        """Code of the activity an accepted offer led to."""
        engagement: Any = getattr(application, "engagement", None)
        return engagement.code if engagement else ""


class DeskApplicationItem(RowSerializer):
    state = StateField()
    applicant = serializers.CharField(source="applicant_name", read_only=True)

    class Meta:
        model = Application
        fields: tuple[str, ...] = (
            *("code", "opening", "applicant", "state", "position", "has_conflict"),
            *("outcome", "submitted_at", "answered_at"),
        )


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["reviewer", "total", "comment", "scores"],
            "properties": {
                "reviewer": {"type": "string"},
                "total": {"type": "string", "nullable": True},
                "comment": {"type": "string"},
                "scores": {"type": "array", "items": {"type": "object"}},
            },
        },
    }
)
class ReviewsField(ComputedField):
    """The reviews that the reader may see: none before having given one."""

    def to_representation(self, value: Application) -> list[dict[str, Any]]:
        return [_review(each) for each in standing_of(value, reading.get()).reviews]


def _review(review: Review) -> dict[str, Any]:
    scores = [
        {"criterion": each.criterion.name, "points": each.points, "reason": each.reason}
        for each in review.scores.all()
    ]
    return {
        "reviewer": str(review.reviewer),
        "total": None if review.total is None else str(review.total),
        "comment": review.comment,
        "scores": scores,
    }


class NoteRow(RowSerializer):
    author = NameField(read_only=True)

    class Meta:
        model = ApplicationNote
        fields = ("author", "text", "written_at")


class DeskApplicationRow(DeskApplicationItem):
    headline = serializers.CharField(source="applicant_headline", read_only=True)
    experience = serializers.CharField(source="applicant_summary", read_only=True)
    conflict_note = serializers.CharField(source="told_conflict_note", read_only=True)
    notes = NoteRow(many=True, read_only=True)
    reviews = ReviewsField()
    actions = ActionsField()

    class Meta(DeskApplicationItem.Meta):
        fields = (
            *DeskApplicationItem.Meta.fields,
            *(name for name in TEXTS if name not in DeskApplicationItem.Meta.fields),
            *("headline", "experience", "internal_note", "message", "feedback_reason", "feedback_band"),
            *("notes", "reviews", "actions"),
        )


def _own(reader: Any) -> Any:
    return applications_of(reader).select_related("position")


def _own_in_full(reader: Any) -> Any:
    return _own(reader).select_related("engagement")


def _received(reader: Any) -> Any:
    return applications_received_by(reader).select_related("position")


MY_APPLICATION = Noun(
    "my/applications",
    APPLICATIONS,
    _own,
    "projects.view_application",
    MyApplicationRow,
    item=MyApplicationItem,
    record=_own_in_full,
    listing="advisors.enter_my",
    filters={"state": "status", "opening": "opening__code"},
)
DESK_APPLICATION = Noun(
    "desk/applications",
    APPLICATIONS,
    _received,
    "projects.view_application",
    DeskApplicationRow,
    item=DeskApplicationItem,
    listing="municipalities.enter_desk",
    filters={"state": "status", "opening": "opening__code", "outcome": "outcome"},
)

"""登用 with its goals, meetings, deliverables and advice: one noun each, for both sides alike."""

from typing import Any

from rest_framework import serializers

from core.api.nouns import Noun, Rows
from core.api.rows import ActionsField, NameField, RefField, RowSerializer, StateField
from core.views import SIGNED_IN
from projects.api import ENGAGEMENTS
from projects.models import (
    ActionItem,
    Certificate,
    Deliverable,
    DeliverableFile,
    Engagement,
    FollowUp,
    Goal,
    HonorariumSheet,
    Meeting,
    Message,
    Pulse,
    Recommendation,
    Revision,
    WorkEntry,
)
from projects.queries import (
    deliverables_visible_to,
    engagements_visible_to,
    goals_visible_to,
    meetings_visible_to,
    recommendations_visible_to,
)
from projects.queries.action_item import action_items_visible_to
from projects.queries.engagement import certificates_visible_to
from projects.queries.follow_up import follow_ups_visible_to
from projects.queries.pulse import pulses_visible_to
from projects.queries.record import messages_visible_to, revisions_visible_to
from projects.queries.work import entries_visible_to, sheets_visible_to


class EngagementItem(RowSerializer):
    state = StateField()

    class Meta:
        model = Engagement
        fields: tuple[str, ...] = (
            *("code", "project", "municipality", "advisor", "state", "legal_form"),
            *("start_date", "end_date", "started_at", "ended_at"),
        )


class EngagementRow(EngagementItem):
    actions = ActionsField()

    class Meta(EngagementItem.Meta):
        fields = (
            *EngagementItem.Meta.fields,
            *("expectation", "not_expected", "success", "decision_owner", "contact_rule"),
            *("confidentiality", "publicity"),
            *("city_confirmed_at", "advisor_confirmed_at"),
            *("end_reason", "actions"),
        )


class CertificateRow(RowSerializer):
    engagement = RefField(read_only=True)

    class Meta:
        model = Certificate
        fields = (
            *("code", "engagement", "kind", "recipient", "text", "document_number", "issued_date"),
            *("issuer_title", "issuer_name", "minutes", "meetings"),
        )


class PartRow(RowSerializer):
    """An entry of an engagement's record."""

    engagement = RefField(read_only=True)
    state = StateField()


class GoalItem(PartRow):
    class Meta:
        model = Goal
        fields: tuple[str, ...] = (
            *("code", "engagement", "position", "text", "indicator", "state", "verdict_note", "judged_at"),
        )


class RevisionRow(PartRow):
    """条件の見直し: `before` and `after` by the names of the activity's fields."""

    before = serializers.DictField(child=serializers.CharField(), read_only=True)
    after = serializers.DictField(child=serializers.CharField(), read_only=True)
    actions = ActionsField()

    class Meta:
        model = Revision
        fields: tuple[str, ...] = (
            *("code", "engagement", "number", "by_advisor", "reason", "before", "after", "state"),
            *("refusal", "proposed_at", "answered_at", "actions"),
        )


class MessageRow(RowSerializer):
    engagement = RefField(read_only=True)
    author = NameField(read_only=True)

    class Meta:
        model = Message
        fields: tuple[str, ...] = ("code", "engagement", "author", "text", "written_at")


class PulseRow(PartRow):
    actions = ActionsField()

    class Meta:
        model = Pulse
        fields: tuple[str, ...] = (
            *("code", "engagement", "moment", "from_advisor", "state", "progress", "contact", "nearness"),
            *("again", "comment", "asked_at", "answered_at", "actions"),
        )


class ActionItemRow(PartRow):
    owner = NameField(read_only=True)
    actions = ActionsField()

    class Meta:
        model = ActionItem
        fields: tuple[str, ...] = (
            *("code", "engagement", "meeting", "text", "owner", "due_date", "state", "result", "closed_at"),
            "actions",
        )


class MeetingItem(PartRow):
    class Meta:
        model = Meeting
        fields: tuple[str, ...] = (
            *("code", "engagement", "number", "title", "state", "slots", "by_advisor"),
            *("starts_at", "duration_minutes", "place", "place_note", "agenda", "attendees", "summary"),
            *("decisions", "next_steps", "cancel_reason"),
        )


class FileRow(RowSerializer):
    class Meta:
        model = DeliverableFile
        fields = (
            "code",
            "number",
            "name",
            "content_type",
            "size_bytes",
            "sha256",
            "alt_text",
            "note",
            "uploaded_at",
        )


class DeliverableItem(PartRow):
    raises_procurement_flag = serializers.BooleanField(read_only=True)

    class Meta:
        model = Deliverable
        fields: tuple[str, ...] = (
            *("code", "engagement", "kind", "title", "description", "location", "state", "meeting"),
            *("delivered_date", "return_reason", "raises_procurement_flag", "restricted_until_date"),
        )


class RecommendationItem(PartRow):
    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = (
            *("code", "engagement", "number", "text", "grounds", "department", "state", "status_note"),
            *("evidence", "proposed_date", "due_date", "decided_at", "meeting", "deliverable"),
        )


class FollowUpRow(PartRow):
    """その後の確認: `outcome` is the state of the advice as the city answered."""

    recommendation = RefField(read_only=True)
    actions = ActionsField()

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = (
            *("code", "engagement", "recommendation", "months", "state", "asked_at", "outcome", "remark"),
            *("evidence", "answered_at", "actions"),
        )


class WorkEntryItem(RowSerializer):
    engagement = RefField(read_only=True)
    sheet = RefField(read_only=True)

    class Meta:
        model = WorkEntry
        fields: tuple[str, ...] = (
            *("code", "engagement", "done_on", "minutes", "place", "task", "travel_yen", "travel_note"),
            "sheet",
        )


class SheetItem(PartRow):
    class Meta:
        model = HonorariumSheet
        fields: tuple[str, ...] = (
            *("code", "engagement", "month", "state", "minutes", "work_yen", "cut_yen", "travel_yen"),
            *("rule", "submitted_at", "return_reason", "document_number", "approved_at"),
        )


class SheetRow(SheetItem):
    actions = ActionsField()

    class Meta(SheetItem.Meta):
        fields = (*SheetItem.Meta.fields, "lines", "actions")


class GoalRow(GoalItem):
    actions = ActionsField()

    class Meta(GoalItem.Meta):
        fields = (*GoalItem.Meta.fields, "actions")


class MeetingRow(MeetingItem):
    actions = ActionsField()

    class Meta(MeetingItem.Meta):
        fields = (*MeetingItem.Meta.fields, "actions")


class DeliverableRow(DeliverableItem):
    files = FileRow(many=True, read_only=True, source="versions")
    actions = ActionsField()

    class Meta(DeliverableItem.Meta):
        fields = (*DeliverableItem.Meta.fields, "files", "actions")


class RecommendationRow(RecommendationItem):
    actions = ActionsField()

    class Meta(RecommendationItem.Meta):
        fields = (*RecommendationItem.Meta.fields, "actions")


def _part(name: str, rows: Rows, row: Any, item: Any) -> Noun:
    return Noun(
        name,
        ENGAGEMENTS,
        rows,
        f"projects.view_{row.Meta.model._meta.model_name}",
        row,
        item=item,
        listing=SIGNED_IN,
        filters={"state": "status", "engagement": "engagement__code"},
    )


def _recommendations(reader: Any) -> Any:
    return recommendations_visible_to(reader).select_related("deliverable")


ENGAGEMENT = Noun(
    "engagements",
    ENGAGEMENTS,
    engagements_visible_to,
    "projects.view_engagement",
    EngagementRow,
    item=EngagementItem,
    listing=SIGNED_IN,
    filters={"state": "status", "project": "project__code", "municipality": "municipality__code"},
)
GOAL = _part("goals", goals_visible_to, GoalRow, GoalItem)
MEETING = _part("meetings", meetings_visible_to, MeetingRow, MeetingItem)
ACTION_ITEM = _part("action-items", action_items_visible_to, ActionItemRow, ActionItemRow)
REVISION = _part("revisions", revisions_visible_to, RevisionRow, RevisionRow)
MESSAGE = Noun(
    "messages",
    ENGAGEMENTS,
    messages_visible_to,
    "projects.view_message",
    MessageRow,
    listing=SIGNED_IN,
    filters={"engagement": "engagement__code"},
)
PULSE = _part("pulses", pulses_visible_to, PulseRow, PulseRow)
DELIVERABLE = _part("deliverables", deliverables_visible_to, DeliverableRow, DeliverableItem)
RECOMMENDATION = _part("recommendations", _recommendations, RecommendationRow, RecommendationItem)
FOLLOW_UP = Noun(
    "follow-ups",
    ENGAGEMENTS,
    follow_ups_visible_to,
    "projects.view_followup",
    FollowUpRow,
    listing=SIGNED_IN,
    filters={"state": "status", "engagement": "recommendation__engagement__code"},
)
WORK_ENTRY = Noun(
    "work-entries",
    ENGAGEMENTS,
    entries_visible_to,
    "projects.view_workentry",
    WorkEntryItem,
    item=WorkEntryItem,
    listing=SIGNED_IN,
    filters={"engagement": "engagement__code"},
)
SHEET = _part("honorarium-sheets", sheets_visible_to, SheetRow, SheetItem)
CERTIFICATE = Noun(
    "certificates",
    ENGAGEMENTS,
    certificates_visible_to,
    "projects.view_certificate",
    CertificateRow,
    listing=SIGNED_IN,
    filters={"engagement": "engagement__code", "kind": "kind"},
)

"""募集: what everybody may read, and what the city works on."""

from django.utils import timezone
from rest_framework import serializers

from core.api.nouns import Noun
from core.api.rows import ActionsField, RefField, RowSerializer, StateField
from core.api.search import SearchEndpoint
from core.paging import Cursor, Found
from core.views import PUBLIC
from projects.api import OPENINGS
from projects.filters import OpeningFilter
from projects.models import Amendment, Criterion, Opening, Position, Question
from projects.queries import openings_managed_by, public_openings, with_dialogue
from projects.queries.search import Criteria, key_length, search_openings
from projects.queries.summary import summaries

TERMS = (
    *("legal_form", "start_date", "end_date", "hours_per_month", "work_style", "place_note"),
    *("pay_unit", "pay_amount", "pay_onsite_amount", "pay_travel", "pay_goods", "pay_note"),
    *("seats", "question_deadline_date", "question_answer_date"),
)
TEXTS = (
    *("challenge", "goals", "request", "requirements"),
    *("selection_note", "host_note", "contact_note", "material_note"),
)
HEAD = ("code", "title", "summary", "municipality", "state", "round_number", "deadline_date", "answer_date")


class PositionRow(RowSerializer):
    class Meta:
        model = Position
        fields = ("number", "title", "description", "seats")


class CriterionRow(RowSerializer):
    class Meta:
        model = Criterion
        fields = ("number", "name", "description", "weight")


class OpeningItem(RowSerializer):
    """Nothing here may tell that a result awaits its approval."""

    state = StateField(outside=True)
    field = RefField(source="project.field", read_only=True)

    class Meta:
        model = Opening
        fields: tuple[str, ...] = (*HEAD, "field", *TERMS, "published_at")


class AnsweredRow(RowSerializer):
    class Meta:
        model = Question
        fields = ("number", "text", "answer", "published_at")


class AmendmentRow(RowSerializer):
    class Meta:
        model = Amendment
        fields = ("number", "kind", "reason", "before", "after", "published_at")


class OpeningRow(OpeningItem):
    """With the public questions and the dated corrections."""

    questions = AnsweredRow(many=True, read_only=True, source="answered")
    amendments = AmendmentRow(many=True, read_only=True)
    positions = PositionRow(many=True, read_only=True)
    criteria = CriterionRow(many=True, read_only=True)

    class Meta(OpeningItem.Meta):
        fields = (*OpeningItem.Meta.fields, *TEXTS, "positions", "criteria", "questions", "amendments")


class DeskOpeningItem(RowSerializer):
    state = StateField()
    received = serializers.IntegerField(read_only=True)

    class Meta:
        model = Opening
        fields: tuple[str, ...] = (
            *HEAD,
            "project",
            "owner",
            "seats",
            "seats_taken",
            "received",
            "publish_at",
        )


class DeskOpeningRow(DeskOpeningItem):
    positions = PositionRow(many=True, read_only=True)
    criteria = CriterionRow(many=True, read_only=True)
    actions = ActionsField()

    class Meta(DeskOpeningItem.Meta):
        fields = (
            *(*DeskOpeningItem.Meta.fields, "published_at", "released_at", "approval", "result_approval"),
            *(*(name for name in TERMS if name != "seats"), *TEXTS),
            *("pay_round_minutes", "pay_round_rule", "pay_minimum_units"),
            *("pay_cap_month", "pay_cap_total", "pay_grounds", "positions", "criteria", "actions"),
        )


OPENING = Noun(
    "openings",
    OPENINGS,
    lambda _reader: public_openings(),
    PUBLIC,
    OpeningRow,
    record=lambda _reader: with_dialogue(public_openings()),
    item=OpeningItem,
    filter_class=OpeningFilter,
)
DESK_OPENING = Noun(
    "desk/openings",
    OPENINGS,
    openings_managed_by,
    "projects.manage_opening",
    DeskOpeningRow,
    item=DeskOpeningItem,
    filters={"state": "status", "project": "project__code", "municipality": "municipality__code"},
)


class OpeningSearch(SearchEndpoint):
    """The search of the page: its criteria, its order, its pages of twenty."""

    filter_class = OpeningFilter

    def find(self, criteria: Criteria, cursor: Cursor | None) -> Found:
        return search_openings(criteria, at=timezone.now(), cursor=cursor, load=summaries)

    def key_length(self, criteria: Criteria) -> int:
        return key_length(criteria)

"""What passes between a city and those who look at its calls: questions, interest, kept searches."""

from django.utils.translation import gettext_lazy as _

from core.api import scopes
from core.api.nouns import Noun
from core.api.rows import ActionsField, RefField, RowSerializer, StateField
from core.views import SIGNED_IN
from projects.api import OPENINGS
from projects.api.opening import OpeningItem
from projects.models import Addendum, Question, SavedSearch
from projects.queries import questions_asked_by, questions_managed_by
from projects.queries.following import openings_followed_by
from projects.queries.saved_search import saved_searches_of

FOLLOWING = scopes.register("following", _("気になる募集、質問、保存した条件"))


class AddendumRow(RowSerializer):
    class Meta:
        model = Addendum
        fields = ("text", "added_at")


class MyQuestionRow(RowSerializer):
    """A draft of an answer is the city's own until it is published."""

    opening = RefField(read_only=True)
    state = StateField(outside=True)
    addenda = AddendumRow(many=True, read_only=True)

    class Meta:
        model = Question
        fields = (
            "code",
            "opening",
            "text",
            "asked_at",
            "state",
            "published_answer",
            "refusal_reason",
            "addenda",
        )


class DeskQuestionRow(RowSerializer):
    """Who asked is shown to nobody."""

    opening = RefField(read_only=True)
    state = StateField()
    addenda = AddendumRow(many=True, read_only=True)
    actions = ActionsField()

    class Meta:
        model = Question
        fields = (
            *("code", "opening", "number", "text", "asked_at", "state", "answer", "answered_at"),
            *("published_at", "refusal_reason", "addenda", "actions"),
        )


class SavedSearchRow(RowSerializer):
    class Meta:
        model = SavedSearch
        fields = ("code", "about", "name", "querystring", "alert", "last_alerted_at")


MY_QUESTION = Noun(
    "my/questions",
    FOLLOWING,
    questions_asked_by,
    "projects.view_question",
    MyQuestionRow,
    listing=SIGNED_IN,
    filters={"opening": "opening__code"},
)
DESK_QUESTION = Noun(
    "desk/questions",
    OPENINGS,
    questions_managed_by,
    "projects.view_question",
    DeskQuestionRow,
    listing="projects.manage_opening",
    filters={"state": "status", "opening": "opening__code", "municipality": "municipality__code"},
)
INTEREST = Noun("my/interests", FOLLOWING, openings_followed_by, SIGNED_IN, OpeningItem, listing=SIGNED_IN)
SAVED_SEARCH = Noun(
    "my/saved-searches",
    FOLLOWING,
    saved_searches_of,
    "projects.edit_savedsearch",
    SavedSearchRow,
    listing=SIGNED_IN,
)

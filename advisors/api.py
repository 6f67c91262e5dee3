"""How a professional's own profile looks in the API, and whom cities find there."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from advisors.filters import AdvisorFilter
from advisors.models import AdvisorProfile, AdvisorSkill, Experience, RegionTie
from advisors.queries import advisors_visible_to, experiences_of, profiles_of
from advisors.queries.search import key_length, search_advisors
from core.api import scopes
from core.api.nouns import Noun
from core.api.rows import ActionsField, NameField, RowSerializer, StateField
from core.api.search import SearchEndpoint
from core.paging import Cursor, Found

ADVISORS = scopes.register("advisors", _("専門家の検索"))
PROFILE_SCOPE = scopes.register("profile", _("自分のプロフィール"))


class SkillRow(RowSerializer):
    skill = NameField(read_only=True)

    class Meta:
        model = AdvisorSkill
        fields = ("skill", "level", "years")


class TieRow(RowSerializer):
    class Meta:
        model = RegionTie
        fields = ("municipality", "kind")


class ProfileRow(RowSerializer):
    name = NameField(source="user", read_only=True, label=_("氏名"))
    state = StateField()
    skills = SkillRow(many=True, read_only=True)
    ties = TieRow(many=True, read_only=True)
    links = serializers.ListField(child=serializers.CharField(), read_only=True)
    actions = ActionsField()

    class Meta:
        model = AdvisorProfile
        fields = (
            *("code", "name", "state", "headline", "summary", "fields", "years", "prefecture", "employer"),
            *("employer_permission", "is_public_servant", "hours_per_month", "work_style", "talent_types"),
            *(
                "weekdays",
                "day_parts",
                "languages",
                "links",
                "accepts_unpaid",
                "hourly_wish",
                "refused_forms",
            ),
            *("intention", "absent_from", "absent_until", "visibility", "hidden_from", "wants_matches"),
            *("skills", "ties", "actions"),
        )


PROFILE = Noun(
    "my/profiles",
    PROFILE_SCOPE,
    profiles_of,
    "advisors.view_advisorprofile",
    ProfileRow,
    listing="advisors.enter_my",
)


class FoundItem(RowSerializer):
    """What a city reads of somebody it finds: never whom the person hides from."""

    name = NameField(source="user", read_only=True, label=_("氏名"))

    class Meta:
        model = AdvisorProfile
        fields: tuple[str, ...] = (
            *("code", "name", "headline", "fields", "years", "prefecture", "hours_per_month", "work_style"),
            *("accepts_unpaid", "hourly_wish", "intention", "absent_from", "absent_until"),
        )


class ExperienceItem(RowSerializer):
    class Meta:
        model = Experience
        fields: tuple[str, ...] = ("organization", "role", "start_year", "end_year", "text", "achievement")


class FoundRow(FoundItem):
    experiences = ExperienceItem(many=True, read_only=True)
    skills = SkillRow(many=True, read_only=True)
    ties = TieRow(many=True, read_only=True)
    links = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(FoundItem.Meta):
        fields = (
            *(*FoundItem.Meta.fields, "summary", "employer", "employer_permission", "is_public_servant"),
            *("talent_types", "weekdays", "day_parts", "languages", "links", "skills", "ties", "experiences"),
        )


class ExperienceRow(ExperienceItem):
    class Meta(ExperienceItem.Meta):
        fields = ("code", *ExperienceItem.Meta.fields)


EXPERIENCE = Noun(
    "my/experiences",
    PROFILE_SCOPE,
    experiences_of,
    "advisors.edit_experience",
    ExperienceRow,
    listing="advisors.enter_my",
)
ADVISOR = Noun(
    "desk/advisors",
    ADVISORS,
    advisors_visible_to,
    "advisors.find_advisors",
    FoundRow,
    item=FoundItem,
    filter_class=AdvisorFilter,
    listing="advisors.find_advisors",
)


class AdvisorSearch(SearchEndpoint):
    """The search of the page: its criteria, its order, its pages of twenty."""

    filter_class = AdvisorFilter

    def find(self, criteria: Any, cursor: Cursor | None) -> Found:
        return search_advisors(criteria, self.request.user, cursor=cursor)

    def key_length(self, criteria: Any) -> int:
        return key_length(criteria)

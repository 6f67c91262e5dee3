"""How a professional's own profile looks in the API."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from advisors.models import AdvisorProfile, AdvisorSkill, RegionTie
from advisors.queries import profiles_of
from core.api import scopes
from core.api.nouns import Noun
from core.api.rows import ActionsField, NameField, RowSerializer, StateField

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

"""Matching: whom a call fits, which calls fit a person, and the weights of the terms."""

from typing import Any

from drf_spectacular.utils import extend_schema_field

from advisors.models import AdvisorProfile
from core.api.nouns import Noun
from core.api.rows import REF, ActionsField, ComputedField, RowSerializer, StateField, ref_of
from municipalities.enums import APPROVING_ROLES, DRAFTING_ROLES, SELECTING_ROLES
from municipalities.rules import places_with_role
from projects.api import OPENINGS
from projects.enums import MatchTerm
from projects.matching import Explained
from projects.models import MatchWeights, Opening
from projects.queries import openings_managed_by
from projects.queries.matches import candidates_for, matches_of

_TOLD = {"reasons": {"type": "array", "items": {"type": "string"}}, "caution": {"type": "string"}}


def _list_of(**properties: Any) -> dict[str, Any]:
    item = {"type": "object", "required": sorted(properties), "properties": properties}
    return {"type": "array", "items": item}


def _told(found: Explained) -> dict[str, Any]:
    return {"reasons": found.reasons, "caution": found.caution}


@extend_schema_field(
    _list_of(
        advisor=REF,
        headline={"type": "string"},
        score={"type": "number"},
        terms=_list_of(name={"type": "string"}, points={"type": "number"}),
        **_TOLD,
    )
)
class CandidatesField(ComputedField):
    """The best twenty, best first. `terms` add up to `score`."""

    def to_representation(self, value: Opening) -> list[dict[str, Any]]:
        return [
            {
                "advisor": ref_of(found.profile),
                "headline": found.profile.headline,
                "score": found.match.score,
                "terms": [{"name": name, "points": points} for name, points in found.terms],
                **_told(found),
            }
            for found in candidates_for(value)
        ]


class CandidatesRow(RowSerializer):
    candidates = CandidatesField()

    class Meta:
        model = Opening
        fields = ("code", "title", "candidates")


@extend_schema_field(_list_of(opening=REF, **_TOLD))
class MatchesField(ComputedField):
    """No rank and no points: a person is told why, not how much."""

    def to_representation(self, value: AdvisorProfile) -> list[dict[str, Any]]:
        return [{"opening": ref_of(found.opening), **_told(found)} for found in matches_of(value)]


class MatchesRow(RowSerializer):
    matches = MatchesField()

    class Meta:
        model = AdvisorProfile
        fields = ("code", "wants_matches", "matches")


class WeightsRow(RowSerializer):
    state = StateField()
    actions = ActionsField()

    class Meta:
        model = MatchWeights
        fields = ("code", "number", "reason", *MatchTerm.values, "state", "actions")


def _own_profile(reader: Any) -> Any:
    return AdvisorProfile.objects.filter(user=reader)


def _weights(reader: Any) -> Any:
    return MatchWeights.objects.all() if reader.is_operator else MatchWeights.objects.none()


def _with_candidates(reader: Any) -> Any:
    """Viewers read calls, but look for nobody."""
    rows = openings_managed_by(reader)
    looking = DRAFTING_ROLES | APPROVING_ROLES | SELECTING_ROLES
    return rows if reader.is_operator else rows.filter(municipality__in=places_with_role(reader, looking))


DESK_CANDIDATES = Noun(
    "desk/candidates", OPENINGS, _with_candidates, "projects.see_candidates_opening", CandidatesRow
)
MY_MATCHES = Noun("my/matches", OPENINGS, _own_profile, "advisors.enter_my", MatchesRow)
MATCH_WEIGHTS = Noun(
    "match-weights",
    OPENINGS,
    _weights,
    "projects.view_matchweights",
    WeightsRow,
    listing="accounts.coordinate",
)

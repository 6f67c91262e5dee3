"""Matching on pages: 候補者 for a city, あなたに合う募集 for a person, the weights for coordinators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisors.rules import profile_of
from core import dates
from core.paging import PagedList
from core.views import Act, ActionPage, FormPage, Guarded, Page, RowPage
from projects.forms.matching import SwitchForm, WeightsForm
from projects.matching import active_weights, explain, people_for
from projects.matching.calls import MATCHABLE
from projects.models import MatchWeights, Opening
from projects.operations import matching as operations
from projects.operations.match_notices import switch_matches
from projects.queries import open_openings, openings_managed_by
from projects.queries.matches import (
    FEW,
    candidates_for,
    matches_of,
    openings_short_of_candidates,
    told_counts,
)

SAMPLES = 3  # openings a proposed version is tried on
TOP = 10


class DeskCandidates(RowPage):
    """People who let cities find them and fit this call, with reasons and the terms of the score."""

    permission = "projects.see_candidates_opening"
    row_name = "opening"
    template_name = "projects/desk_candidates.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        asked = set(self.row.scouts.values_list("advisor_id", flat=True))
        return super().get_context_data(
            candidates=candidates_for(self.row), looks=self.row.status in MATCHABLE, asked=asked, **context
        )


class MyMatches(Page):
    """No rank and no percentage: three reasons and one caution."""

    permission = "advisors.enter_my"
    template_name = "projects/my_matches.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        profile: Any = profile_of(self.reader)
        return super().get_context_data(profile=profile, matches=matches_of(profile), **context)


class MyMatchesSwitch(Guarded):
    """One button, on or off."""

    permission = "advisors.enter_my"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        profile, form = profile_of(self.reader), SwitchForm(request.POST)
        if profile is not None and form.is_valid():
            on = form.cleaned_data["on"]
            switch_matches(profile, by=self.reader, at=timezone.now(), on=on)
            messages.success(request, _("案内を受け取ります。") if on else _("案内を止めました。"))
        return redirect("my_matches")


class CoordMatching(PagedList):
    """Calls that few people answer, those that end first at the top."""

    permission = "accounts.coordinate"
    template_name = "projects/coord_matching.html"
    context_object_name = "openings"

    def get_queryset(self) -> QuerySet[Opening]:
        return openings_short_of_candidates(timezone.now())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        told, today = told_counts(result["object_list"]), dates.today()
        result["rows"] = [
            (opening, opening.days_left(today), told.get(opening.pk, 0)) for opening in result["object_list"]
        ]
        return result | {"few": FEW}


class CoordWeights(Page):
    """The weights in force, and every version there was."""

    permission = "accounts.coordinate"
    template_name = "projects/coord_weights.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        versions = MatchWeights.objects.order_by("-number")
        return super().get_context_data(terms=_terms(active_weights()), versions=versions, **context)


def _terms(values: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(MatchWeights._meta.get_field(term).verbose_name), value) for term, value in values.items()]  # type: ignore[union-attr]


class CoordWeightsNew(FormPage):
    permission = "accounts.coordinate"
    template_name = "projects/coord_weights_new.html"
    form_class = WeightsForm
    success_message = gettext_lazy("案を保存しました。見本の募集で前後を比べてから、適用してください。")

    def form_options(self) -> dict[str, Any]:
        return {"initial": active_weights()}

    def perform(self, form: WeightsForm, at: datetime) -> Model:
        return operations.propose_weights(by=self.reader, at=at, **form.changes())

    def success_url(self, result: Any) -> str:
        return reverse("coord_weights_version", args=[result.code])


@dataclass(frozen=True, slots=True)
class Sample:
    """One opening ranked by the weights in force and by the proposal; `after` has each with the place before."""

    opening: Opening
    before: list[Any]
    after: list[tuple[Any, int | None]]


class CoordWeightsVersion(RowPage):
    """What a version would change: the best of a few open calls, before and after."""

    permission = "projects.view_matchweights"
    row_name = "weights"
    template_name = "projects/coord_weights_version.html"

    def queryset(self) -> QuerySet[MatchWeights]:
        return MatchWeights.objects.all()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        now, then = active_weights(), self.row.values()
        names = [name for name, _value in _terms(then)]
        compared = list(zip(names, now.values(), then.values(), strict=True))
        openings = open_openings(timezone.now())[:SAMPLES] if self.row.status == "proposed" else []
        samples = [_sample(opening, now, then) for opening in openings]
        return super().get_context_data(compared=compared, samples=samples, **context)


def _sample(opening: Opening, now: dict[str, int], then: dict[str, int]) -> Sample:
    before = people_for(opening, limit=TOP, weights=now)
    after = people_for(opening, limit=TOP, weights=then)
    places = {match.advisor: place for place, match in enumerate(before, 1)}
    return Sample(
        opening, explain(before), [(each, places.get(each.match.advisor)) for each in explain(after)]
    )


class CoordWeightsAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "activate": Act(
            operations.activate_weights, message=gettext_lazy("適用しました。すぐに並びに反映されます。")
        ),
        "discard": Act(operations.discard_weights, message=gettext_lazy("この案は使わないことにしました。")),
    }

    def queryset(self) -> QuerySet[MatchWeights]:
        return MatchWeights.objects.all()

    def back_url(self) -> str:
        return reverse("coord_weights_version", args=[self.row.code])

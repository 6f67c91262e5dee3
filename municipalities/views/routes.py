"""承認ルート of each kind of decision, and the days on which members of staff are away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.views import FormPage, Page, RowFormPage
from municipalities.enums import DecisionKind, Standing
from municipalities.forms.route import AbsenceForm, RouteForm, route_initial
from municipalities.models import (
    Acting,
    ApprovalRoute,
    Municipality,
    RouteStep,
    StaffMembership,
    people_who_can_act,
)
from municipalities.operations.absence import record_absence
from municipalities.operations.route import set_route
from municipalities.queries import (
    colleagues_of,
    municipalities_administered_by,
    municipalities_of,
    routes_of,
    staff_visible_to,
)


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step of a route and who could act there today."""

    step: RouteStep
    acting: list[Acting]

    @property
    def is_vacant(self) -> bool:
        """Nobody whom the step means could act today; somebody else stands in."""
        meant = {Standing.OWN, Standing.DEPUTY}
        return not any(each.standing in meant for each in self.acting)


@dataclass(frozen=True, slots=True)
class RouteNow:
    kind: DecisionKind
    needed: bool
    is_set: bool
    steps: list[StepNow]


def routes_now(municipality: Municipality) -> list[RouteNow]:
    """The route of every kind, set or not. Three queries a municipality."""
    routes, staff, day = routes_of(municipality), colleagues_of(municipality), today()
    found = []
    for kind in DecisionKind:
        route = routes.get(kind)
        steps = list(route.steps.all()) if route else [RouteStep(position=1, kind="decide")]
        people = [StepNow(step, people_who_can_act(step, staff, day, asker_id=None)) for step in steps]
        needed = route.needed if route else kind != DecisionKind.ENGAGEMENT
        found.append(RouteNow(kind, needed, route is not None, people))
    return found


class DeskRoutes(Page):
    permission = "municipalities.enter_desk"
    template_name = "municipalities/desk_routes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        places = list(municipalities_of(self.reader))
        cities = [(place, routes_now(place)) for place in places]
        return super().get_context_data(cities=cities, **context)


class DeskRouteEdit(FormPage):
    permission = "municipalities.edit_approvalroute"
    template_name = "municipalities/desk_route_edit.html"
    form_class = RouteForm
    success_message = _("承認ルートを保存しました。次の申請から、この順に承認を求めます。")

    def prepare(self) -> None:
        """A kind that does not exist, or a city that is not the reader's, is no page."""
        if self.kwargs["kind"] not in DecisionKind:
            raise Http404
        self.kind = DecisionKind(self.kwargs["kind"])
        self.place = get_object_or_404(municipalities_of(self.reader), code=self.kwargs["code"])
        self.route = routes_of(self.place).get(self.kind)

    def permission_subject(self) -> Municipality:
        return self.place

    def form_options(self) -> dict[str, Any]:
        sections = list(self.place.departments.filter(closed_date=None).order_by("name"))
        people = colleagues_of(self.place)
        return {
            "kind": self.kind,
            "people": people,
            "sections": sections,
            "initial": route_initial(self.route),
        }

    def perform(self, form: RouteForm, at: datetime) -> ApprovalRoute:
        return set_route(self.place, self.kind, by=self.reader, at=at, **form.route())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(kind=self.kind, place=self.place, **context)


class DeskAbsences(Page):
    """The reader's own posts and, for administrators, everybody's."""

    permission = "municipalities.enter_desk"
    template_name = "municipalities/desk_absences.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        places = set(municipalities_administered_by(self.reader).values_list("pk", flat=True))
        members = [
            row
            for row in staff_visible_to(self.reader).filter(status="active")
            if row.user_id == self.reader.pk or row.municipality_id in places
        ]
        return super().get_context_data(members=members, today=today(), **context)


class DeskAbsence(RowFormPage):
    permission = "municipalities.record_absence_staffmembership"
    row_name = "member"
    row: StaffMembership
    template_name = "municipalities/desk_absence.html"
    form_class = AbsenceForm
    success_message = _("不在の期間を保存しました。")

    def queryset(self) -> QuerySet[StaffMembership]:
        return staff_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.row, name) for name in ("absent_from", "absent_until")}}

    def perform(self, form: AbsenceForm, at: datetime) -> Model:
        return record_absence(self.row, by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("desk_absences")

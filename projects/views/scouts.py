"""スカウト: sent from the desk, answered under マイページ."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisors.models import AdvisorProfile
from core.dates import today
from core.paging import PagedList
from core.views import Act, ActionPage, RowFormPage, RowPage
from projects.forms.scout import ScoutForm, ScoutRefusalForm
from projects.models import Opening, Scout
from projects.operations import scout as operations
from projects.queries import openings_managed_by, taking_applications
from projects.queries.pool import people_to_ask
from projects.queries.scout import scouts_left, scouts_received_by, scouts_sent_by_city
from projects.views.lists import ListOfOpening


class DeskScouts(ListOfOpening):
    """Whom the city has asked for one call, and what they said."""

    permission = "projects.read_applications_opening"
    template_name = "projects/desk_scouts.html"
    context_object_name = "scouts"

    def get_queryset(self) -> QuerySet[Scout]:
        return scouts_sent_by_city(self.reader).filter(opening=self.row)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"left": scouts_left(self.row)}


class ScoutChoose(RowPage):
    """From the page of a person to the call one has in mind."""

    permission = "advisors.find_advisors"
    row_name = "person"
    template_name = "projects/desk_scout_choose.html"

    def queryset(self) -> QuerySet[AdvisorProfile]:
        return people_to_ask(self.reader, today())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        managed = taking_applications(openings_managed_by(self.reader), timezone.now())
        mine = [row for row in managed if self.reader.has_perm("projects.scout_opening", row)]
        return super().get_context_data(openings=mine, **context)


class ScoutNew(RowFormPage):
    """?to= names the person."""

    permission = "projects.scout_opening"
    row_name = "opening"
    row: Opening
    template_name = "projects/desk_scout_new.html"
    form_class = ScoutForm
    success_message = _("スカウトを送りました。")

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def form_options(self) -> dict[str, Any]:
        chosen = self.request.GET.get("to", "")
        return {"advisors": people_to_ask(self.reader, today()), "initial": {"advisor": chosen}}

    def perform(self, form: ScoutForm, at: datetime) -> Model:
        return operations.send_scout(self.row, by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("desk_scouts", args=[self.row.code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        code = context["form"]["advisor"].value() or ""
        person: AdvisorProfile | None = people_to_ask(self.reader, today()).filter(code=code).first()
        return super().get_context_data(person=person, left=scouts_left(self.row), **context)


class MyScouts(PagedList):
    permission = "advisors.enter_my"
    template_name = "projects/my_scouts.html"
    context_object_name = "scouts"

    def get_queryset(self) -> QuerySet[Scout]:
        return scouts_received_by(self.reader)


class MyScout(RowPage):
    permission = "projects.view_scout"
    row_name = "scout"
    template_name = "projects/my_scout.html"

    def queryset(self) -> QuerySet[Scout]:
        return scouts_received_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        operations.read_scout(self.row, at=timezone.now())
        return super().get_context_data(opening=self.row.opening, **context)


class MyScoutAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "accept": Act(operations.accept_scout),
        "decline": Act(operations.decline_scout, ScoutRefusalForm, _("見送りを自治体に伝えました。")),
    }

    def queryset(self) -> QuerySet[Scout]:
        return scouts_received_by(self.reader)

    def success_url(self, result: Any) -> str:
        if self.action == "accept":
            return reverse("opening_apply", args=[self.row.opening.code])
        return self.back_url()

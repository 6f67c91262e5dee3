"""応募 on the city's desk: reading, noting the outcome, promoting a reserve."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from audit.queries import history_of
from core.views import Act, ActionPage, EditPage, RowPage
from projects.forms.assessment import AssessmentForm
from projects.forms.selection import ApplicationNoteForm
from projects.models import Application, Opening
from projects.models.interview import GOING
from projects.operations import application as operations
from projects.queries import applications_received_by, neighbours
from projects.queries.selection import next_to_review, notes_on, opening_to_declare_for, standing_of
from projects.views.sample import SampleTextPage


class DeskApplication(RowPage):
    permission = "projects.view_application"
    row_name = "application"
    template_name = "projects/desk_application.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Before the first look one says whether there is a conflict of interest."""
        if opening := opening_to_declare_for(request.user, kwargs["code"]):
            return redirect("desk_declare", opening.code)
        return super().dispatch(request, *args, **kwargs)

    def queryset(self) -> QuerySet[Application]:
        return applications_received_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        before, after = neighbours(self.reader, self.row)
        interviews = list(self.row.interviews.order_by("id"))
        return super().get_context_data(
            opening=self.row.opening,
            advisor=self.row.applicant,
            previous_code=before,
            next_code=after,
            assessable=self.row.is_being_selected,
            standing=standing_of(self.row, self.reader),
            interviews=interviews,
            arranging=any(each.status in GOING for each in interviews),
            next_to_review=next_to_review(self.reader, self.row.opening, but=self.row),
            notes=list(notes_on(self.row)),
            note_form=ApplicationNoteForm(),
            history=self.history(),
            **context,
        )

    def history(self) -> QuerySet[Event]:
        """Without the applicant's own steps, which name the person, in a blind 書類選考."""
        events = history_of(self.row)
        return events.exclude(actor_id=self.row.applicant.user_id) if self.row.hides_name else events


class DeskApplicationAssess(SampleTextPage, EditPage):
    """The outcome the city is minded to give."""

    permission = "projects.assess_application"
    operation = operations.assess_application
    row_name = "application"
    template_name = "projects/desk_application_assess.html"
    form_class = AssessmentForm
    success_message = _("結果の案を保存しました。応募者にはまだ見えません。")

    def queryset(self) -> QuerySet[Application]:
        return applications_received_by(self.reader)

    def is_permitted(self) -> bool:
        return super().is_permitted() and self.row.is_being_selected

    def opening(self) -> Opening:
        opening: Opening = self.row.opening
        return opening

    def success_url(self, result: Any) -> str:
        return str(result.desk_url)


class DeskApplicationAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "promote": Act(operations.promote_reserve, message=_("繰り上げて、内定をお知らせしました。")),
    }

    def queryset(self) -> QuerySet[Application]:
        return applications_received_by(self.reader)

    def back_url(self) -> str:
        return str(self.row.desk_url)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"row_title": self.row.applicant_name}

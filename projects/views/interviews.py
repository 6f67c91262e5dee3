"""面談: offered from the desk, chosen under マイページ."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import calendars
from core.forms import ReasonForm
from core.views import Act, ActionPage, EditPage, RowMixin, RowPage
from projects.forms.interview import (
    InterviewAgainForm,
    InterviewForm,
    RecordForm,
    SlotsRefusalForm,
)
from projects.forms.slots import ChoiceForm
from projects.models import Interview
from projects.notices.interview import entry_of
from projects.operations import interview as operations
from projects.queries.interview import interviews_on_desk, interviews_visible_to, interviews_with
from projects.views.selection import ReceivedApplication


class InterviewNew(ReceivedApplication):
    permission = "projects.interview_application"
    template_name = "projects/desk_interview_new.html"
    form_class = InterviewForm
    success_message = _("面談の候補の日時を、応募者に送りました。")

    def perform(self, form: InterviewForm, at: datetime) -> Model:
        return operations.propose_interview(self.row, by=self.reader, at=at, **form.proposal())

    def success_url(self, result: Any) -> str:
        return str(self.row.desk_url)


class InterviewPage(RowPage):
    permission = "projects.view_interview"
    row_name = "interview"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        application = self.row.application
        return super().get_context_data(application=application, opening=application.opening, **context)


class DeskInterview(InterviewPage):
    template_name = "projects/desk_interview.html"

    def queryset(self) -> QuerySet[Interview]:
        return interviews_on_desk(self.reader)


class InterviewAgain(EditPage):
    """Other moments for the same interview."""

    permission = "projects.propose_again_interview"
    operation = operations.propose_again
    row_name = "interview"
    row: Interview
    template_name = "projects/desk_interview_again.html"
    form_class = InterviewAgainForm
    success_message = _("新しい候補の日時を、応募者に送りました。")

    def queryset(self) -> QuerySet[Interview]:
        return interviews_on_desk(self.reader)

    def perform(self, form: InterviewAgainForm, at: datetime) -> Model:
        version = form.cleaned_data["version"]
        return operations.propose_again(self.row, by=self.reader, at=at, version=version, **form.proposal())

    def success_url(self, result: Any) -> str:
        return str(result.desk_url)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(application=self.row.application, **context)


class DeskInterviewAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "hold": Act(operations.hold_interview, RecordForm, _("面談を記録しました。")),
        "cancel": Act(
            operations.cancel_interview, ReasonForm, _("面談を中止しました。応募者に知らせました。")
        ),
    }

    def queryset(self) -> QuerySet[Interview]:
        return interviews_on_desk(self.reader)

    def back_url(self) -> str:
        return str(self.row.desk_url)


class MyInterview(InterviewPage):
    template_name = "projects/my_interview.html"

    def queryset(self) -> QuerySet[Interview]:
        return interviews_with(self.reader)


class MyInterviewAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "choose": Act(
            operations.choose_slot, ChoiceForm, _("面談の日時が決まりました。自治体に知らせました。")
        ),
        "refuse_slots": Act(operations.refuse_slots, SlotsRefusalForm, _("別の日時を自治体に頼みました。")),
    }

    def queryset(self) -> QuerySet[Interview]:
        return interviews_with(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"slots": self.row.slots, "label": _("面談の日時")} if self.action == "choose" else {}


class InterviewDates(RowMixin):
    """The fixed moment as a file for a calendar; for both sides."""

    permission = "projects.view_interview"

    def queryset(self) -> QuerySet[Interview]:
        return interviews_visible_to(self.reader)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        interview: Interview = self.row
        if interview.starts_at is None:
            raise Http404
        entry = entry_of(interview)
        return calendars.calendar_file([entry], at=timezone.now(), name=f"interview-{interview.code}")

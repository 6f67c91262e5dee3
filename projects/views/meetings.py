"""Meetings of an engagement: planned, offered, held, cancelled."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm
from core.views import Act
from projects import queries
from projects.forms.meeting import MeetingSlotsAgainForm, MeetingSlotsForm
from projects.forms.record import HeldMeetingForm, MeetingEditForm, MeetingNewForm, MinutesForm
from projects.forms.slots import ChoiceForm
from projects.models import Meeting
from projects.operations import meeting as operations
from projects.views.engagements import WorkspaceAction
from projects.views.records import RecordEdit, RecordNew


class MeetingNew(RecordNew):
    permission = "projects.plan_meeting_engagement"
    template_name = "projects/meeting_form.html"
    form_class = MeetingNewForm
    success_message = _("会議を登録し、参加する人にお知らせしました。")

    def perform(self, form: MeetingNewForm, at: datetime) -> Model:
        return operations.plan_meetings(self.row, by=self.reader, at=at, **form.changes())[0]


class MeetingPropose(RecordNew):
    """Offers moments instead of fixing one."""

    permission = "projects.plan_meeting_engagement"
    template_name = "projects/meeting_propose.html"
    form_class = MeetingSlotsForm
    success_message = _("候補の日時を送りました。相手が選ぶと、お知らせが届きます。")

    def perform(self, form: MeetingSlotsForm, at: datetime) -> Model:
        return operations.propose_meeting(self.row, by=self.reader, at=at, **form.proposal())


class MeetingProposeAgain(RecordEdit):
    permission = "projects.propose_again_meeting"
    operation = operations.propose_again
    template_name = "projects/meeting_propose.html"
    form_class = MeetingSlotsAgainForm
    success_message = _("別の候補の日時を送りました。")

    def queryset(self) -> QuerySet[Meeting]:
        return queries.meetings_visible_to(self.reader)

    def perform(self, form: MeetingSlotsAgainForm, at: datetime) -> Model:
        version = form.cleaned_data["version"]
        return operations.propose_again(self.row, by=self.reader, at=at, version=version, **form.proposal())


class MeetingEdit(RecordEdit):
    permission = "projects.edit_meeting"
    operation = operations.edit_meeting
    template_name = "projects/meeting_form.html"
    success_message = _("会議を保存しました。")

    def queryset(self) -> QuerySet[Meeting]:
        return queries.meetings_visible_to(self.reader)

    def build_form(self, data: Any = None) -> MeetingEditForm:
        held = self.row.status == "held"
        form_class = HeldMeetingForm if held else MeetingEditForm
        return form_class(data, **self.form_options())


class MeetingAction(WorkspaceAction):
    """`hold` is the minutes form, filled in right after the meeting."""

    about = "projects/_about_meeting.html"
    acts = {
        "choose": Act(
            operations.choose_moment, ChoiceForm, _("日時が決まりました。参加する人にお知らせしました。")
        ),
        "hold": Act(operations.hold_meeting, MinutesForm, _("会議を記録しました。")),
        "cancel": Act(operations.cancel_meeting, ReasonForm, _("会議を中止しました。")),
    }

    def queryset(self) -> QuerySet[Meeting]:
        return queries.meetings_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        """Of those who come, mostly the same come again."""
        if self.action == "choose":
            return {"slots": self.row.slots, "label": _("会議の日時")}
        usual = queries.usual_attendees(self.engagement) if self.action == "hold" else ""
        return {"initial": {"attendees": usual}}

    def get_template_names(self) -> list[str]:
        return ["projects/meeting_hold.html"] if self.action == "hold" else super().get_template_names()

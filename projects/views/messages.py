"""やり取り of an activity."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from projects.forms.message import MessageForm
from projects.operations.message import write_message
from projects.views.records import RecordNew


class MessageNew(RecordNew):
    permission = "projects.write_message_engagement"
    template_name = "projects/message_form.html"
    form_class = MessageForm
    success_message = _("送りました。参加する人にお知らせしました。")

    def perform(self, form: MessageForm, at: datetime) -> Model:
        return write_message(self.row, by=self.reader, at=at, **form.changes())

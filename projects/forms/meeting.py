"""Offering moments for a meeting."""

from core.forms import VersionedModelForm
from projects.forms.record import MeetingForm
from projects.forms.slots import SlotsForm
from projects.models import Meeting


class MeetingSlotsForm(SlotsForm):
    class Meta(MeetingForm.Meta):
        model = Meeting
        fields = ("title", "duration_minutes", "place", "place_note", "agenda")

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.order_fields(["title"])


class MeetingSlotsAgainForm(VersionedModelForm, MeetingSlotsForm):
    class Meta(MeetingSlotsForm.Meta):
        pass

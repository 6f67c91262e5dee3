"""ふり返り, answered by the one person who was asked."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.views import Act
from projects.forms.pulse import PulseForm
from projects.models import Pulse
from projects.operations.pulse import answer_pulse
from projects.queries.pulse import pulses_visible_to
from projects.views.engagements import WorkspaceAction


class PulseAction(WorkspaceAction):
    about = "projects/_about_pulse.html"
    acts: ClassVar[dict[str, Act]] = {
        "answer": Act(answer_pulse, PulseForm, _("ふり返りを送りました。ありがとうございました。")),
    }

    def queryset(self) -> QuerySet[Pulse]:
        return pulses_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"pulse": self.row}

"""What is told of ふり返り."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.queries import coordinators
from notifications.kinds import register
from notifications.operations import send
from projects.models import Pulse

_WORK = _("活動")
ASKED = register("projects.pulse_asked", _("活動のふり返りのお願い"), group=_WORK)
LOW = register("projects.pulse_low", _("ふり返りで低い点が付いたとき"), group=_WORK)


def tell_asked(pulse: Pulse, *, at: datetime) -> None:
    context = {"pulse": pulse, "engagement": pulse.engagement}
    send(ASKED, to=[pulse.person], key=pulse.code, path=pulse.answer_url, at=at, context=context)


def tell_low(pulse: Pulse, *, at: datetime) -> None:
    """Where to look, not what was said: the words stay on the portal."""
    engagement = pulse.engagement
    context = {"pulse": pulse, "engagement": engagement}
    path = f"{engagement.coord_url}#pulses"
    send(LOW, to=coordinators(), key=pulse.code, path=path, at=at, context=context)

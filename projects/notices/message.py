"""What is told of やり取り."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from notifications.kinds import register
from notifications.operations import send
from projects.models import Message
from projects.queries.participants import people_taking_part

WRITTEN = register("projects.message_written", _("活動のやり取り"), group=_("活動"))


def tell_message(message: Message, *, at: datetime) -> None:
    """To everybody who takes part but the author; each is led to their own view."""
    engagement = message.engagement
    context = {"message": message, "engagement": engagement}
    for person in people_taking_part(engagement):
        if person.pk == message.author_id:
            continue
        is_advisor = person.pk == engagement.advisor.user_id
        path = engagement.advisor_url if is_advisor else engagement.get_absolute_url()
        send(WRITTEN, to=[person], key=message.code, path=f"{path}#messages", at=at, context=context)

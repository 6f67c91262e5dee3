"""What is told of やり取り."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from notifications.kinds import register
from notifications.operations import send
from projects.models import Message
from projects.queries.participants import others_with_their_page

WRITTEN = register("projects.message_written", _("活動のやり取り"), group=_("活動"))


def tell_message(message: Message, *, at: datetime) -> None:
    """To everybody who takes part but the author."""
    engagement = message.engagement
    context = {"message": message, "engagement": engagement}
    for person, path in others_with_their_page(engagement, message.author):
        send(WRITTEN, to=[person], key=message.code, path=f"{path}#messages", at=at, context=context)

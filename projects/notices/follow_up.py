"""What is told of その後の確認."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.kinds import register
from notifications.operations import Letter, send, send_each
from notifications.texts import full_address
from projects.answer_links import answer_link
from projects.models import FollowUp
from projects.queries.follow_up import people_in_charge

_WORK = _("活動")
ASKED = register(
    "projects.follow_up_asked", _("提案のその後の確認"), mandatory=True, group=_WORK, urgent=False
)
ANSWERED = register("projects.follow_up_answered", _("あなたの提案のその後"), group=_WORK)


def tell_asked(follow_up: FollowUp, *, at: datetime) -> None:
    """To the section in charge; each with a link of their own."""
    letters = [
        Letter(
            person,
            follow_up.code,
            follow_up.answer_url,
            question_for(follow_up, person),
        )
        for person in people_in_charge(follow_up.recommendation)
    ]
    send_each(ASKED, letters, at=at)


def tell_answered(follow_up: FollowUp, *, at: datetime) -> None:
    engagement = follow_up.engagement
    state = follow_up.recommendation.workflow.state(follow_up.outcome)
    send(
        ANSWERED,
        to=[engagement.advisor.user],
        key=follow_up.code,
        path=engagement.advisor_url,
        at=at,
        context={**scope_of(follow_up), "state": state},
    )


def question_for(follow_up: FollowUp, person: User) -> dict[str, Any]:
    """What the question's mail says to one person."""
    return {**scope_of(follow_up), "answer_url": full_address(answer_link(follow_up, person))}


def scope_of(follow_up: FollowUp) -> dict[str, Any]:
    advice = follow_up.recommendation
    return {"follow_up": follow_up, "recommendation": advice, "engagement": advice.engagement}

"""What people hear of their office: (kind, situation, what makes it happen in a city)."""

from collections.abc import Callable
from functools import partial

from municipalities import notices
from municipalities.enums import StaffRole
from municipalities.models import Handover, Municipality
from projects.notices.imports import tell_import
from tests.factories.base import moment
from tests.factories.imports import ImportJobFactory
from tests.factories.municipalities import (
    HandoverFactory,
    InvitationFactory,
    MemberCheckFactory,
    WebhookFactory,
)


def _administered(city: Municipality) -> Municipality:
    """Its one clerk administers, too."""
    city.memberships.update(roles=[StaffRole.DRAFTER, StaffRole.ADMINISTRATOR])
    return city


def _invited(city: Municipality) -> None:
    notices.invite(InvitationFactory(municipality=city), token="secret-token", at=moment())


def _accepted(city: Municipality) -> None:
    invitation = InvitationFactory(municipality=_administered(city), accepted=True)
    notices.tell_accepted(invitation, at=moment())


def _handed_over(city: Municipality, tell: Callable[..., None], **facts: object) -> None:
    handover: Handover = HandoverFactory(municipality=_administered(city), **facts)
    tell(handover, at=moment())


def _switched_off(city: Municipality) -> None:
    hook = WebhookFactory(municipality=_administered(city), disabled=True)
    notices.tell_webhook_disabled(hook, error="HTTP 500", at=moment())


def _checked(city: Municipality, *, again: bool) -> None:
    notices.ask_for_check(MemberCheckFactory(municipality=_administered(city)), at=moment(), again=again)


def _read_in(city: Municipality, **state: bool) -> None:
    tell_import(
        ImportJobFactory(municipality=city, kind="openings", name="令和9年度の募集の一覧.csv", **state),
        at=moment(),
    )


SITUATIONS: list[tuple[str, str, Callable[[Municipality], None]]] = [
    ("municipalities.invited", "invited", _invited),
    ("municipalities.webhook_disabled", "five days", _switched_off),
    ("municipalities.invitation_accepted", "accepted", _accepted),
    ("municipalities.handover_planned", "planned", partial(_handed_over, tell=notices.tell_planned)),
    (
        "municipalities.handover_cancelled",
        "cancelled",
        partial(_handed_over, tell=notices.tell_cancelled, cancelled=True),
    ),
    ("municipalities.handover_done", "done", partial(_handed_over, tell=notices.tell_done, done=True)),
    (
        "municipalities.handover_stuck",
        "stuck",
        partial(_handed_over, tell=notices.tell_stuck, obstacle="受け取る人が在籍していません。"),
    ),
    ("projects.import", "tried", partial(_read_in, checked=True)),
    ("projects.import", "written", partial(_read_in, done=True)),
    ("projects.import", "taken back", partial(_read_in, undone=True)),
    ("municipalities.member_check", "asked", partial(_checked, again=False)),
    ("municipalities.member_check", "asked again", partial(_checked, again=True)),
]

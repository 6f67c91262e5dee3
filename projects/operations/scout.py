"""スカウト: a city asks, a person answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.models import AdvisorProfile
from audit import changes
from core.dates import jst_date
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.models import Opening, Scout
from projects.queries.pool import people_to_ask
from projects.queries.retention import scouts_to_forget
from projects.queries.scout import MOST_OF_AN_OPENING, WAITING, is_asked_enough, scouts_left


@transaction.atomic
def send_scout(opening: Opening, *, by: User, at: datetime, advisor: AdvisorProfile, message: str) -> Scout:
    """Raises DomainError for a closed call, a person the city may not find, who is away, has applied,
    was asked for this call before, or was asked by enough cities this week.
    """
    call = locked(opening)  # two colleagues who send the last ones at once
    person = locked(advisor)  # two cities that ask the same person at once
    if not call.accepts_applications(at):
        raise DomainError(_("応募を受け付けている募集だけ、スカウトを送れます。"))
    if not people_to_ask(by, jst_date(at)).filter(pk=person.pk).exists():
        raise DomainError(_("この方は、自治体から見つけられる設定ではなくなりました。"))
    if person.is_absent(jst_date(at)):
        raise DomainError(_("この方は、いまは休みの期間です。休みが終わってから送ってください。"))
    if call.scouts.filter(advisor=person).exists():
        raise DomainError(_("この募集のスカウトは、この方にすでに送りました。"))
    if call.applications.filter(advisor=person).exclude(status="draft").exists():
        raise DomainError(_("この方は、すでにこの募集に応募しています。"))
    if not scouts_left(call):
        raise DomainError(
            _("1つの募集で送れるスカウトは{count}人までです。").format(count=MOST_OF_AN_OPENING)
        )
    if is_asked_enough(person.pk, at):
        raise DomainError(
            _("この方は、今週受け取れる数のスカウトを受け取りました。日を置いてから送ってください。")
        )
    scout = changes.create(
        Scout,
        by=by,
        at=at,
        opening=call,
        municipality=call.municipality,
        advisor=person,
        message=message,
        sent_by=by,
        sent_at=at,
    )
    notices.tell_scout(scout, at=at)
    return scout


def read_scout(scout: Scout, *, at: datetime) -> None:
    """The city sees that it was read; the first time counts."""
    Scout.objects.filter(pk=scout.pk, read_at=None).update(read_at=at)


def accept_scout(scout: Scout, *, by: User, at: datetime) -> Scout:
    return changes.move(scout, "accept", by=by, at=at)


@transaction.atomic
def decline_scout(scout: Scout, *, by: User, at: datetime, reason: str = "") -> Scout:
    row = changes.move(scout, "decline", by=by, at=at, note=reason)
    notices.tell_scout_declined(row, reason=reason, at=at)
    return row


def note_application(opening: Opening, advisor: AdvisorProfile, *, by: User, at: datetime) -> None:
    """The person has applied. Part of that transaction."""
    changes.move_all(opening.scouts.filter(advisor=advisor, status__in=WAITING), "apply", by=by, at=at)


def expire_scouts(opening: Opening, *, at: datetime) -> None:
    """The call is over. Part of the transaction that ends it."""
    changes.move_all(opening.scouts.filter(status__in=WAITING), "expire", by=None, at=at)


@transaction.atomic
def forget_scouts(*, at: datetime) -> int:
    """Of calls long over, as with applications that led nowhere; returns how many went."""
    count, _by_model = scouts_to_forget(at).delete()
    return count

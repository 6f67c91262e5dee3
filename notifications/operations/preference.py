"""What people choose about their mails."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import changes
from notifications.enums import Frequency
from notifications.kinds import DIGEST, Kind, optional_kinds
from notifications.models import DeadAddress, Preference
from notifications.queries import wishes_of

GATHERED = (Frequency.DAILY, Frequency.WEEKLY)


@transaction.atomic
def choose_frequencies(*, by: User, at: datetime, choices: Mapping[str, str]) -> int:
    """Stores what differs from now (kind code → frequency); returns how many kinds changed.

    Kinds that are mandatory or unknown are passed over.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two windows of the same person
    present = wishes_of(by)
    changed = {code: choices[code] for code in present if choices.get(code, present[code]) != present[code]}
    rows = {row.kind: row for row in Preference.objects.filter(user=by, kind__in=changed)}
    for code, frequency in changed.items():
        if code in rows:
            changes.edit(rows[code], by=by, at=at, frequency=frequency)
        else:
            changes.create(Preference, by=by, at=at, user=by, kind=code, frequency=frequency)
    return len(changed)


def gather_everything_daily(*, by: User, at: datetime) -> int:
    return choose_frequencies(
        by=by, at=at, choices={kind.code: Frequency.DAILY.value for kind in optional_kinds()}
    )


def leave(kind: Kind, *, by: User, at: datetime) -> int:
    """No more mails of this kind; leaving the digest leaves every kind that is gathered in it."""
    if kind == DIGEST:
        codes = [code for code, frequency in wishes_of(by).items() if frequency in GATHERED]
    else:
        codes = [kind.code]
    return choose_frequencies(by=by, at=at, choices=dict.fromkeys(codes, Frequency.OFF.value))


@transaction.atomic
def trust_address_again(*, by: User, at: datetime) -> None:
    """The person says that the address works now; the next mail is sent there again."""
    gone, _rows = DeadAddress.objects.filter(address=by.email.lower()).delete()
    if gone:
        changes.record(by, "trust_address", by=by, at=at)

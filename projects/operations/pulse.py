"""ふり返り: asked halfway and at the end, answered by each side for the operator alone."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit import changes
from core import dates
from core.rows import locked
from projects.enums import PulseMoment
from projects.models import Engagement, Pulse
from projects.notices import pulse as notices
from projects.queries.pulse import engagements_to_ask, person_of_city


def ask_pulses(at: datetime) -> int:
    """Returns how many activities were asked. Safe to run twice and side by side."""
    rows = list(engagements_to_ask(dates.jst_date(at)))
    return sum(_ask(engagement, moment, at=at) for engagement, moment in rows)


@transaction.atomic
def _ask(engagement: Engagement, moment: PulseMoment, *, at: datetime) -> bool:
    row = locked(engagement)
    if row.pulses.filter(moment=moment).exists():
        return False
    for person, from_advisor in ((row.advisor.user, True), (person_of_city(row), False)):
        if person is None:
            continue
        pulse = changes.create(
            Pulse,
            by=None,
            at=at,
            engagement=row,
            municipality=row.municipality,
            person=person,
            from_advisor=from_advisor,
            moment=moment,
            asked_at=at,
        )
        notices.tell_asked(pulse, at=at)
    return True


@transaction.atomic
def answer_pulse(pulse: Pulse, *, by: User, at: datetime, **answers: Any) -> Pulse:
    """Coordinators hear at once of a score of 1 or 2."""
    row = changes.move(pulse, "answer", by=by, at=at, answered_at=at, **answers)
    if row.is_low:
        notices.tell_low(row, at=at)
    return row

"""人材プール: joined after an answer, left at any time, ended by a day."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from projects.models import Application, PoolConsent
from projects.queries.pool import consents_to_forget
from projects.rules import led_nowhere

MONTHS = 12


@transaction.atomic
def join_pool(application: Application, *, by: User, at: datetime) -> PoolConsent:
    """For a year from now; joining again begins anew. Raises DomainError before the answer."""
    if not led_nowhere(by, application):
        raise DomainError(_("選考の結果が届いてから、人材プールに残れます。"))
    expires_on = dates.months_before(dates.jst_date(at), -MONTHS)
    advisor, city = application.applicant, application.municipality
    row = PoolConsent.objects.filter(municipality=city, advisor=advisor).first()
    values: dict[str, Any] = {"consented_at": at, "expires_on": expires_on}
    if row is None:
        return changes.create(PoolConsent, by=by, at=at, municipality=city, advisor=advisor, **values)
    return changes.edit(row, by=by, at=at, action="join", withdrawn_at=None, **values)


def leave_pool(consent: PoolConsent, *, by: User, at: datetime) -> PoolConsent:
    return changes.edit(consent, by=by, at=at, action="leave", withdrawn_at=at)


def forget_consents(*, at: datetime) -> int:
    """Those that have ended; returns how many."""
    count, _by_model = consents_to_forget(dates.jst_date(at)).delete()
    return count

"""条件の見直し: proposed by one side, in force when the other agrees."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from projects.models import Engagement, Revision
from projects.notices import revision as notices
from projects.operations.numbering import next_number


@transaction.atomic
def propose_revision(
    engagement: Engagement, *, by: User, at: datetime, reason: str, **values: Any
) -> Revision:
    """Raises DomainError when nothing changes, for an end that has passed, outside the work, and while
    another revision waits.
    """
    row = locked(engagement)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if row.status not in {"active", "paused"}:
        raise DomainError(_("条件の見直しを申し出られるのは、活動中だけです。"))
    if not changed:
        raise DomainError(_("変わったところがありません。見直したい項目を書き直してください。"))
    if "end_date" in changed and changed["end_date"] < dates.jst_date(at):
        raise DomainError(_("終了日は、今日以降の日付にしてください。"))
    if row.revisions.filter(status="proposed").exists():
        raise DomainError(_("返事を待っている見直しがあります。その返事のあとで申し出てください。"))
    revision = changes.create(
        Revision,
        by=by,
        at=at,
        engagement=row,
        municipality=row.municipality,
        number=next_number(row.revisions),
        by_advisor=by.pk == row.advisor.user_id,
        reason=reason,
        before={name: _stored(getattr(row, name)) for name in changed},
        after={name: _stored(value) for name, value in changed.items()},
        proposed_by=by,
        proposed_at=at,
    )
    notices.tell_proposed(revision, by=by, at=at)
    return revision


@transaction.atomic
def agree_to_revision(revision: Revision, *, by: User, at: datetime) -> Revision:
    """From now on it is what both sides agreed on."""
    engagement = locked(revision.engagement)
    row = changes.move(revision, "agree", by=by, at=at, answered_by=by, answered_at=at)
    columns: Any = Engagement._meta
    values = {name: columns.get_field(name).to_python(value) for name, value in row.after.items()}
    changes.edit(engagement, by=by, at=at, action="revise", **values)
    notices.tell_answered(row, by=by, at=at)
    return row


@transaction.atomic
def decline_revision(revision: Revision, *, by: User, at: datetime, reason: str) -> Revision:
    row = changes.move(
        revision, "decline", by=by, at=at, answered_by=by, answered_at=at, refusal=reason, note=reason
    )
    notices.tell_answered(row, by=by, at=at)
    return row


def withdraw_revision(revision: Revision, *, by: User, at: datetime) -> Revision:
    return changes.move(revision, "withdraw", by=by, at=at)


def end_revisions(engagement: Engagement, *, by: User, at: datetime) -> None:
    """The activity has ended. Part of that transaction."""
    for revision in engagement.revisions.filter(status="proposed"):
        withdraw_revision(revision, by=by, at=at)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

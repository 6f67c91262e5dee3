"""訂正, 延長 and 早期の締切 of an open call, 回答日の延期 of a closed one: published at once, told to all who follow."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.enums import AmendmentKind
from projects.models import Amendment, Opening
from projects.models.amendment import TERMS

DAYS_OF_NOTICE = 3  # between the announcement of an early close and the new last day


ACTIONS = {
    AmendmentKind.CORRECTION: "correct",
    AmendmentKind.EXTENSION: "extend",
    AmendmentKind.SHORTENING: "shorten",
    AmendmentKind.POSTPONEMENT: "postpone",
}


def correct_opening(
    opening: Opening,
    *,
    by: User,
    at: datetime,
    version: int,
    reason: str,
    decision: dict[str, Any] | None = None,
    **values: Any,
) -> Amendment:
    """Texts freely; terms only with the city's decision (document_number, decision_date, decider_title).

    Raises DomainError when nothing changes, the decision lacks, or seats would become fewer.
    """
    if values.get("seats", opening.seats) < _now(opening).seats:
        raise DomainError(
            _("公開したあとは、募集人数を減らせません。採用する人数は、選考のときに決めてください。")
        )
    return _amend(opening, "correction", values, by, at, version=version, reason=reason, decision=decision)


def extend_opening(
    opening: Opening, *, by: User, at: datetime, version: int, reason: str, deadline_date: date, **values: Any
) -> Amendment:
    """A later last day; the days for questions and the result may move along, never backwards."""
    before = _now(opening)
    if deadline_date <= before.deadline_date:
        raise DomainError(_("今の締切日より後の日付にしてください。"))
    for name, value in values.items():
        present = getattr(before, name)
        if present and (value is None or value < present):
            raise DomainError(_("締切を延ばすときは、ほかの日付も今より早くできません。"))
    values["deadline_date"] = deadline_date
    return _amend(opening, "extension", values, by, at, version=version, reason=reason)


def shorten_opening(
    opening: Opening, *, by: User, at: datetime, version: int, reason: str, deadline_date: date
) -> Amendment:
    """早期の締切: an earlier last day, announced some days ahead. The days for questions end with it."""
    before = _now(opening)
    if deadline_date >= before.deadline_date:
        raise DomainError(_("今の締切日より前の日付にしてください。"))
    if deadline_date < dates.jst_date(at) + timedelta(days=DAYS_OF_NOTICE):
        raise DomainError(
            _("応募を書いている方が間に合うように、{days}日後以降の日付にしてください。").format(
                days=DAYS_OF_NOTICE
            )
        )
    values: dict[str, Any] = {"deadline_date": deadline_date}
    for name in ("question_deadline_date", "question_answer_date"):
        if present := getattr(before, name):
            values[name] = min(present, deadline_date)
    return _amend(opening, "shortening", values, by, at, version=version, reason=reason)


def postpone_answer(
    opening: Opening, *, by: User, at: datetime, version: int, reason: str, answer_date: date
) -> Amendment:
    """A later day for the answer, once the call is closed. It was promised: the city's rate of answers in
    time counts the call as late all the same.
    """
    if answer_date <= max(_now(opening).answer_date, dates.jst_date(at)):
        raise DomainError(_("今の予定日と今日より後の日付にしてください。"))
    return _amend(
        opening, "postponement", {"answer_date": answer_date}, by, at, version=version, reason=reason
    )


def _now(opening: Opening) -> Opening:
    """As it is stored: a form writes what was typed on the row it was given."""
    return Opening.objects.get(pk=opening.pk)


@transaction.atomic
def _amend(
    opening: Opening,
    kind: str,
    values: dict[str, Any],
    by: User,
    at: datetime,
    *,
    version: int,
    reason: str,
    decision: dict[str, Any] | None = None,
) -> Amendment:
    row = locked(opening, version=version)
    action = ACTIONS[AmendmentKind(kind)]
    row.workflow.transition(action, row.status)
    if row.status == "open" and not row.accepts_applications(at):
        raise DomainError(_("応募の締切を過ぎた募集は、訂正できません。"))
    after = {name: value for name, value in values.items() if getattr(row, name) != value}
    decided = _decision_for(after, decision, at)
    before = {name: getattr(row, name) for name in after}
    row = changes.edit(row, by=by, at=at, action=action, **after)
    amendment = changes.create(
        Amendment,
        by=by,
        at=at,
        opening=row,
        municipality=row.municipality,
        number=row.amendments.count() + 1,
        kind=kind,
        reason=reason,
        before=changes.plain(before),
        after=changes.plain(after),
        affects_terms=bool(decided),
        published_by=by,
        published_at=at,
        **decided,
    )
    notices.tell_amended(amendment, at=at)
    return amendment


def _decision_for(after: dict[str, Any], decision: dict[str, Any] | None, at: datetime) -> dict[str, Any]:
    """The decision that these changes need; empty when they touch no terms."""
    if not after:
        raise DomainError(_("変わった項目がありません。直す項目を書き換えてください。"))
    if after.keys().isdisjoint(TERMS):
        return {}
    if not decision:
        raise DomainError(_("条件を変えるときは、決裁の文書番号・決裁日・決裁者の職名を入力してください。"))
    if decision["decision_date"] > dates.jst_date(at):
        raise DomainError(_("決裁日が先の日付です。実際に決裁した日を入力してください。"))
    return decision

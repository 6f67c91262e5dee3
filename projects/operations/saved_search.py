"""Keeping a search, changing it, and telling its owner what is new."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.enums import About, Alert
from projects.models import Opening, OpeningSearch, SavedSearch, SearchAlert
from projects.models.search import MAX_SAVED
from projects.queries.saved_search import (
    derived_from,
    new_advisors_for,
    new_openings_for,
    searches_met_by,
    searches_to_digest,
    unannounced_openings,
)


@transaction.atomic
def save_search(
    *, by: User, at: datetime, name: str, querystring: str, alert: str, about: str = About.OPENINGS
) -> SavedSearch:
    """Raises DomainError for a twenty-first search or a name that is taken."""
    owner = User.objects.select_for_update().get(pk=by.pk)  # two windows of the same person
    _check_name(owner, name)
    taken = set(owner.saved_searches.values_list("position", flat=True))
    free = [position for position in range(1, MAX_SAVED + 1) if position not in taken]
    if not free:
        raise DomainError(
            _("条件は{limit}件まで保存できます。使わない条件を削除してください。").format(limit=MAX_SAVED)
        )
    return changes.create(
        SavedSearch,
        by=by,
        at=at,
        owner=owner,
        position=free[0],
        about=about,
        name=name,
        querystring=querystring,
        alert=alert,
        alerts_since_at=at,
        **derived_from(about, querystring),
    )


@transaction.atomic
def edit_search(
    search: SavedSearch, *, by: User, at: datetime, version: int, name: str, alert: str = Alert.OFF
) -> SavedSearch:
    """Alerts that were off begin with what is published from now on."""
    User.objects.select_for_update().get(pk=search.owner_id)
    _check_name(search.owner, name, besides=search)
    before = SavedSearch.objects.get(pk=search.pk)
    since = at if before.alert == Alert.OFF != alert else before.alerts_since_at
    return changes.edit(search, by=by, at=at, version=version, name=name, alert=alert, alerts_since_at=since)


@transaction.atomic
def delete_search(search: SavedSearch, *, by: User, at: datetime) -> None:
    row = locked(search)
    changes.record(row, "delete", by=by, at=at)
    row.alerts.all().delete()
    row.delete()


def alert_at_once(at: datetime) -> int:
    """Tells those who want to know at once of each newly published opening and of professionals who have
    just let cities find them; returns how many mails.
    """
    told = sum(_announce(row, at) for row in unannounced_openings(at))
    return told + send_digests(Alert.IMMEDIATE, at)


def send_digests(alert: Alert, at: datetime) -> int:
    """One mail for each search that has news; returns how many."""
    ids = searches_to_digest(alert).values_list("pk", flat=True)
    return sum(_digest(pk, at) for pk in ids.iterator())


@transaction.atomic
def rebuild_saved_searches() -> int:
    """After a change of the tokeniser."""
    changed = list(SavedSearch.objects.order_by("pk"))
    for search in changed:
        search.lexemes = derived_from(search.about, search.querystring)["lexemes"]
    return SavedSearch.objects.bulk_update(changed, ["lexemes"], batch_size=500)


@transaction.atomic
def _announce(stale: OpeningSearch, at: datetime) -> int:
    row = OpeningSearch.objects.select_for_update().filter(pk=stale.pk, announced_at=None).first()
    if row is None:
        return 0
    opening = Opening.objects.select_related("municipality__prefecture").get(pk=row.pk)
    searches = list(searches_met_by(row, at=at).select_for_update(of=("self",)))
    for search in searches:
        _tell(search, [opening], at)
    OpeningSearch.objects.filter(pk=row.pk).update(announced_at=at)
    return len(searches)


@transaction.atomic
def _digest(pk: int, at: datetime) -> int:
    search = SavedSearch.objects.select_related("owner").select_for_update(of=("self",)).filter(pk=pk).first()
    if search is None:
        return 0
    find = new_advisors_for if search.about == About.ADVISORS else new_openings_for
    rows: list[Any] = list(find(search, at=at))
    if rows:
        _tell(search, rows, at)
    return int(bool(rows))


def _tell(search: SavedSearch, rows: list[Any], at: datetime) -> None:
    """`rows` are openings or professionals, as the search is about them; the newest comes first."""
    column, tell = _TELLING[search.about]
    SearchAlert.objects.bulk_create([SearchAlert(search=search, sent_at=at, **{column: row}) for row in rows])
    SavedSearch.objects.filter(pk=search.pk).update(last_alerted_at=at)
    tell(search, rows, at=at)


_TELLING: dict[str, tuple[str, Any]] = {
    About.OPENINGS: ("opening", notices.tell_new_openings),
    About.ADVISORS: ("advisor", notices.tell_new_advisors),
}


def _check_name(owner: User, name: str, besides: SavedSearch | None = None) -> None:
    same = owner.saved_searches.filter(name=name)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise DomainError(_("同じ名前の条件があります。別の名前を付けてください。"))

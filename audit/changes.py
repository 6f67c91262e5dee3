"""The only doors through which a domain row changes: each one locks, checks, writes and records.

Every function must be called inside a transaction of the operation that uses it, so that the row,
its audit event and the notices stand or fall together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import F

from audit.models import Event
from core.middleware import request_id
from core.rows import locked

Row = TypeVar("Row", bound=models.Model)

BATCH = 500

_listeners: list[Callable[[Any, str, datetime], object]] = []
_followers: dict[type[models.Model], list[Callable[[Any], object]]] = {}
_waiting: ContextVar[dict[tuple[type[models.Model], Any], models.Model] | None] = ContextVar(
    "waiting", default=None
)


def follow(model: type[models.Model], follower: Callable[[Any], object]) -> None:
    """Calls `follower(row)` after each write of such a row, in the same transaction.

    For what is derived from a row and must never differ from it, such as the search tables.
    """
    _followers.setdefault(model, []).append(follower)


def listen(listener: Callable[[Any, str, datetime], object]) -> None:
    """Calls `listener(row, action, at)` for each recorded action, in the same transaction.

    For telling other systems: `action` is the workflow's verb, or create or edit.
    """
    _listeners.append(listener)


def record(
    subject: models.Model,
    action: str,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    **detail: Any,
) -> Event:
    """Writes one event; `by=None` means the system did it. `detail` must be fit for JSON."""
    event = _event(subject, action, by=by, at=at, detail=detail)
    event.save(force_insert=True)
    _tell_listeners(subject, action, at)
    return event


def _tell_listeners(subject: models.Model, action: str, at: datetime) -> None:
    for listener in _listeners:
        listener(subject, action, at)


def _event(
    subject: models.Model, action: str, *, by: AbstractBaseUser | None, at: datetime, detail: dict[str, Any]
) -> Event:
    return Event(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        action=action,
        actor_id=by.pk if by else None,
        actor_label=str(by)[:120] if by else "",
        detail={name: plain(value) for name, value in detail.items() if value not in ("", None)},
        request_id=request_id.get(),
        happened_at=at,
    )


def create(model: type[Row], *, by: AbstractBaseUser | None, at: datetime, **fields: Any) -> Row:
    """A new row and its event. Raises IntegrityError when a constraint is broken."""
    with transaction.atomic():
        row = model._default_manager.create(**fields)
        record(row, "create", by=by, at=at)
        tell_followers(row)
        return row


def edit(
    subject: Row,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    version: int | None = None,
    action: str = "edit",
    **fields: Any,
) -> Row:
    """Writes only what differs and records the old and new values; writes nothing when equal.

    Raises EditConflict when `version` is given and somebody saved since. Many-to-many fields go
    through `relate`.
    """
    with transaction.atomic():
        row = locked(subject, version=version)
        before = {name: getattr(row, name) for name in fields}
        changed = [name for name, value in fields.items() if before[name] != value]
        if not changed:
            return row
        _write(row, {name: fields[name] for name in changed})
        after = {name: fields[name] for name in changed}
        shown = {name: before[name] for name in changed}
        record(row, action, by=by, at=at, before=_told(row, shown), after=_told(row, after))
        return row


def relate(
    subject: models.Model,
    name: str,
    rows: Iterable[models.Model],
    *,
    by: AbstractBaseUser | None,
    at: datetime,
) -> None:
    """Replaces a many-to-many relation and records both sides by their labels, unless it is equal."""
    manager: Any = getattr(subject, name)
    before, after = list(manager.all()), list(rows)
    if {row.pk for row in before} == {row.pk for row in after}:
        return
    manager.set(after)
    told = {"before": _told(subject, {name: before}), "after": _told(subject, {name: after})}
    record(subject, "edit", by=by, at=at, **told)
    tell_followers(subject)


def replace_parts(
    subject: Row,
    name: str,
    parts: Iterable[Mapping[str, Any]],
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    version: int | None = None,
) -> Row:
    """Replaces the small rows that `subject` consists of (the skills of a profile, the criteria of an
    opening) by `parts`, and records both sides by their labels in one event of the subject.

    Writes nothing when they are equal. Raises EditConflict like `edit`.
    """
    with transaction.atomic():
        row = locked(subject, version=version)
        manager: Any = getattr(row, name)
        wanted = [dict(part) for part in parts]
        columns = sorted({column for part in wanted for column in part})
        stored = list(manager.order_by("pk"))
        now = [{column: getattr(part, column) for column in columns} for part in stored]
        if len(now) == len(wanted) and all(part in now for part in wanted):
            return row
        manager.all().delete()
        fresh = [manager.create(**part) for part in wanted]
        _write(row, {})
        before, after = _told(row, {name: stored}), _told(row, {name: fresh})
        record(row, "edit", by=by, at=at, before=before, after=after)
        return row


def move(
    subject: Row,
    action: str,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    version: int | None = None,
    note: str = "",
    **fields: Any,
) -> Row:
    """Takes `subject` through its workflow; `fields` are written along with the new state.

    Raises IllegalTransition when the state, read under the lock, does not allow `action`.
    """
    with transaction.atomic():
        row: Any = locked(subject, version=version)
        source = row.status
        target = row.workflow.transition(action, source).target
        _write(row, {**fields, "status": target})
        record(row, action, by=by, at=at, source=source, target=target, note=note)
        return row


def move_all(
    rows: models.QuerySet[Row],
    action: str,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    **fields: Any,
) -> list[Row]:
    """`move` for many rows of one versioned model, in few statements and in the order of `rows`.

    Raises IllegalTransition when one of them does not allow `action`; then none has moved.
    """
    with transaction.atomic():
        taken: list[Any] = list(rows.select_for_update(of=("self",)))
        by_target: dict[str, list[Any]] = {}
        details = []
        for row in taken:
            target = row.workflow.transition(action, row.status).target
            by_target.setdefault(target, []).append(row)
            details.append({"source": row.status, "target": target})
        for target, group in by_target.items():
            _write_all(group, {**fields, "status": target})
        _record_all(taken, action, details, by=by, at=at)
        return taken


def edit_all(
    rows: models.QuerySet[Row],
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    action: str = "edit",
    **fields: Any,
) -> list[Row]:
    """`edit` for many rows that get the same values; returns those that differed."""
    with transaction.atomic():
        taken = list(rows.select_for_update(of=("self",)))
        differing, details = [], []
        for row in taken:
            before = {name: old for name, value in fields.items() if (old := getattr(row, name)) != value}
            if before:
                differing.append(row)
                after = {name: fields[name] for name in before}
                details.append({"before": _told(row, before), "after": _told(row, after)})
        _write_all(differing, fields)
        _record_all(differing, action, details, by=by, at=at)
        return differing


def _write_all(rows: Sequence[Any], fields: dict[str, Any]) -> None:
    """The same values into locked rows of one versioned model."""
    if not rows:
        return
    stored = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
    stored.update(**fields, version=F("version") + 1)
    for row in rows:
        for name, value in fields.items():
            setattr(row, name, value)
        row.version += 1
        tell_followers(row)


def _record_all(
    rows: Sequence[Any],
    action: str,
    details: Sequence[dict[str, Any]],
    *,
    by: AbstractBaseUser | None,
    at: datetime,
) -> None:
    events = [
        _event(row, action, by=by, at=at, detail=detail) for row, detail in zip(rows, details, strict=True)
    ]
    Event.objects.bulk_create(events, batch_size=BATCH)
    for row in rows:
        _tell_listeners(row, action, at)


def _write(row: models.Model, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    names = list(fields)
    if hasattr(row, "version"):
        row.version += 1
        names.append("version")
    row.save(update_fields=names)
    tell_followers(row)


def tell_followers(row: models.Model) -> None:
    """Every function here does so by itself; an operation does when it takes away a part of `row`."""
    if not _followers.get(type(row)):
        return
    waiting = _waiting.get()
    if waiting is None:
        _follow_now(row)
    else:
        waiting[type(row), row.pk] = row


@contextmanager
def following_once() -> Iterator[None]:
    """What follows a row is written once, at the end of the block, however often the row was. For
    operations made of several; the block must lie within one transaction.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[tuple[type[models.Model], Any], models.Model] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for row in waiting.values():
        _follow_now(row)


def _follow_now(row: models.Model) -> None:
    for follower in _followers[type(row)]:
        follower(row)


def _told(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Values as the record keeps them. Of columns a model names in `unrecorded` (texts about a person
    that have to be erased one day) it keeps only that they changed.
    """
    unrecorded: frozenset[str] = getattr(row, "unrecorded", frozenset())
    return {name: "…" if name in unrecorded else plain(value) for name, value in values.items()}


def plain(value: Any) -> Any:
    """What JSON can hold: dates as ISO text, rows by their label."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)

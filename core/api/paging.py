"""Lists by cursor: `after` and `before` name the last and the first row of the neighbouring page.

The cursor is a public code, so that it tells nothing and can be kept; the row's place is looked up
among the rows the reader may see.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.request import Request

from core.api.nouns import Noun
from core.api.problems import Refusal, error
from core.api.rows import key_of
from core.filters import FilterForm

SIZE, MOST = 20, 100


@dataclass(frozen=True, slots=True)
class Cut:
    """One page with the addresses of its neighbours; `counts` is what a search says of the whole."""

    rows: list[Any]
    previous: str | None
    following: str | None
    counts: dict[str, Any] = field(default_factory=dict)

    @property
    def links(self) -> str:
        """The Link header (RFC 8288)."""
        pairs = (("prev", self.previous), ("next", self.following))
        return ", ".join(f'<{url}>; rel="{rel}"' for rel, url in pairs if url)


def cut(noun: Noun, request: Request) -> Cut:
    query = request.query_params
    rows = criteria(noun, request)
    size = page_size(query)
    after, before = query.get("after"), query.get("before")
    if after and before:
        raise _bad("before", _("after と before は、どちらか一方だけ使えます。"))
    down = noun.order.startswith("-")
    column = noun.order.lstrip("-")
    name = "after" if after else "before"
    ordered = rows.order_by(noun.order)
    if mark := after or before:
        place = _place(noun, request, mark, name, column)
        beyond = "lt" if down is (name == "after") else "gt"
        ordered = ordered.filter(**{f"{column}__{beyond}": place})
    if before:
        ordered = ordered.order_by(column if down else F(column).desc())
    found = list(ordered[: size + 1])
    page, more = found[:size], len(found) > size
    if before:
        page.reverse()
    has_previous, has_next = (more, True) if before else (bool(after), more)
    return Cut(
        page,
        address(request, before=key_of(page[0])) if page and has_previous else None,
        address(request, after=key_of(page[-1])) if page and has_next else None,
    )


def _place(noun: Noun, request: Request, mark: str, name: str, column: str) -> Any:
    found = noun.rows(request.user).order_by().filter(**{noun.key: mark}).values_list(column, flat=True)
    place = found.first() if column == noun.key else found.order_by("pk").first()
    if place is None:
        raise bad_cursor(name)
    return place


def bad_cursor(name: str = "after") -> Refusal:
    return _bad(name, _("この続きは、もうありません。最初のページから読み直してください。"))


def address(request: Request, **cursor: str) -> str:
    query = request.query_params.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    for name, value in cursor.items():
        query[name] = value
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def page_size(query: QueryDict) -> int:
    sent = query.get("page_size", str(SIZE))
    if not (sent.isascii() and sent.isdigit() and 1 <= int(sent[:9]) <= MOST):
        raise _bad("page_size", _("1から100までの数にしてください。"))
    return int(sent)


def criteria(noun: Noun, request: Request) -> QuerySet[Any]:
    """The visible rows, narrowed by the parameters; unknown ones are refused, not ignored."""
    query = request.query_params
    chosen = noun.filter_class(query) if noun.filter_class else None
    refuse_unknown(query, {*noun.filters, *(chosen.fields if chosen else ()), "page_size", "after", "before"})
    if chosen is not None and noun.narrowed is not None:
        refuse_unread(chosen, query)
        return noun.narrowed(chosen, request.user)
    rows = noun.rows(request.user)
    for name, lookup in noun.filters.items():
        if value := query.get(name):
            if name == "state":
                _check_state(noun, value)
            rows = rows.filter(**{lookup: value})
    return rows


def _check_state(noun: Noun, value: str) -> None:
    states = [state.code for state in noun.row.Meta.model.workflow.states]  # type: ignore[attr-defined]
    if value not in states:
        raise _bad("state", _("使える値：{values}").format(values=", ".join(states)))


def refuse_unknown(query: QueryDict, known: set[str]) -> None:
    if unknown := [name for name in query if name not in known]:
        words = _("このパラメーターは使えません。")
        raise Refusal("bad-parameter", errors=[error(name, "unknown", words) for name in unknown])


def refuse_unread(chosen: FilterForm, query: QueryDict) -> None:
    """A page ignores a value nobody offers; a program has to be told."""
    unread = [name for name in chosen.fields if query.get(name) and not chosen.value(name)]
    if unread:
        words = _("使える値ではありません。")
        raise Refusal("bad-parameter", errors=[error(name, "invalid", words) for name in unread])


def _bad(name: str, words: str) -> Refusal:
    return Refusal("bad-parameter", errors=[error(name, "invalid", words)])


def parameters_of(noun: Noun, *, sized: bool = True) -> list[dict[str, Any]]:
    """For the schema."""
    own: list[tuple[str, str, dict[str, Any]]] = [
        (name, _state_help(noun) if name == "state" else f"Only rows with this {name}.", {"type": "string"})
        for name in noun.filters
    ]
    if noun.filter_class is not None:
        fields: dict[str, Any] = noun.filter_class.base_fields
        own += [(name, str(each.label or "Order."), {"type": "string"}) for name, each in fields.items()]
    if sized:
        own.append(
            ("page_size", "Rows a page.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": SIZE})
        )
    own += [
        ("after", "Rows after the one with this cursor; take it from `next`.", {"type": "string"}),
        ("before", "Rows before the one with this cursor; take it from `previous`.", {"type": "string"}),
    ]
    return [
        {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
        for name, words, schema in own
    ]


def _state_help(noun: Noun) -> str:
    states = noun.row.Meta.model.workflow.states  # type: ignore[attr-defined]
    return "Only rows in this state: " + ", ".join(f"{state.code} ({state.label})" for state in states)

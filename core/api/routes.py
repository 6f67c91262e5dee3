"""From nouns and pages to addresses. `<app>/urls/api.py` is a table written with these."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import URLPattern, path

from core.api import endpoints
from core.api.nouns import Noun

Pages = Mapping[str, Any]


def _route(address: str, base: type[endpoints.Endpoint], name: str, **declared: Any) -> URLPattern:
    cls = type(f"{base.__name__}_{name}", (base,), declared)
    view: Any = cls.as_view()  # type: ignore[attr-defined]
    return path(address, view, name=name)


def listing(
    noun: Noun, *, new: Any = None, example: Pages | None = None, base: Any = endpoints.ListEndpoint
) -> URLPattern:
    """The list of the noun; with `new`, a page whose form makes one."""
    declared = {"noun": noun, "page_class": new, "example": example or {}} if new else {"noun": noun}
    kind = endpoints.ListNewEndpoint if new else base
    return _route(f"{noun.name}/", kind, f"{noun.path_name}_list", **declared)


def file_listing(noun: Noun, page: Any, form: type[forms.BaseForm]) -> URLPattern:
    """The list of the noun, with a page that makes one of a file; `form` tells the schema what goes with it."""
    name = f"{noun.path_name}_list"
    return _route(
        f"{noun.name}/", endpoints.ListFileEndpoint, name, noun=noun, page_class=page, form_class=form
    )


def single(
    noun: Noun,
    *,
    edit: Any = None,
    remove: Any = None,
    form: type[forms.BaseForm] | None = None,
    base: Any = None,
) -> URLPattern:
    """One row; with `edit`, a page whose form changes it, with `remove`, one that takes it away. `form`
    tells the schema of a form that depends.
    """
    address, name = f"{noun.name}/<str:code>/", f"{noun.path_name}_row"
    if edit is None:
        return _route(address, base or endpoints.RowEndpoint, name, noun=noun)
    if remove is not None:
        base = endpoints.RemovableEndpoint
        return _route(address, base, name, noun=noun, page_class=edit, remove_class=remove)
    return _route(address, base or endpoints.EditEndpoint, name, noun=noun, page_class=edit, form_class=form)


def section(
    noun: Noun, page: Any, form: type[forms.BaseForm], *, title: str, under: str = "", **fixed: str
) -> URLPattern:
    """A part of a row that is edited by a page of its own; `under` groups like parts in the address."""
    (value,) = fixed.values()
    address = f"{under}/{value}" if under else value
    part = address.replace("/", "_")
    name = f"{noun.path_name}_{part}"
    return _route(
        f"{noun.name}/<str:code>/{address}/",
        endpoints.SectionEndpoint,
        name,
        noun=noun,
        page_class=page,
        form_class=form,
        fixed=fixed,
        operation=f"{noun.path_name}_edit_{part}",
        title=title,
    )


def below(
    parent: Noun, part: str, noun: Noun, page: Any, *, title: str = "", example: Pages | None = None
) -> URLPattern:
    """POST {parent}/{code}/{part}/: a page below a row of `parent` that makes a row of `noun`."""
    name = f"{parent.path_name}_{part.replace('-', '_')}_new"
    return _route(
        f"{parent.name}/<str:code>/{part}/",
        endpoints.NewEndpoint,
        name,
        noun=noun,
        page_class=page,
        operation=name,
        title=title,
        example=example or {},
    )


def upload(noun: Noun, part: str, page: Any) -> URLPattern:
    """POST {noun}/{code}/{part}/: a page that adds a file to the row."""
    name = f"{noun.path_name}_{part}_new"
    declared = {"noun": noun, "page_class": page, "operation": name, "title": f"{noun.label}: add a file"}
    return _route(f"{noun.name}/<str:code>/{part}/", endpoints.UploadEndpoint, name, **declared)


def actions(noun: Noun, page: Any, *, forms_of_their_own: Pages | None = None) -> list[URLPattern]:
    """One address for each action of the page, and for actions that have a page of their own."""
    workflow = noun.row.Meta.model.workflow  # type: ignore[attr-defined]
    labels = {each.action: each.label for each in workflow.transitions}
    found = [
        _action(
            noun, action, page, str(labels.get(action, action)), form=act.form_class, fixed={"action": action}
        )
        for action, act in page.acts.items()
    ]
    for action, own in (forms_of_their_own or {}).items():
        found.append(_action(noun, action, own, str(labels.get(action, action)), form=None, fixed={}))
    return found


def aside(noun: Noun, action: str, page: Any, *, title: str) -> URLPattern:
    """Something a reader does about a row that leaves the row as it is."""
    return _action(noun, action, page, title, form=None, fixed={}, aside=True)


def _action(
    noun: Noun,
    action: str,
    page: Any,
    title: str,
    *,
    form: type[forms.BaseForm] | None,
    fixed: Pages,
    aside: bool = False,
) -> URLPattern:
    return _route(
        f"{noun.name}/<str:code>/actions/{action}/",
        endpoints.ActionEndpoint,
        f"{noun.path_name}_do_{action}",
        noun=noun,
        page_class=page,
        form_class=form,
        fixed=fixed,
        action=action,
        title=title,
        aside=aside,
    )

"""Every address declares who may open it. The walk covers whatever config.urls contains."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import rules
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.views.generic import RedirectView

from core.api.endpoints import Endpoint, ListEndpoint, PageEndpoint, Unknown
from core.views import PUBLIC, SIGNED_IN, ActionPage, Guarded

THIRD_PARTY = ("allauth.",)  # guards its own pages; tests/accounts walks them
# For machines and reverse proxies; they show no data of people.
WITHOUT_A_READER = {"healthz", "readyz", "metrics"}
# Numbers instead of codes, because only one's own notices and colleagues are ever found by them.
NUMBERED: set[str] = set()
SAMPLES = {"code": "00000000", "action": "none", "pk": 1}


@dataclass(frozen=True)
class Route:
    name: str
    pattern: URLPattern
    view: Any
    arguments: dict[str, Any]

    @property
    def label(self) -> str:
        return self.name or str(self.pattern.pattern)

    @property
    def is_third_party(self) -> bool:
        return self.pattern.callback.__module__.startswith(THIRD_PARTY)

    @property
    def address(self) -> str:
        return reverse(self.name, kwargs=self.arguments)


def _walk(
    patterns: list[Any], spaces: tuple[str, ...] = (), converters: dict[str, Any] | None = None
) -> Iterator[Route]:
    for each in patterns:
        found = {**(converters or {}), **getattr(each.pattern, "converters", {})}
        if isinstance(each, URLResolver):
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from _walk(each.url_patterns, inner, found)
        else:
            view = getattr(each.callback, "view_class", each.callback)
            arguments = {name: SAMPLES.get(name, "x") for name in found}
            yield Route(":".join((*spaces, each.name or "")), each, view, arguments)


ROUTES = list(_walk(get_resolver().url_patterns))
API = [route for route in ROUTES if isinstance(route.view, type) and issubclass(route.view, Endpoint)]
OWN = [
    route
    for route in ROUTES
    if not route.is_third_party and route.name not in WITHOUT_A_READER and route not in API
]
each_own = pytest.mark.parametrize("route", OWN, ids=lambda route: route.label)


def _is_redirect(route: Route) -> bool:
    """A plain redirect shows nothing; the page it leads to is guarded itself."""
    return route.view is RedirectView


def test_every_route_has_a_name_of_its_own() -> None:
    names = [route.name for route in ROUTES]
    assert [route.label for route in ROUTES if not route.pattern.name] == []
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@each_own
def test_every_page_declares_its_permission(route: Route) -> None:
    if _is_redirect(route):
        return
    assert inspect.isclass(route.view), f"{route.label} is no class: derive it from core.views.Guarded"
    assert issubclass(route.view, Guarded), f"{route.label} must derive from core.views.Guarded"
    if issubclass(route.view, ActionPage):
        assert route.view.acts
        assert all(_is_permission_verb(action) for action in route.view.acts), route.view.acts
        return
    permission = route.view.permission
    assert permission in (PUBLIC, SIGNED_IN) or rules.perm_exists(permission), permission


@pytest.mark.parametrize("route", API, ids=lambda route: route.label)
def test_every_endpoint_asks_the_permission_of_its_page(route: Route) -> None:
    """Reads ask what the noun declares; whatever writes runs a page, and that page is guarded."""
    view = route.view
    if view is Unknown:
        return
    declared = {view.noun.permission, *([view.noun.listing] if view.noun.listing else [])}
    for permission in declared:
        assert permission in (PUBLIC, SIGNED_IN) or rules.perm_exists(permission), permission
    writes = {"POST", "PATCH", "PUT", "DELETE"} & set(view().allowed_methods)
    if writes:
        assert issubclass(view, PageEndpoint)
        assert issubclass(view.page_class, Guarded)
        assert view.noun.group.writes
    else:
        assert issubclass(view, ListEndpoint) or view.noun.row


@pytest.mark.django_db
@pytest.mark.parametrize("route", API, ids=lambda route: route.label)
def test_endpoints_answer_strangers_with_problems(route: Route, client: Client) -> None:
    response = client.get(route.address)
    assert response.status_code in (200, 401, 404, 405)
    assert response["Content-Type"] in ("application/json", "application/problem+json")


def _is_permission_verb(action: str) -> bool:
    return any(name.split(".", 1)[1].startswith(f"{action}_") for name in rules.permissions.permissions)


@each_own
def test_every_page_has_its_template(route: Route) -> None:
    name = getattr(route.view, "template_name", None)
    if name:
        get_template(name)


@each_own
def test_public_ids_are_codes_not_numbers(route: Route) -> None:
    numbers = any(isinstance(each, IntConverter) for each in route.pattern.pattern.converters.values())
    assert not numbers or route.name in NUMBERED


@pytest.mark.django_db
@each_own
def test_without_signing_in_only_public_pages_open(route: Route, client: Client) -> None:
    response = client.get(route.address)
    if _is_redirect(route):
        assert response.status_code in (301, 302)
        return
    if getattr(route.view, "permission", None) == PUBLIC:
        assert response.status_code in (200, 404)
        return
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.django_db
@each_own
def test_a_stranger_learns_nothing_from_unknown_addresses(route: Route, stranger: Any) -> None:
    """Signed in without any role: never an error page, never somebody else's data."""
    browser = Client()
    browser.force_login(stranger)
    response = browser.get(route.address)
    assert response.status_code in (200, 301, 302, 403, 404, 405)


@pytest.mark.parametrize("name", sorted(NUMBERED | WITHOUT_A_READER))
def test_the_exceptions_are_still_needed(name: str) -> None:
    assert name in {route.name for route in ROUTES}

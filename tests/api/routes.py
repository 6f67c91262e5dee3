"""Every endpoint with its methods, read from the addresses."""

from django.urls import URLPattern, URLResolver, get_resolver

from core.api.endpoints import Endpoint, Unknown


def _endpoints(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            found += _endpoints(each)
        elif issubclass(getattr(each.callback, "view_class", object), Endpoint):
            found.append(each)
    return found


ENDPOINTS = {
    str(each.name): each.callback.view_class
    for each in _endpoints(get_resolver())
    if each.callback.view_class is not Unknown
}
METHODS = [
    (method, name)
    for name, view in ENDPOINTS.items()
    for method in ("GET", "POST", "PATCH", "DELETE")
    if method in view().allowed_methods
]
LISTS = [name for method, name in METHODS if method == "GET" and name.endswith("_list")]

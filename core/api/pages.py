"""What people read about the API: its description, and what each kind of problem means."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from core.api.problems import KINDS
from core.views import PUBLIC, Guarded, Page

OPENAPI = "application/vnd.oai.openapi; charset=utf-8"


@cache
def description() -> bytes:
    """The OpenAPI document, as docs/openapi.yaml holds it; labels are those of the Japanese pages."""
    with override("ja"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
        found: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})
        return found


class Schema(Guarded):
    permission = PUBLIC

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(description(), content_type=OPENAPI)


class Docs(Page):
    """The description with a form to try each operation. Nothing is loaded from elsewhere."""

    permission = PUBLIC
    template_name = "core/api_docs.html"


class ProblemPage(Page):
    """Where the `type` of a problem leads."""

    permission = PUBLIC
    template_name = "core/problem.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        code = self.kwargs["code"]
        if code not in KINDS:
            raise Http404
        return super().get_context_data(**{**context, "code": code, "kind": KINDS[code]})

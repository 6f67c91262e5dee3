"""The endpoints: lists, rows, and forms and actions of the pages.

Each says of itself what the schema needs (`describe`), so that the documentation cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import limits, paging, replay, tags
from core.api.input import form_data, refuse_invalid
from core.api.nouns import Noun
from core.api.problems import Refusal, unauthenticated
from core.api.rows import RowSerializer, key_of, shown, shown_all
from core.api.scopes import Group
from core.views import PUBLIC, SIGNED_IN, AlreadyDone, ConfirmForm


@dataclass(frozen=True, slots=True)
class Description:
    """One operation, for the schema. `form` is what is sent, `gives` what comes back."""

    operation_id: str
    summary: str
    group: Group
    gives: type[RowSerializer]
    form: type[forms.BaseForm] | None = None
    many: bool = False
    counted: bool = False  # a list that says how many there are, of every choice
    status: int = 200
    public: bool = False
    conditional: bool = False  # asks for If-Match
    example: Mapping[str, Any] = field(default_factory=dict)
    parameters: list[dict[str, Any]] = field(default_factory=list)


class Endpoint(APIView):
    """Who asks, how often, in which language, and with which scope."""

    http_method_names = ["get", "head", "post", "patch"]
    noun: ClassVar[Noun]
    usage: limits.Usage | None = None

    def describe(self, method: str) -> Description:
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(translation.get_language_from_request(request._request))
        super().initial(request, *args, **kwargs)
        self.usage = limits.admit(request)
        self._require_scope(request)

    def _require_scope(self, request: Request) -> None:
        """A session has every scope; anonymous readers are asked by the permission."""
        group = self.noun.group
        wanted = group.read if request.method in limits.SAFE else group.write
        token: Any = request.auth
        if token is not None and wanted not in token.scopes:
            raise Refusal("insufficient-scope", headers={"WWW-Authenticate": f'Bearer scope="{wanted}"'})

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        for name, value in (self.usage.headers if self.usage else {}).items():
            response.headers.setdefault(name, value)
        return super().finalize_response(request, response, *args, **kwargs)

    def row_of(self, code: str) -> Any:
        """The noun's row under this code, if the reader may see it."""
        noun, reader = self.noun, self.request.user
        if noun.permission != PUBLIC and not reader.is_authenticated:
            raise unauthenticated()
        row = get_object_or_404(noun.one(reader), **{noun.key: code})
        if not _permits(reader, noun.permission, row):
            self.permission_denied(self.request)
        return row

    def body_of(self, row: Any) -> dict[str, Any]:
        return shown(self.noun.row, row, self.request.user)

    def show(self, code: str, *, status: int = 200) -> Response:
        """The row as it is now; 204 when it left the reader's sight."""
        row = self.noun.one(self.request.user).filter(**{self.noun.key: code}).first()
        if row is None:
            return Response(status=204)
        return tags.tagged(self.request, Response(self.body_of(row), status=status))

    def permission_denied(self, request: Any, message: Any = None, code: Any = None) -> Any:
        raise Refusal("forbidden") if request.user.is_authenticated else unauthenticated()


def _permits(reader: Any, permission: str, row: Any = None) -> bool:
    if permission == PUBLIC:
        return True
    if not reader.is_authenticated:
        return False
    return permission == SIGNED_IN or bool(reader.has_perm(permission, row))


class ListEndpoint(Endpoint):
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        noun = self.noun
        if not _permits(request.user, noun.listing or noun.permission):
            self.permission_denied(request)
        page = self.page(request)
        items = shown_all(noun.in_lists, page.rows, request.user)
        body = {"items": items, "next": page.following, "previous": page.previous, **page.counts}
        response = tags.tagged(request, Response(body))
        if links := page.links:
            response["Link"] = links
        return response

    def page(self, request: Request) -> paging.Cut:
        return paging.cut(self.noun, request)

    def parameters(self) -> list[dict[str, Any]]:
        return paging.parameters_of(self.noun)

    def describe(self, method: str) -> Description:
        noun = self.noun
        return Description(
            f"{noun.path_name}_list",
            f"{noun.label}: list",
            noun.group,
            noun.in_lists,
            many=True,
            public=(noun.listing or noun.permission) == PUBLIC,
            parameters=self.parameters(),
        )


class RowEndpoint(Endpoint):
    def get(self, request: Request, code: str, **kwargs: Any) -> Response:
        return tags.tagged(request, Response(self.body_of(self.row_of(code))))

    def describe(self, method: str) -> Description:
        noun = self.noun
        public = noun.permission == PUBLIC
        return Description(
            f"{noun.path_name}_read", f"{noun.label}: read", noun.group, noun.row, public=public
        )


class PageEndpoint(Endpoint):
    """Runs a form page of the portal. `fixed` are parts of the page's address that this one fixes."""

    page_class: ClassVar[Any]
    form_class: ClassVar[type[forms.BaseForm] | None] = None
    fixed: ClassVar[Mapping[str, Any]] = {}
    title: ClassVar[str] = ""
    operation: ClassVar[str] = ""
    example: ClassVar[Mapping[str, Any]] = {}  # of what is sent

    def open_page(self, request: Request, page_class: Any = None, **kwargs: Any) -> Any:
        """The page as this reader finds it: 401, 404, 403 and 409 in this order."""
        page = (page_class or self.page_class)()
        page.setup(request._request, **kwargs, **self.fixed)
        if page.permission != PUBLIC and not request.user.is_authenticated:
            raise unauthenticated()
        page.prepare()
        if not page.is_permitted():
            self.permission_denied(request)
        return page

    def fill(self, page: Any, request: Request, *, version: int | None = None) -> Any:
        """The page's own form with what was sent, checked."""
        complete = request.method != "PATCH"
        sent = request.data if request.body else {}
        data = form_data(page.build_form(), sent, version=version, complete=complete)
        form = page.build_form(data)
        if not page.accepts(form):
            raise refuse_invalid(form)
        return form

    def sent_form(self) -> type[forms.BaseForm] | None:
        found = self.form_class or getattr(self.page_class, "form_class", None)
        return None if found is ConfirmForm else found


class EditEndpoint(RowEndpoint, PageEndpoint):
    """GET and PATCH of one row; PATCH is the page's form, with If-Match instead of its hidden version."""

    def patch(self, request: Request, code: str, **kwargs: Any) -> Response:
        row = self.row_of(code)  # before the page reads it: what is saved meanwhile is then a conflict
        page = self.open_page(request, code=code)
        tags.require_match(request._request, self.body_of(row))
        form = self.fill(page, request, version=getattr(row, "version", None))
        page.perform(form, timezone.now())
        return self.show(code)

    def describe(self, method: str) -> Description:
        if method == "GET":
            return super().describe(method)
        noun = self.noun
        name = self.operation or f"{noun.path_name}_edit"
        title = self.title or f"{noun.label}: edit"
        return Description(
            name,
            title,
            noun.group,
            noun.row,
            form=self.sent_form(),
            conditional=True,
            example=self.example,
        )


class RemovableEndpoint(EditEndpoint):
    """GET, PATCH and DELETE; DELETE is a page that asks for nothing but a second look."""

    http_method_names = ["get", "head", "patch", "delete"]
    remove_class: ClassVar[Any]

    def delete(self, request: Request, code: str, **kwargs: Any) -> Response:
        row = self.row_of(code)
        page = self.open_page(request, self.remove_class, code=code)
        if hasattr(row, "version"):
            tags.require_match(request._request, self.body_of(row))
        page.perform(ConfirmForm({}), timezone.now())
        return Response(status=204)

    def describe(self, method: str) -> Description:
        if method != "DELETE":
            return super().describe(method)
        noun = self.noun
        name, title = f"{noun.path_name}_remove", f"{noun.label}: remove"
        return Description(name, title, noun.group, noun.row, status=204, conditional=_is_versioned(noun))


class SectionEndpoint(EditEndpoint):
    """PATCH of one part of a row that has a page of its own."""

    http_method_names = ["patch"]


class NewEndpoint(PageEndpoint):
    """POST that makes a row of `noun`, at the list or below another row."""

    http_method_names = ["post"]

    def post(self, request: Request, **kwargs: Any) -> Response:
        return replay.once(request, lambda: self.make(request, **kwargs))

    def make(self, request: Request, **kwargs: Any) -> Response:
        page = self.open_page(request, **kwargs)
        made = page.perform(self.fill(page, request), timezone.now())
        response = self.show(key_of(made), status=201)
        response["Location"] = reverse(f"api:{self.noun.path_name}_row", args=[key_of(made)])
        return response

    def describe(self, method: str) -> Description:
        noun = self.noun
        name = self.operation or f"{noun.path_name}_new"
        title = self.title or f"{noun.label}: new"
        return Description(
            name, title, noun.group, noun.row, form=self.sent_form(), status=201, example=self.example
        )


class FileEndpoint(NewEndpoint):
    """POST of a form with a file, as multipart/form-data."""

    parser_classes = [MultiPartParser]

    def fill(self, page: Any, request: Request, *, version: int | None = None) -> Any:
        form = page.build_form(form_data(page.build_form(), request._request.POST.dict()))
        if not page.accepts(form):
            raise refuse_invalid(form)
        return form


class UploadEndpoint(FileEndpoint):
    """Adds a file to a row; answers with the row."""

    def make(self, request: Request, **kwargs: Any) -> Response:
        page = self.open_page(request, **kwargs)
        page.perform(self.fill(page, request), timezone.now())
        response = self.show(kwargs["code"], status=201)
        response["Location"] = reverse(f"api:{self.noun.path_name}_row", args=[kwargs["code"]])
        return response


class ListNewEndpoint(ListEndpoint, NewEndpoint):
    """A list that can be added to."""

    http_method_names = ["get", "head", "post"]

    def describe(self, method: str) -> Description:
        return ListEndpoint.describe(self, method) if method == "GET" else NewEndpoint.describe(self, method)


class ListFileEndpoint(ListNewEndpoint, FileEndpoint):
    """A list that is added to by sending a file."""


class ActionEndpoint(PageEndpoint):
    """POST …/actions/{action}/: one transition of the row's workflow, or a form about the row."""

    http_method_names = ["post"]
    action: ClassVar[str]
    aside: ClassVar[bool] = False  # about the row without changing it: asks for no If-Match

    def post(self, request: Request, code: str, **kwargs: Any) -> Response:
        return replay.once(request, lambda: self.act(request, code))

    def act(self, request: Request, code: str) -> Response:
        row = self.row_of(code)
        try:
            page = self.open_page(request, code=code)
        except AlreadyDone:
            return self.show(code)
        if hasattr(row, "version") and not self.aside:
            tags.require_match(request._request, self.body_of(row))
        form = self.fill(page, request, version=getattr(row, "version", None))
        page.perform(form, timezone.now())
        return self.show(code)

    def describe(self, method: str) -> Description:
        noun = self.noun
        return Description(
            f"{noun.path_name}_{self.action}",
            f"{noun.label}: {self.title}",
            noun.group,
            noun.row,
            form=self.sent_form(),
            conditional=_is_versioned(noun) and not self.aside,
        )


def _is_versioned(noun: Noun) -> bool:
    return any(each.name == "version" for each in noun.row.Meta.model._meta.fields)  # type: ignore[attr-defined]


class Unknown(Endpoint):
    """Every other address below /api/: a problem instead of a page."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(translation.get_language_from_request(request._request))
        raise Http404

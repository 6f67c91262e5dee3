"""From endpoints to OpenAPI 3.1. The words of fields are the labels and help texts of models and forms."""

from functools import cache
from typing import Any

from django import forms
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from core.api.endpoints import Description, Endpoint, Unknown
from core.api.input import OWN
from core.api.problems import CONTENT_TYPE, KINDS
from core.api.scopes import GROUPS
from core.paging import CAP

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `errors` names the fields of a 400 or 422.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
            },
        },
    },
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the row as it was read.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "8–100 ASCII characters, new for each operation. Sent again within 24 hours, the first answer is repeated.",
    "schema": {"type": "string"},
}


def own_endpoints(endpoints: list[Any]) -> list[Any]:
    """PREPROCESSING_HOOK: what is described by an Endpoint of ours."""
    return [
        each
        for each in endpoints
        if issubclass(each[3].cls, Endpoint) and not issubclass(each[3].cls, Unknown)
    ]


def finish(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """POSTPROCESSING_HOOK: the problem and its answers, declared once."""
    components = result.setdefault("components", {})
    components["schemas"]["Problem"] = PROBLEM
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    statuses: dict[str, list[str]] = {}
    for kind in KINDS.values():
        statuses.setdefault(str(kind.status), []).append(str(kind.title))
    components["responses"] = {
        f"Problem{status}": {"description": "／".join(titles), "content": content}
        for status, titles in statuses.items()
    }
    components["schemas"] = dict(sorted(components["schemas"].items()))
    result["tags"] = [{"name": group.name, "description": str(group.label)} for group in GROUPS.values()]
    return result


class Describer(AutoSchema):
    """Asks the endpoint."""

    @property
    def _told(self) -> Description:
        view: Any = self.view
        found: Description = view.describe(self.method)
        return found

    def get_operation_id(self) -> str:
        return self._told.operation_id.replace("-", "_")

    def get_summary(self) -> str:
        return self._told.summary

    def get_description(self) -> str:  # type: ignore[override]
        told = self._told
        scope = told.group.read if self.method == "GET" else told.group.write
        return "Open to everybody." if told.public else f"Scope: `{scope}`."

    def get_tags(self) -> list[str]:
        return [self._told.group.name]

    def get_auth(self) -> list[dict[str, list[str]]]:
        auth: list[dict[str, list[str]]] = super().get_auth()
        return [*auth, {}] if self._told.public else [each for each in auth if each]

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_request_serializer(self) -> Any:
        form: Any = self._told.form
        return form_serializer(form, partial=self.method == "PATCH")() if form is not None else None

    def _get_request_body(self, direction: Any = "request") -> dict[str, Any] | None:
        body: dict[str, Any] | None = super()._get_request_body(direction)
        if body is not None and self._told.example:
            body["content"]["application/json"]["example"] = dict(self._told.example)
        return body

    def get_response_serializers(self) -> Any:
        return self._told.gives

    def _get_parameters(self) -> list[dict[str, Any]]:
        told = self._told
        own = [*super()._get_parameters(), *told.parameters]
        if told.conditional:
            own.append(IF_MATCH)
        if self.method == "POST":
            own.append(IDEMPOTENCY_KEY)
        return own

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        told = self._told
        problems = {code: _problem(code) for code in self._problems(told)}
        if told.status == 204:
            return {"204": {"description": "Gone."}, **problems}
        row = self.resolve_serializer(told.gives, direction).ref
        answer: dict[str, Any] = {
            "description": "A page of the list." if told.many else "The row as it is now.",
            "content": {
                "application/json": {"schema": _page_of(row, counted=told.counted) if told.many else row}
            },
            "headers": {"ETag": {"schema": {"type": "string"}}},
        }
        return {str(told.status): answer, **problems}

    def _problems(self, told: Description) -> list[str]:
        found = ["400"] if self.method != "GET" or told.many else []
        found += [] if told.public else ["401", "403"]
        found += [] if told.many else ["404"]
        if self.method != "GET":
            found += ["409", "422"]
        if told.conditional:
            found += ["412", "428"]
        return sorted({*found, "429"})


def _problem(code: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/Problem{code}"}


def _page_of(row: dict[str, Any], *, counted: bool) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    parts: dict[str, Any] = {"items": {"type": "array", "items": row}, "next": link, "previous": link}
    if counted:
        parts |= _COUNTS
    return {"type": "object", "required": list(parts), "properties": parts}


_NUMBERS = {"type": "object", "additionalProperties": {"type": "integer"}}
_COUNTS: dict[str, Any] = {
    "total": {
        "type": "integer",
        "description": f"How many rows there are on all pages; {CAP + 1} means more than {CAP}.",
    },
    "facets": {
        "type": "object",
        "additionalProperties": _NUMBERS,
        "description": "For every criterion, how many rows each of its values would give with the others.",
    },
}


@cache
def form_serializer(form: Any, *, partial: bool) -> type[serializers.Serializer[Any]]:
    """What may be sent, described from the form's fields; it is the form that checks it."""
    fields: dict[str, Any] = form.base_fields
    own = {
        name: _described(each, required=each.required and not partial)
        for name, each in fields.items()
        if name not in OWN
    }
    line: Any = getattr(form, "line_form", None)
    if line is not None:
        own[form.lines_name] = _line_serializer(line)(many=True, required=False)
    row: Any = getattr(form, "row_form", None)
    if row is not None:
        own[form.parts] = _row_serializer(row)(many=True, required=not partial)
    return type(_component(form, partial=partial), (serializers.Serializer,), own)


def _line_serializer(line: Any) -> Any:
    fields = {
        name: _described(each, required=name in (line.main, line.needed))
        for name, each in line.base_fields.items()
    }
    return type(line.__name__, (serializers.Serializer,), fields)


def _row_serializer(row: Any) -> Any:
    fields = {name: _described(each, required=each.required) for name, each in row.base_fields.items()}
    fields.pop("gone")  # what is not sent is not kept
    return type(f"{row.__name__}Input", (serializers.Serializer,), fields)


def _component(form: Any, *, partial: bool) -> str:
    """Two forms may have one name in different apps; their models tell them apart."""
    name = form.__name__.removesuffix("Form")
    options = getattr(form, "_meta", None)
    model = options.model.__name__ if options is not None and options.model else ""
    if model not in name:
        name = f"{model}{name}"
    return f"{name}{'Changes' if partial else 'Input'}"


def _described(each: forms.Field, *, required: bool) -> serializers.Field[Any, Any, Any, Any]:
    options: dict[str, Any] = {"required": required, "label": each.label, "help_text": str(each.help_text)}
    if isinstance(each, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return serializers.ListField(child=serializers.CharField(), **options)
    if isinstance(each, forms.ModelChoiceField):
        return serializers.CharField(**options)
    if isinstance(each, forms.MultiValueField | forms.DateTimeField):
        return serializers.DateTimeField(**options)
    for kind, described in _KINDS:
        if isinstance(each, kind):
            return described(**options)
    limit = getattr(each, "max_length", None)
    return serializers.CharField(max_length=limit, **options) if limit else serializers.CharField(**options)


_KINDS: tuple[tuple[Any, Any], ...] = (
    (forms.DateField, serializers.DateField),
    (forms.NullBooleanField, serializers.BooleanField),
    (forms.BooleanField, serializers.BooleanField),
    (forms.IntegerField, serializers.IntegerField),
    (forms.FileField, serializers.FileField),
)

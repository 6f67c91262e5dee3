"""How rows look as JSON: serializers that only read. Writing is the form's business."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.views import possible_actions
from core.workflow import State

Reads = Callable[[Any], Any]

reading: ContextVar[Any] = ContextVar("reading")  # who is shown the rows


def key_of(row: Any) -> str:
    """The public name of a row."""
    return str(getattr(row, "code", None) or getattr(row, "slug", ""))


REF = {
    "type": "object",
    "required": ["code", "name"],
    "properties": {"code": {"type": "string"}, "name": {"type": "string"}},
}


def ref_of(row: Any) -> dict[str, str]:
    """Another row: its code and its name, as REF says."""
    return {"code": key_of(row), "name": str(row)}


@extend_schema_field(REF)
class RefField(serializers.Field):
    def to_representation(self, value: Any) -> dict[str, str]:
        return ref_of(value)


class ComputedField(serializers.Field):
    """What is not one column but follows from the row as a whole."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)


@extend_schema_field({"type": "string"})
class NameField(serializers.Field):
    """A person, by name only."""

    def to_representation(self, value: Any) -> str:
        return str(value)


@extend_schema_field(
    {
        "type": "object",
        "required": ["code", "label", "next_step"],
        "properties": {
            "code": {"type": "string"},
            "label": {"type": "string"},
            "next_step": {"type": "string"},
        },
    }
)
class StateField(ComputedField):
    """Where the row stands in its workflow; `outside` as people without insight may know it."""

    def __init__(self, *, outside: bool = False, **options: Any) -> None:
        self.outside = outside
        super().__init__(**options)

    def to_representation(self, value: Any) -> dict[str, str]:
        find = value.workflow.public_state if self.outside else value.workflow.state
        return _told(find, value.status, get_language())


@cache
def _told(find: Callable[[str], State], status: str, _language: str | None) -> dict[str, str]:
    """In the language of the answer: a workflow has few states and a list many rows."""
    state = find(status)
    return {"code": state.code, "label": str(state.label), "next_step": str(state.next_step)}


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class ActionsField(ComputedField):
    """What the reader may do with the row now: the last parts of …/actions/{action}/."""

    def to_representation(self, value: Any) -> list[str]:
        return [each.action for each in possible_actions(reading.get(), value)]


class RowSerializer(serializers.ModelSerializer[Any]):
    """Relations appear as code and name, never as numbers."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As the base class does it, without what only writing needs: every field here can be read."""
        values = ((name, read(instance), represent) for name, read, represent in self._shown)
        return {name: None if value is None else represent(value) for name, value, represent in values}

    @cached_property
    def _shown(self) -> list[tuple[str, Reads, Reads]]:
        return [
            (str(each.field_name), _reads(each), each.to_representation) for each in self._readable_fields
        ]

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        many = {"child": RefField()} if relation_info.to_many else None
        if many:
            return serializers.ListField, {**many, "source": f"{field_name}.all", "read_only": True}
        return RefField, {"read_only": True, "allow_null": self._may_be_null(relation_info)}

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        field_class, options = super().build_standard_field(field_name, model_field)
        options = {
            name: value
            for name, value in options.items()
            if name in {"label", "help_text", "choices", "allow_null", "child"}
        }
        return field_class, {**options, "read_only": True}

    @staticmethod
    def _may_be_null(relation_info: Any) -> bool:
        field = relation_info.model_field
        return bool(field is not None and field.null)


def _reads(field: Any) -> Reads:
    """How a field finds its value: an attribute of the row, unless it is more than that."""
    plain = field.source != "*" and len(field.source_attrs) == 1
    return attrgetter(field.source) if plain else field.get_attribute


@cache
def _serializer_of(row: type[RowSerializer]) -> RowSerializer:
    """It only reads, so one serves every request: deriving its fields costs more than showing twenty rows."""
    return row()


def shown(serializer: type[RowSerializer], row: Model, reader: Any) -> dict[str, Any]:
    (found,) = shown_all(serializer, [row], reader)
    return found


def shown_all(serializer: type[RowSerializer], rows: Iterable[Model], reader: Any) -> list[dict[str, Any]]:
    mark = reading.set(reader)
    try:
        return [_serializer_of(serializer).to_representation(row) for row in rows]
    finally:
        reading.reset(mark)

"""How rows look as JSON: serializers that only read. Writing is the form's business."""

import copy
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.views import possible_actions


def key_of(row: Any) -> str:
    """The public name of a row."""
    return str(getattr(row, "code", None) or getattr(row, "slug", ""))


@extend_schema_field(
    {
        "type": "object",
        "required": ["code", "name"],
        "properties": {"code": {"type": "string"}, "name": {"type": "string"}},
    }
)
class RefField(serializers.Field):
    """Another row: its code and its name."""

    def to_representation(self, value: Any) -> dict[str, str]:
        return {"code": key_of(value), "name": str(value)}


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
class StateField(serializers.Field):
    """Where the row stands in its workflow; `outside` as people without insight may know it."""

    def __init__(self, *, outside: bool = False, **options: Any) -> None:
        self.outside = outside
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> dict[str, str]:
        find = value.workflow.public_state if self.outside else value.workflow.state
        state = find(value.status)
        return {"code": state.code, "label": str(state.label), "next_step": str(state.next_step)}


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class ActionsField(serializers.Field):
    """What the reader may do with the row now: the last parts of …/actions/{action}/."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> list[str]:
        return [each.action for each in possible_actions(self.context["reader"], value)]


class RowSerializer(serializers.ModelSerializer[Any]):
    """Relations appear as code and name, never as numbers."""

    def get_fields(self) -> dict[str, Any]:
        """Deriving fields from a model costs more than showing twenty rows: it is done once."""
        return copy.deepcopy(_fields_of(type(self)))

    def derived_fields(self) -> dict[str, Any]:
        return super().get_fields()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As the base class does it, without what only writing needs: every field here can be read."""
        found: dict[str, Any] = {}
        for each in self._readable_fields:
            try:
                value = each.get_attribute(instance)
            except serializers.SkipField:
                continue
            found[str(each.field_name)] = None if value is None else each.to_representation(value)
        return found

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


@cache
def _fields_of(serializer: type[RowSerializer]) -> dict[str, Any]:
    """Not bound to any parent."""
    return serializer().derived_fields()


def shown(serializer: type[RowSerializer], row: Model, reader: Any) -> dict[str, Any]:
    (found,) = shown_all(serializer, [row], reader)
    return found


def shown_all(serializer: type[RowSerializer], rows: Iterable[Model], reader: Any) -> list[dict[str, Any]]:
    """The fields are built once for all rows: building them costs more than reading a row."""
    reads = serializer(context={"reader": reader})
    return [dict(reads.to_representation(row)) for row in rows]

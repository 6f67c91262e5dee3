"""What an amendment changed, in words: each column before and after."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.workflow import Text
from projects.models import Amendment, Opening

register = template.Library()


@dataclass(frozen=True, slots=True)
class Change:
    """`is_date`: both sides are days, for the reader's calendar."""

    label: Text
    before: Any
    after: Any
    is_date: bool


@register.filter
def changed_columns(amendment: Amendment) -> list[Change]:
    return [_change(name, amendment.before[name], after) for name, after in amendment.after.items()]


def _change(name: str, before: Any, after: Any) -> Change:
    field: Any = Opening._meta.get_field(name)
    return Change(
        field.verbose_name,
        _in_words(field, before),
        _in_words(field, after),
        field.get_internal_type() == "DateField",
    )


def _in_words(field: Any, stored: Any) -> Any:
    """A day, the label of a choice, 5,000 for a number, （なし） for nothing."""
    if stored in ("", None):
        return "" if field.get_internal_type() == "DateField" else _("（なし）")
    value = field.to_python(stored)
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    return f"{value:,}" if isinstance(value, int) else value

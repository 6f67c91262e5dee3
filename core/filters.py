"""Criteria in the address of a list page: read leniently, shown again, taken away one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from core.forms import PortalForm

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Applied:
    """One criterion in force, in words, and the address without it."""

    label: Text
    value: Text
    url: str


class FilterForm(PortalForm):
    """A GET form. A value nobody offers is ignored, so that an old link still shows a list.

    Every change leads back to the first page. Fields named in `quiet` (the sorting) are no criteria.
    """

    quiet: tuple[str, ...] = ("sort",)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fill_choices()
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            field.required = False
            field.template_name = "components/filter_field.html"
        self.is_valid()
        for name in self.errors:
            self.cleaned_data[name] = ""
        self.forgive()

    def fill_choices(self) -> None:
        """Gives the fields their choices from the database, once a page."""

    def value(self, name: str) -> Any:
        return self.cleaned_data.get(name) or ""

    def applied(self) -> list[Applied]:
        """What narrows the list, in the order of the fields."""
        names = [name for name in self.fields if name not in self.quiet and self.value(name)]
        return [
            Applied(self.fields[name].label or "", self._words(name), self.without(name)) for name in names
        ]

    def without(self, name: str) -> str:
        return self.address(**{name: ""})

    def address(self, **changes: Any) -> str:
        """This list with some criteria changed; an empty value takes one away."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            value = changes.get(name, self.value(name))
            if value:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    def _words(self, name: str) -> Text:
        field, value = self.fields[name], self.value(name)
        if isinstance(field, forms.ChoiceField):
            return _label(field.choices, str(value))
        return "" if value is True else str(value)


class LazyFilter(FilterForm):
    """A filter with choices from the database: read once, and only when they are shown or one of them is asked
    for.
    """

    def __init__(self, data: QueryDict, like: "LazyFilter | None" = None) -> None:
        """`like` lends the choices it has read, where many filters are shown on one page."""
        self.like = like
        super().__init__(data)

    def fill_choices(self) -> None:
        super().fill_choices()
        own: Any = self.fields
        lent: Any = self.like and self.like.fields
        for name, read in self.readers().items():
            own[name].choices = lent[name].choices if lent else cache(read)

    def readers(self) -> dict[str, Callable[[], list[Any]]]:
        """What reads the choices of a field."""
        raise NotImplementedError


def _label(choices: Any, value: str) -> Text:
    for key, label in choices:
        if isinstance(label, list | tuple):
            found = _label(label, value)
            if found:
                return found
        elif str(key) == value:
            return label
    return ""

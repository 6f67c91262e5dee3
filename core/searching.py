"""Search pages: words, facets with counts, an order, and help when nothing is found."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import words
from core.filters import FilterForm
from core.paging import CAP


class SearchFilter(FilterForm):
    """Criteria of a search page. The search itself says what each choice would give."""

    word_sorts: ClassVar[tuple[tuple[str, Any], ...]]  # the first is the usual one

    q = forms.CharField(
        label=_("キーワード"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sort = forms.ChoiceField(choices=[], widget=forms.HiddenInput)

    def fill_choices(self) -> None:
        sort: Any = self.fields.pop("sort")
        sort.choices = self.word_sorts
        self.fields["sort"] = sort  # last in every address

    def criteria(self) -> Any:
        """What the search of the app takes."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """The criteria by name; the words apart from the facets, because an app names them `words`."""
        return {"words": self.value("q"), **{name: self.value(name) for name in self.fields if name != "q"}}

    def querystring(self) -> str:
        """The criteria in one spelling, without the question mark and without the order."""
        return self.address(sort="")[1:]

    def visible_facets(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in ("q", "sort")]

    def sorts(self) -> list[dict[str, object]]:
        """The orders to choose from, as links. The usual one needs no mention."""
        criteria = self.criteria()
        offered = self.word_sorts if criteria.asked else self.word_sorts[1:]
        usual = offered[0][0]
        return [
            {
                "label": label,
                "url": self.address(sort="" if value == usual else value),
                "current": value == criteria.order,
            }
            for value, label in offered
        ]

    def show_counts(self, facets: Mapping[str, Mapping[str, int]]) -> None:
        """Writes behind each choice how many it gives. Call it after `applied()`."""
        for name, counts in facets.items():
            field: Any = self.fields[name]
            field.choices = [_with_counts(choice, name, counts) for choice in field.choices]

    def ways_out(self, counts: Mapping[str, int]) -> list[dict[str, str]]:
        """For a search without results: each criterion taken away, when that helps."""
        ways = []
        for name, count in counts.items():
            if count:
                label, url = self.way_without("q" if name == "words" else name)
                ways.append({"label": label, "url": url, "count": in_short(count)})
        return ways

    def way_without(self, name: str) -> tuple[str, str]:
        """In words, and the address."""
        label = f"{self.fields[name].label}：{self._words(name)}"
        return gettext("「{label}」を外す").format(label=label), self.without(name)

    def wider_place(self) -> list[dict[str, str]]:
        """A larger place around the chosen one, where places are a criterion."""
        return []

    def correction(self) -> dict[str, object] | None:
        """もしかして."""
        word = words.suggestion(self.value("q")) if self.value("q") else ""
        return {"word": word, "url": self.address(q=word)} if word else None


def _with_counts(choice: Any, name: str, counts: Mapping[str, int]) -> Any:
    value, label = choice
    if isinstance(label, list | tuple):
        return value, [_with_counts(each, name, counts) for each in label]
    if not value:
        return choice
    key = value[:2] if name == "prefecture" and value[:2].isdigit() else value
    return value, f"{label}（{in_short(counts.get(key, 0))}）"


def in_short(number: int) -> str:
    return gettext("1,000以上") if number > CAP else f"{number:,}"

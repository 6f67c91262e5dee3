"""Criteria of the list of municipalities, and the prefecture choices every filter uses."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import dates
from core.filters import FilterForm, LazyFilter, Text
from core.searching import SearchFilter
from municipalities.data import read_rows
from municipalities.enums import KanaRow, MunicipalityKind, Region
from municipalities.models import Field, Municipality
from municipalities.queries import (
    in_kana_row,
    search_municipalities,
    with_agreement,
    within,
    without_agreement,
)


@cache
def _prefectures() -> list[tuple[Region, list[tuple[str, str]]]]:
    """(code, name) by region, from the table that is shipped: it changes by law, not by the hour."""
    rows = [(row.code, row.name) for row in read_rows() if row.kind == MunicipalityKind.PREFECTURE]
    return [(region, list(group)) for region, group in groupby(rows, lambda row: Region.of(row[0]))]


def prefecture_choices(empty: Text) -> list[Any]:
    """Codes, grouped by region."""
    return [("", empty), *((region.label, rows) for region, rows in _prefectures())]


def place_choices(empty: Text) -> list[Any]:
    """Regions and their prefectures: the value is the name of a region or the code of a prefecture."""
    groups = [(region.label, [(region.value, _all_of(region)), *rows]) for region, rows in _prefectures()]
    return [("", empty), *groups]


def region_of_choice(value: str) -> list[tuple[str, str]]:
    """The region around a chosen prefecture, as a choice; nothing around a region or no choice."""
    found = (region for region, rows in _prefectures() if value in dict(rows))
    return [(region.value, _all_of(region)) for region in found]


class PlaceSearchFilter(LazyFilter, SearchFilter):
    """A search with a field and a place among its criteria."""

    def readers(self) -> dict[str, Callable[[], list[Any]]]:
        return {
            "field": lambda: field_choices(_("すべて")),
            "prefecture": lambda: place_choices(_("全国")),
        }

    def wider_place(self) -> list[dict[str, str]]:
        """From a prefecture to its region."""
        places = region_of_choice(self.value("prefecture"))
        return [{"label": label, "url": self.address(prefecture=region)} for region, label in places]


def _all_of(region: Region) -> str:
    return gettext("{region}のすべて").format(region=region.label)


def prefecture_options(rows: list[Municipality], empty: Text) -> list[Any]:
    """A short list, such as the prefectures that have a report."""
    return [("", empty), *((row.code, row.name) for row in rows)]


def field_choices(empty: Text) -> list[Any]:
    return [("", empty), *Field.objects.order_by("position").values_list("slug", "name")]


def year_choices(years: Iterable[int]) -> list[Any]:
    """Fiscal years in the language of the page, in the order given."""
    return [(str(year), dates.written_fiscal_year(year)) for year in years]


class MunicipalityFilter(FilterForm):
    """Words, a prefecture, the first letter of the reading, with or without an agreement."""

    q = forms.CharField(
        label=_("名称・ふりがな・団体コード"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    prefecture = forms.ChoiceField(label=_("都道府県"))
    row = forms.ChoiceField(label=_("ふりがなの行"), choices=[("", _("すべて")), *KanaRow.choices])
    agreement = forms.ChoiceField(
        label=_("連携協定"),
        choices=[("", _("すべて")), ("on", _("結んでいる")), ("none", _("結んでいない"))],
    )

    def fill_choices(self) -> None:
        self.fields["prefecture"].choices = prefecture_choices(_("全国"))  # type: ignore[attr-defined]

    def municipalities(self, day: date) -> QuerySet[Municipality]:
        rows = search_municipalities(self.value("q"))
        if self.value("prefecture"):
            rows = within(rows, self.value("prefecture"))
        if self.value("row"):
            rows = in_kana_row(rows, KanaRow(self.value("row"))).order_by("kana", "code")
        if self.value("agreement"):
            narrow = with_agreement if self.value("agreement") == "on" else without_agreement
            rows = narrow(rows, day)
        return rows

    def kana_rows(self) -> list[dict[str, object]]:
        """Each row of the syllabary as a link."""
        now = self.value("row")
        return [
            {"label": row.label, "url": self.address(row=row.value), "current": row.value == now}
            for row in KanaRow
        ]

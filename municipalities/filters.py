"""Criteria of the list of municipalities, and the prefecture choices every filter uses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import FilterForm, Text
from municipalities.models import Field, Municipality
from municipalities.queries import prefectures_by_region


def prefecture_choices(empty: Text, key: str = "code") -> list[Any]:
    """Grouped by region; `key` is the attribute that becomes the value."""
    groups = [
        (region.label, [(getattr(row, key), row.name) for row in rows])
        for region, rows in prefectures_by_region()
    ]
    return [("", empty), *groups]


def prefecture_options(rows: list[Municipality], empty: Text) -> list[Any]:
    """A short list, such as the prefectures that have a report."""
    return [("", empty), *((row.code, row.name) for row in rows)]


def field_choices(empty: Text) -> list[Any]:
    return [("", empty), *Field.objects.order_by("position").values_list("slug", "name")]


class MunicipalityFilter(FilterForm):
    """Words and a prefecture; optionally only parties to an agreement."""

    q = forms.CharField(
        label=_("名称・ふりがな・団体コード"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    prefecture = forms.ChoiceField(label=_("都道府県"))
    agreement = forms.BooleanField(label=_("協定を結んでいる自治体だけ"))

    def fill_choices(self) -> None:
        self.fields["prefecture"].choices = prefecture_choices(_("全国"))  # type: ignore[attr-defined]

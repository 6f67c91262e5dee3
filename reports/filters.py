"""Criteria of the list of reports."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import dates
from core.filters import FilterForm
from municipalities.filters import field_choices, prefecture_options
from reports.models import JointReport, OutcomeReport
from reports.queries.published import (
    filter_joint_reports,
    filter_reports,
    published_joint_reports,
    published_reports,
    reported_fiscal_years,
    reporting_prefectures,
)


class ReportFilter(FilterForm):
    q = forms.CharField(
        label=_("キーワード"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    prefecture = forms.ChoiceField(label=_("都道府県"))
    field = forms.ChoiceField(label=_("分野"))
    fiscal_year = forms.ChoiceField(label=_("年度"))

    def fill_choices(self) -> None:
        """Only prefectures and years in which there is something to read."""
        fields: dict[str, Any] = self.fields
        fields["prefecture"].choices = prefecture_options(list(reporting_prefectures()), _("全国"))
        fields["field"].choices = field_choices(_("すべて"))
        years = [(str(year), _year_label(year)) for year in reported_fiscal_years()]
        fields["fiscal_year"].choices = [("", _("すべて")), *years]

    def reports(self) -> QuerySet[OutcomeReport]:
        return filter_reports(published_reports(), **self._criteria())

    def joint_reports(self) -> QuerySet[JointReport]:
        return filter_joint_reports(published_joint_reports(), **self._criteria())

    def _criteria(self) -> dict[str, Any]:
        year = self.value("fiscal_year")
        return {
            "words": self.value("q"),
            "prefecture": self.value("prefecture"),
            "field": self.value("field"),
            "fiscal_year": int(year) if year else None,
        }


def _year_label(year: int) -> str:
    return f"FY{year}" if get_language() == "en" else dates.fiscal_year_label(year)

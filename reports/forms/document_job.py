"""Asking for a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import PortalForm
from municipalities.filters import year_choices
from reports.documents import council, yearly
from reports.enums import Ending
from reports.queries.tally import years_counted


def _endings(possible: tuple[Ending, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("形式"),
        choices=[(each.value, each.label) for each in possible],
        initial=possible[0].value,
        widget=forms.RadioSelect,
        error_messages={"required": _("形式を選んでください。")},
    )


class YearlyReportForm(PortalForm):
    fiscal_year = forms.TypedChoiceField(
        label=_("年度"), coerce=int, error_messages={"required": _("年度を選んでください。")}
    )
    ending = _endings(yearly.ENDINGS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["fiscal_year"]
        this_year = dates.fiscal_year(dates.today())
        field.choices = year_choices(years_counted(including=this_year))
        field.initial = this_year


class CouncilPackForm(PortalForm):
    ending = _endings(council.ENDINGS)

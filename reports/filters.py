"""Criteria of the list of reports, and of 要対応."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import dates
from core.filters import FilterForm
from municipalities.enums import MunicipalityKind
from municipalities.filters import field_choices, prefecture_choices, prefecture_options, year_choices
from projects.enums import DeliverableKind
from reports.figures import Scope
from reports.models import JointReport, OutcomeReport
from reports.queries.handling import RULES, Case
from reports.queries.likeness import Like, reports_like
from reports.queries.published import (
    filter_joint_reports,
    filter_reports,
    published_joint_reports,
    published_reports,
    reported_fiscal_years,
    reporting_prefectures,
)
from reports.queries.tally import years_counted


class ReportFilter(FilterForm):
    problem = forms.CharField(
        label=_("困っていることから探す"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("文章のまま入れると、課題の近い活動報告を近い順に示します。"),
    )
    q = forms.CharField(
        label=_("キーワード"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    prefecture = forms.ChoiceField(label=_("都道府県"))
    field = forms.ChoiceField(label=_("分野"))
    fiscal_year = forms.ChoiceField(label=_("年度"))
    size = forms.ChoiceField(label=_("自治体の規模"), choices=[("", _("すべて")), *MunicipalityKind.choices])
    result = forms.ChoiceField(label=_("成果の種類"), choices=[("", _("すべて")), *DeliverableKind.choices])

    def fill_choices(self) -> None:
        """Only prefectures and years in which there is something to read."""
        fields: dict[str, Any] = self.fields
        fields["prefecture"].choices = prefecture_options(list(reporting_prefectures()), _("全国"))
        fields["field"].choices = field_choices(_("すべて"))
        fields["fiscal_year"].choices = [("", _("すべて")), *year_choices(reported_fiscal_years())]

    def reports(self) -> QuerySet[OutcomeReport]:
        """Newest first; with a problem, only those that are like it, in no order."""
        rows = filter_reports(published_reports(), **self._criteria())
        return rows.filter(pk__in=[each.report_id for each in self.found]) if self.value("problem") else rows

    def joint_reports(self) -> QuerySet[JointReport]:
        """None of them when a problem is told: they have many."""
        rows = filter_joint_reports(published_joint_reports(), **self._criteria())
        return rows.none() if self.value("problem") else rows

    @cached_property
    def found(self) -> list[Like]:
        """The likest first."""
        return reports_like(self.value("problem"))

    def _criteria(self) -> dict[str, Any]:
        year = self.value("fiscal_year")
        return {
            "words": self.value("q"),
            "prefecture": self.value("prefecture"),
            "field": self.value("field"),
            "fiscal_year": int(year) if year else None,
            "size": self.value("size"),
            "result": self.value("result"),
        }


class AttentionFilter(FilterForm):
    """Rules, whose case it is, and whether it is put off."""

    quiet = ()

    rule = forms.ChoiceField(
        label=_("種類"),
        choices=[("", _("すべて")), *((code, label) for code, (label, _help) in RULES.items())],
    )
    who = forms.ChoiceField(
        label=_("担当"),
        choices=[("", _("すべて")), ("me", _("自分")), ("nobody", _("決まっていない"))],
    )
    show = forms.ChoiceField(
        label=_("表示"),
        choices=[("", _("今の要対応")), ("put_off", _("見送り中")), ("all", _("両方"))],
    )

    def narrow(self, found: list[Case], reader: Any, day: date) -> list[Case]:
        if rule := self.value("rule"):
            found = [case for case in found if case.item.code == rule]
        if who := self.value("who"):
            wanted = reader if who == "me" else None
            found = [case for case in found if case.assignee == wanted]
        if (show := self.value("show")) == "all":
            return found
        wants_put_off = show == "put_off"
        return [case for case in found if (case.snoozed_until(day) is not None) is wants_put_off]


class FigureFilter(FilterForm):
    """Whose calls the figures are about."""

    quiet = ()

    fiscal_year = forms.ChoiceField(label=_("年度"))
    prefecture = forms.ChoiceField(label=_("都道府県"))
    field = forms.ChoiceField(label=_("分野"))

    def fill_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["fiscal_year"].choices = [("", _("すべて")), *year_choices(years_counted())]
        fields["prefecture"].choices = prefecture_choices(_("全国"))
        fields["field"].choices = field_choices(_("すべて"))

    def scope(self) -> Scope:
        year = self.value("fiscal_year")
        return Scope(
            fiscal_year=int(year) if year else None,
            prefecture=self.value("prefecture"),
            field=self.value("field"),
        )


class TimelineFilter(FigureFilter):
    """Always one year: this one, unless another is chosen."""

    def fill_choices(self) -> None:
        super().fill_choices()
        fields: dict[str, Any] = self.fields
        fields["fiscal_year"].choices = year_choices(years_counted(including=self.this_year))

    @property
    def this_year(self) -> int:
        return dates.fiscal_year(dates.today())

    @property
    def year(self) -> int:
        return int(self.value("fiscal_year") or self.this_year)

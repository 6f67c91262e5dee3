"""Figures of the whole country: each with its meaning, its list, and as files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.exports import Column, ExportedList
from core.views import FormPage, Page
from municipalities.queries import prefectures
from reports import tiles
from reports.figures import FIGURES, FUNNEL, Figure
from reports.filters import FigureFilter, TimelineFilter
from reports.forms.document_job import YearlyReportForm
from reports.models import DocumentJob
from reports.operations.document_job import ask_for_yearly
from reports.queries import tally
from reports.queries.timeline import LENGTH, UNIT, bar_of, engagements_in_year

BAR = 200  # length of the longest bar


class Figures(Page):
    permission = "reports.watch_progress"
    template_name = "reports/figures.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        chosen = FigureFilter(self.request.GET)
        scope = chosen.scope()
        counts = tally.counts(scope)
        by_place = tally.counts_by_place(scope, by_prefecture=True)
        country = {
            place.code: (place, by_place.get(place.pk, dict.fromkeys(FIGURES, 0))) for place in prefectures()
        }
        return super().get_context_data(
            filter=chosen,
            applied=chosen.applied(),
            address=chosen.address(),
            funnel=funnel(counts),
            others=[(each, counts[key]) for key, each in FIGURES.items() if key not in FUNNEL],
            rates=tally.percents(counts),
            to_answer=tally.days_to_answer(scope),
            to_fill=tally.days_to_fill(scope),
            satisfaction=tally.satisfaction(scope),
            tiles=tiles.tiles({code: (place, each["openings"]) for code, (place, each) in country.items()}),
            size=tiles.SIZE,
            width=tiles.WIDTH,
            places=[
                (place, chosen.address(prefecture=code), [(FIGURES[key], each[key]) for key in FUNNEL])
                for code, (place, each) in country.items()
                if each["openings"]
            ],
            heads=[FIGURES[key] for key in FUNNEL],
            **context,
        )


def funnel(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Each step with the figure it is a part of, its share of that, and the length of a bar."""
    most = max(counts[key] for key in FUNNEL) or 1
    return [
        {
            "figure": FIGURES[key],
            "number": counts[key],
            "whole": FIGURES.get(whole),
            "percent": counts[key] * 100 // counts[whole] if whole and counts[whole] else None,
            "bar": counts[key] * BAR // most,
        }
        for key, whole in FUNNEL.items()
    ]


OF_CALL = (
    Column(_("日付"), lambda row: row.shown_day),
    Column(_("団体コード"), lambda row: row.municipality.code),
    Column(_("自治体"), lambda row: row.municipality.full_name),
    Column(_("募集"), lambda row: row.call_title),
    Column(_("募集のID"), lambda row: row.call_code),
)


class FigureList(ExportedList):
    """The rows behind one number: there are as many as it says."""

    permission = "reports.watch_progress"
    template_name = "reports/figure.html"
    context_object_name = "rows"
    filter_class = FigureFilter
    filter: FigureFilter
    paginate_by = 50
    figure: Figure

    @property
    def export_title(self) -> str:  # type: ignore[override]
        return str(self.figure.label)

    @property
    def export_columns(self) -> Sequence[Column]:  # type: ignore[override]
        return (*OF_CALL, Column(_("内容"), self.figure.kind.words))

    def prepare(self) -> None:
        found = FIGURES.get(self.kwargs["key"])
        if found is None:
            raise Http404
        self.figure = found

    def get_queryset(self) -> Any:
        return self.figure.rows(self.filter.scope())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        kind = self.figure.kind
        result["rows"] = [(row, kind.words(row), kind.url(row)) for row in result["rows"]]
        return result | {
            "figure": self.figure,
            "total": result["paginator"].count,
            "figures_url": reverse("coord_figures") + self.filter.address(),
        }


class Timeline(ExportedList):
    """Every activity that touches the fiscal year, by month."""

    permission = "reports.watch_progress"
    template_name = "reports/timeline.html"
    context_object_name = "engagements"
    filter_class = TimelineFilter
    filter: TimelineFilter
    paginate_by = 50
    export_title = _("年度の予定表")
    export_columns = (
        Column(_("自治体"), lambda row: row.municipality.full_name),
        Column(_("プロジェクト"), lambda row: row.project.title),
        Column(_("分野"), lambda row: row.project.field.name),
        Column(_("アドバイザー"), lambda row: str(row.advisor)),
        Column(_("開始日"), lambda row: row.start_date),
        Column(_("終了日"), lambda row: row.end_date),
        Column(_("状態"), lambda row: row.workflow.state(row.status).label),
        Column(_("ID"), lambda row: row.code),
    )

    def get_queryset(self) -> Any:
        chosen = self.filter
        place, field = chosen.value("prefecture"), chosen.value("field")
        return engagements_in_year(self.reader, chosen.year, prefecture=place, field=field)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        year = self.filter.year
        return result | {
            "bars": [bar_of(row, year) for row in result["engagements"]],
            "total": result["paginator"].count,
            "year": year,
            "months": [(month, place * UNIT) for place, month in enumerate([*range(4, 13), 1, 2, 3])],
            "length": LENGTH,
        }


class YearlyReportNew(FormPage):
    permission = "reports.watch_progress"
    template_name = "reports/yearly_new.html"
    form_class = YearlyReportForm

    def perform(self, form: Any, at: datetime) -> DocumentJob:
        return ask_for_yearly(by=self.reader, at=at, **form.cleaned_data)
